"""Who can answer about a question now, and in whose name (docs/in-whose-name.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.consent.types import Ground
from samenspel.people import reads as people_reads
from samenspel.people.types import RepresentationKind, Ties

if TYPE_CHECKING:
    from samenspel.needs.models import HelpQuestion


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone whose answer counts as that of the person, and on what ground."""

    person_id: UUID
    ground: Ground
    words: str


def ground_for(question: HelpQuestion, person_id: UUID, at: datetime) -> Ground | None:
    """Return on what ground someone answers about a question now; None when they may not.

    The person themselves; whoever decides about their care by law or mandate; and whoever asked
    the question, as long as they ask together: they pass on the person's own word.
    """
    if person_id == question.subject_id:
        return Ground.SELF
    ties = people_reads.ties_between(subject_id=question.subject_id, other_id=person_id, at=at)
    return _ground(ties, is_asker=person_id == question.asked_by_id)


def _ground(ties: Ties, *, is_asker: bool) -> Ground | None:
    if ties.may_decide_about_care:
        return Ground.LEGAL
    return Ground.OWN_WORD if is_asker and ties.asks_together else None


def speaker_id(question: HelpQuestion, at: datetime) -> UUID:
    """Return whom to ask about a question: the asker while they may answer, else the person."""
    asked_by_id: UUID = question.asked_by_id
    subject_id: UUID = question.subject_id
    return asked_by_id if ground_for(question, asked_by_id, at) else subject_id


def speakers(question: HelpQuestion, at: datetime) -> tuple[Speaker, ...]:
    """Return everyone whose answer counts now, the person first.

    Whoever decides by law is named by what they are, not by name: a name is a look at them.
    """
    name = question.subject.given_name
    found = {
        question.subject_id: Speaker(
            question.subject_id, Ground.SELF, _("%(name)s themselves") % {"name": name}
        )
    }
    for person_id, kind in people_reads.who_decides_for(question.subject_id, at):
        words = str(RepresentationKind(kind).label)
        found[person_id] = Speaker(person_id, Ground.LEGAL, words)
    if question.asked_by_id not in found and speaker_id(question, at) != question.subject_id:
        words = _("%(asker)s, who asked %(name)s and passes on the answer") % {
            "asker": question.asked_by.given_name,
            "name": name,
        }
        found[question.asked_by_id] = Speaker(question.asked_by_id, Ground.OWN_WORD, words)
    return tuple(found.values())
