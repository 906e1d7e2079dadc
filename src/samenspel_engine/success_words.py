"""What one part does to the chance of a match, as a number and in words."""

from __future__ import annotations

from dataclasses import dataclass

from samenspel_engine.followup import feature_label
from samenspel_engine.vocabulary import NL

HARDLY, MUCH = 0.1, 0.7
"""Log-odds below which a part makes little difference, and from which it makes much."""


@dataclass(frozen=True)
class Contribution:
    """What one part adds to the log-odds of a match."""

    key: str
    effect: float

    def sentence(self, language: str = NL) -> str:
        """The same in words."""
        if self.key == "experience":
            name = "ervaring tot nu toe" if language == NL else "experience so far"
        else:
            name = feature_label(self.key, language)
        size, up = abs(self.effect), self.effect > 0
        if size < HARDLY:
            little = "maakt weinig verschil" if language == NL else "makes little difference"
            return f"{name.capitalize()}: {little}."
        if language == NL:
            much = "veel " if size >= MUCH else ""
            word = f"{much}waarschijnlijker" if up else f"{much}minder waarschijnlijk"
            return f"{name.capitalize()}: maakt een ja {word}."
        much = "much " if size >= MUCH else ""
        return f"{name.capitalize()}: makes a yes {much}{'more' if up else 'less'} likely."
