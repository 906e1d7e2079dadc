"""The list of races: which verbs each is about, how often it is run, and who takes part."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from race_runner import Maker
from race_world import Outcome

SCENES: dict[str, tuple[int, Maker]] = {}
"""Races by name, with their weight."""

VERBS: dict[str, tuple[str, ...]] = {}
"""The verbs that a race is about, as ``room.services.function``."""

LEFT_OUT = {
    "demo.services.fill": "fills an empty database, of which there is one; it holds one word",
}
"""Verbs that no race is about, and why."""


def scene(*verbs: str, weight: int = 10) -> Callable[[Maker], Maker]:
    """Add a race about these verbs to the list."""

    def add(maker: Maker) -> Maker:
        name = maker.__name__
        assert name not in SCENES
        SCENES[name], VERBS[name] = (weight, maker), verbs
        return maker

    return add


def one_of(outcomes: Sequence[Outcome]) -> str:
    """What is wrong when not exactly one was told that it is done."""
    done = sum(outcome.done for outcome in outcomes)
    if done == 1:
        return ""
    return f"doubled: {done} were told yes" if done else "lost: nobody was told yes"


def all_of(outcomes: Sequence[Outcome]) -> str:
    """What is wrong when someone was refused who should not have been."""
    refused = [str(outcome.error) for outcome in outcomes if not outcome.done]
    return f"lost: refused {refused}" if refused else ""


def once(count: int, what: str) -> str:
    """What is wrong when there is not one of something."""
    if count == 1:
        return ""
    return f"doubled: {count} {what}" if count else f"lost: no {what}"


def kept(is_there: bool, what: str) -> str:
    """What is wrong when something that was acknowledged is not there."""
    return "" if is_there else f"lost: {what}"


def within(count: int, most: int, what: str) -> str:
    """What is wrong when there are more than there may be."""
    return "" if count <= most else f"over: {count} {what}, {most} allowed"
