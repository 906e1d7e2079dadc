"""A round's proof, for people in words and for programs in figures."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.core.errors import NotFoundError
from samenspel.matching.models import Round
from samenspel.matching.reads.proposals import get_round
from samenspel.matching.types import CertificateLine, RoundId, RoundState
from samenspel.ui.spoken_dates import spoken_datetime

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """The proof as a card: what it says, the figures people ask for, and how to check it."""

    id: RoundId
    title: str
    words: str
    is_optimal: bool
    facts: Pairs
    proof: Pairs


def certificate_line(done: Round) -> CertificateLine:
    """Return the figures of a round that is done."""
    assert done.run_at is not None
    return CertificateLine(
        id=done.pk,
        run_at=done.run_at,
        questions=done.questions,
        helpers=done.helpers,
        pairs=done.pairs,
        served=done.served,
        quality=done.quality,
        bound=done.bound,
        gap=done.gap,
        skipped=done.skipped,
        seconds=done.seconds,
        content_hash=done.content_hash,
        engine_version=done.engine_version,
        seed=done.seed,
    )


def certificate_card(done: Round) -> CertificateCard:
    """Return the card of a round that is done."""
    line = certificate_line(done)
    return CertificateCard(
        id=line.id,
        title=_title(line),
        words=_words(line),
        is_optimal=line.gap == 0,
        facts=_facts(line),
        proof=_proof(line),
    )


def certificate_data(actor: Person, round_id: RoundId, *, at: datetime) -> dict[str, Any]:
    """Return the proof as plain figures; nobody is named in it.

    Raises NotFoundError when the actor may not see the round or it is not done.
    """
    matching_round = get_round(actor, round_id, at=at)
    if matching_round.state != RoundState.DONE:
        raise NotFoundError("This round has no proof yet.")
    line = certificate_line(matching_round)
    return {
        "goal": ["questions served, the most urgent first", "total quality"],
        **asdict(line),
        "id": str(line.id),
        "run_at": line.run_at.isoformat(),
    }


def figure(value: int) -> str:
    """Return a whole number as the language writes it: "2.914"."""
    return str(number_format(value, use_l10n=True, force_grouping=True))


def _title(line: CertificateLine) -> str:
    if line.gap:
        return _("This round is almost the best possible")
    return _("This round cannot be better")


def _words(line: CertificateLine) -> str:
    if line.gap:
        return _(
            "At most %(gap)s points of fit can still be gained. No more people can be "
            "helped with these people, their times and their limits."
        ) % {"gap": figure(line.gap)}
    return _(
        "With these people, their times and their limits there is no distribution that helps "
        "more people, or as many people better. That has been verified."
    )


def _facts(line: CertificateLine) -> Pairs:
    served = _("%(served)s of %(questions)s, more is not possible") % {
        "served": figure(line.served),
        "questions": figure(line.questions),
    }
    quality = _("found %(found)s, highest possible %(bound)s") % {
        "found": figure(line.quality),
        "bound": figure(line.bound),
    }
    rested = ngettext(
        "yes, %(count)s person skipped", "yes, %(count)s people skipped", line.skipped
    ) % {"count": figure(line.skipped)}
    return (
        (_("Round"), spoken_datetime(line.run_at)),
        (_("Questions helped"), served),
        (_("How well it fits"), quality),
        (_("Nobody asked too often"), rested if line.skipped else _("yes, nobody skipped")),
    )


def _proof(line: CertificateLine) -> Pairs:
    return (
        (_("Upper bound"), figure(line.bound)),
        (_("Outcome"), figure(line.quality)),
        (_("Difference"), figure(line.gap)),
        (_("Helpers who could be asked"), figure(line.helpers)),
        (_("Possible pairs looked at"), figure(line.pairs)),
        (
            _("Time taken"),
            _("%(seconds)s seconds") % {"seconds": number_format(line.seconds, 1)},
        ),
        (_("Version of the programme"), line.engine_version),
        (_("Number of the draw"), str(line.seed)),
        (_("Mark of the input (SHA-256)"), _grouped(line.content_hash)),
    )


def _grouped(mark: str) -> str:
    """Return a long mark in groups of eight, so that it fits a narrow screen."""
    return " ".join(mark[start : start + 8] for start in range(0, len(mark), 8))
