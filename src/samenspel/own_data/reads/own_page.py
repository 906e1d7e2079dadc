"""Everything the page with one's own data shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from samenspel.circles.reads import seats
from samenspel.consent import reads as consent_reads
from samenspel.consent.reads import OpenConsent
from samenspel.consent.types import DataCategory, Grantee, Ground
from samenspel.core.privacy_registry import registered
from samenspel.matching.reads import waiting_answers
from samenspel.matching.reads.waiting_answers import AnsweredForMe
from samenspel.needs.reads import question_lines
from samenspel.needs.reads.question_lines import AskedForMe
from samenspel.own_data.reads.kept_words import kind_words
from samenspel.own_data.reads.known_here import known_here
from samenspel.people import reads as people_reads
from samenspel.people.types import RepresentationKind
from samenspel.ui.part_values import Column, Option, Table
from samenspel.volunteering.reads import offers

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """Someone who acts for the actor now; ``may_end`` when the actor alone can end it."""

    person_id: UUID
    name: str
    words: str
    may_end: bool


@dataclass(frozen=True, slots=True)
class SeenBy:
    """A person or organisation with all that they may see now, and who said so."""

    person_id: UUID | None
    organisation_id: UUID | None
    name: str
    sees: tuple[str, ...]
    until: datetime | None
    said_by: str


@dataclass(frozen=True, slots=True)
class OwnDataPage:
    """Everything the page with one's own data shows."""

    spoken_for: tuple[SpokenFor, ...]
    asked_for_me: tuple[AskedForMe, ...]
    answered_for_me: tuple[AnsweredForMe, ...]
    seen_by: tuple[SeenBy, ...]
    kept: Table
    can_shut_out: tuple[Option, ...]
    shut_out: tuple[tuple[UUID, str], ...]
    has_circle: bool
    has_offer: bool

    @property
    def is_known(self) -> bool:
        """Whether anyone here knows the actor's name, whatever is closed."""
        return bool(self.can_shut_out)

    @property
    def in_my_name(self) -> bool:
        """Whether anything was done, or may be done, in the actor's name."""
        return bool(self.spoken_for or self.asked_for_me or self.answered_for_me)


def own_data_page(actor: Person, *, at: datetime) -> OwnDataPage:
    """Return what is kept about the actor, who sees it, and what was done in their name.

    All of it is about the actor; the others named in it are known to them already.
    """
    speaking = people_reads.who_speaks_for(actor.pk, at)
    out = people_reads.shut_out_by(actor.pk)
    names = people_reads.names_of(out)
    known = known_here(actor, speaking)
    return OwnDataPage(
        spoken_for=tuple(_speaker(*each) for each in speaking),
        asked_for_me=question_lines.asked_in_my_name(actor),
        answered_for_me=waiting_answers.answered_in_my_name(actor),
        seen_by=_seen_by(consent_reads.own_consents(actor.pk, at)),
        kept=_kept(actor),
        can_shut_out=tuple(
            Option(str(each), name)
            for each, name in sorted(known.items(), key=lambda pair: pair[1])
            if each not in names
        ),
        shut_out=tuple((each, names[each]) for each in out),
        has_circle=seats.find_circle_id(actor.pk) is not None,
        has_offer=offers.find_own_offer_id(actor) is not None,
    )


def _speaker(person_id: UUID, name: str, kind: RepresentationKind) -> SpokenFor:
    may_end = kind is RepresentationKind.WITH_CONSENT
    words = _("asks for you, together with you") if may_end else str(kind.label)
    return SpokenFor(person_id, name, words, may_end)


def _seen_by(consents: Iterable[OpenConsent]) -> tuple[SeenBy, ...]:
    by_grantee: dict[Grantee, list[OpenConsent]] = {}
    for each in consents:
        by_grantee.setdefault(each.grantee, []).append(each)
    lines = (_line(grantee, rows) for grantee, rows in by_grantee.items())
    return tuple(sorted(lines, key=lambda line: (line.person_id is None, line.name)))


def _line(grantee: Grantee, rows: list[OpenConsent]) -> SeenBy:
    order = list(DataCategory)
    ends = [each.until for each in rows if each.until]
    others = {
        each.given_by_name for each in rows if each.ground in (Ground.LEGAL, Ground.OWN_WORD)
    }
    was_there = any(each.ground is Ground.OWN_LIST for each in rows)
    if others:
        said_by = _("%(names)s said so for you.") % {"names": ", ".join(sorted(others))}
    elif was_there:
        said_by = _("This organisation already had your question.")
    else:
        said_by = ""
    sees = sorted((each.category for each in rows), key=order.index)
    return SeenBy(
        person_id=grantee.person_id,
        organisation_id=grantee.organisation_id,
        name=rows[0].grantee_name,
        sees=tuple(str(category.label) for category in sees),
        until=min(ends, default=None),
        said_by=said_by,
    )


def _kept(actor: Person) -> Table:
    counts = (
        (kind_words(entry.model._meta.label), entry.rows(actor.pk).count())
        for entry in registered()
    )
    return Table(
        caption=_("What we have about you, by kind"),
        columns=(Column(_("What")), Column(_("How many"), is_number=True)),
        rows=tuple((words, str(count)) for words, count in counts if count),
    )
