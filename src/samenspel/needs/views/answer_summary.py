"""What was answered, in words, to read through before it is sent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from samenspel.needs.ask_wizard import STAGES, Wizard
from samenspel.needs.forms.kinds_of_help import task_types_of
from samenspel.needs.forms.wizard_steps import URGENCY_LABELS
from samenspel.needs.question_words import joined, kinds_words, windows_words
from samenspel.needs.types import Frequency, WhoMayKnow
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.languages import Language


@dataclass(frozen=True)
class Part:
    """One step with its answers as pairs of a term and words."""

    title: str
    slug: str
    lines: tuple[tuple[str, str], ...]


def overview(wizard: Wizard) -> tuple[Part, ...]:
    """Return the answers of all steps but the last. Every step must be in order."""
    tellers = {"who": _who, "what": _what, "when": _when, "near": _near}
    return tuple(
        Part(str(stage.label), stage.slug, _kept(tellers[stage.key](wizard, stage.key)))
        for stage in STAGES[:-1]
    )


def _kept(lines: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((term, words) for term, words in lines if words)


def _labels(kind: Any, values: Iterable[str]) -> str:
    return joined(str(kind(value).label) for value in values)


def _who(wizard: Wizard, key: str) -> tuple[tuple[str, str], ...]:
    given, name = wizard.given(key), wizard.subject_name()
    if not name:
        return ((_("For"), _("yourself")),)
    return (
        (_("For"), name),
        (_("You are"), given["relation"]),
        (_("Their own yes"), _("%(name)s says yes") % {"name": name}),
    )


def _what(wizard: Wizard, key: str) -> tuple[tuple[str, str], ...]:
    given = wizard.given(key)
    kinds = task_types_of(given["task_types"])
    return (
        (_("In your words"), given["own_words"]),
        (_("Kind of help"), kinds_words(kinds) or _("not clear yet")),
        (_("Who may know"), str(WhoMayKnow(given["who_may_know"]).label)),
        (_("A volunteer reads"), given["public_note"]),
    )


def _when(wizard: Wizard, key: str) -> tuple[tuple[str, str], ...]:
    given = wizard.given(key)
    return (
        (_("Moments"), windows_words(given["windows"])),
        (_("How often"), str(Frequency(given["frequency"]).label)),
        (_("How long"), _("%(hours)s hours at a time") % {"hours": given["hours_per_week"]}),
        (_("How soon"), str(URGENCY_LABELS[given["urgency"]])),
    )


def _near(wizard: Wizard, key: str) -> tuple[tuple[str, str], ...]:
    given = wizard.given(key)
    return (
        (_("Place"), given["place"]),
        (_("Languages"), _labels(Language, given["languages"])),
        (_("Likes"), _labels(Interest, given["interests"])),
        (_("At home"), _labels(Boundary, given["boundaries"])),
        (_("Helper"), str(GenderWish(given["gender_wish"]).label)),
    )
