"""On which grounds someone may decide about care for another, and on which not."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast

from samenspel.people import reads
from samenspel.people.models import Person, Representation
from samenspel.people.services import acting_for
from samenspel.people.types import LEGAL_FOR_CARE, RepresentationKind, Ties

DECIDES = {
    RepresentationKind.WITH_CONSENT: False,
    RepresentationKind.ATTORNEY: True,
    RepresentationKind.MENTOR: True,
    RepresentationKind.CURATOR: True,
    RepresentationKind.BEWINDVOERDER: False,
    RepresentationKind.PARENT: True,
}


@pytest.mark.parametrize("kind", RepresentationKind)
def test_each_ground_decides_about_care_or_does_not(
    cast: Cast, kind: RepresentationKind
) -> None:
    acting_for.record_representation(
        actor=cast.bram,
        represented=cast.joost,
        representative=cast.wil,
        kind=kind,
        relation="",
        at=NOON,
    )
    later = NOON + timedelta(days=1)
    rows = reads.represented_by(cast.wil.pk, later)
    assert rows.filter(represented_id=cast.joost.pk).exists() == DECIDES[kind]
    ties = reads.ties_between(subject_id=cast.joost.pk, other_id=cast.wil.pk, at=later)
    assert ties.may_decide_about_care == DECIDES[kind]


@pytest.fixture
def acting(cast: Cast) -> Cast:
    """Everyone acts for someone, on every ground, now or no longer, some of them shut out."""
    grounds = {
        (cast.joost, cast.wil): RepresentationKind.MENTOR,
        (cast.joost, cast.dirk): RepresentationKind.BEWINDVOERDER,
        (cast.joost, cast.fatma): RepresentationKind.WITH_CONSENT,
        (cast.joost, cast.stranger): RepresentationKind.PARENT,
        (cast.joost, cast.els): RepresentationKind.ATTORNEY,
        (cast.els, cast.wil): RepresentationKind.WITH_CONSENT,
        (cast.els, cast.noor): RepresentationKind.CURATOR,
        (cast.els, cast.dirk): RepresentationKind.WITH_CONSENT,
        (cast.wil, cast.joost): RepresentationKind.PARENT,
    }
    for hours, ((represented, representative), kind) in enumerate(grounds.items()):
        acting_for.record_representation(
            actor=represented, represented=represented, representative=representative,
            kind=kind, relation="", at=NOON + timedelta(hours=hours),
        )  # fmt: skip
    acting_for.block(actor=cast.joost, about_id=cast.stranger.pk, at=NOON)
    acting_for.block(actor=cast.noor, about_id=cast.els.pk, at=NOON)
    acting_for.block(actor=cast.dirk, about_id=cast.wil.pk, at=NOON)
    Representation.objects.filter(representative=cast.els).update(
        ended_at=NOON + timedelta(hours=9)
    )
    return cast


def test_conditions_on_rows_say_what_ties_say(acting: Cast) -> None:
    at = NOON + timedelta(days=1)
    for other in acting.everyone().values():
        listed = Person.objects.filter(
            reads.represents(subject="pk", representative=other.pk, at=at)
        )
        legal = {
            subject
            for subject in acting.everyone().values()
            if subject != other
            and reads.ties_between(subject_id=subject.pk, other_id=other.pk, at=at).kinds
            & LEGAL_FOR_CARE
        }
        assert set(listed) == legal, other
    asked = reads.asks_together(subject="represented", asker="representative", at=at)
    rows = Representation.objects.annotate(may=asked)
    assert {(row.represented.given_name, row.representative.given_name) for row in rows
            if row.may} == {
        ("Joost", "Wil"), ("Joost", "Fatma"), ("Joost", "Vreemd"), ("Els", "Wil"),
        ("Els", "Dirk"), ("Els", "Noor"), ("Wil", "Joost"),
    }  # fmt: skip


def test_who_decides_comes_in_order_without_those_shut_out(acting: Cast) -> None:
    at = NOON + timedelta(days=1)
    mentor = (acting.wil.pk, RepresentationKind.MENTOR)
    parent = (acting.stranger.pk, RepresentationKind.PARENT)
    assert reads.who_decides_for(acting.joost.pk, at) == (mentor,)
    acting_for.unblock(actor=acting.joost, about_id=acting.stranger.pk)
    assert reads.who_decides_for(acting.joost.pk, at) == (mentor, parent)
    curator = (acting.noor.pk, RepresentationKind.CURATOR)
    assert reads.who_decides_for(acting.els.pk, at) == (curator,)


@pytest.mark.parametrize("kind", RepresentationKind)
def test_whoever_is_shut_out_acts_for_nobody(kind: RepresentationKind) -> None:
    out = Ties(is_blocked=True, kinds=frozenset({kind}))
    assert not out.may_decide_about_care
    assert not out.asks_together
    assert (
        Ties(is_blocked=False, kinds=frozenset({kind})).may_decide_about_care == DECIDES[kind]
    )


@pytest.mark.parametrize(
    ("begins", "ends", "holds"),
    [(0, None, True), (1, None, False), (-9, 0, True), (-9, -1, False), (-9, 1, True)],
)
def test_a_ground_holds_from_its_first_day_to_its_last(
    cast: Cast, begins: int, ends: int | None, holds: bool
) -> None:
    day = timedelta(days=1)
    acting_for.record_representation(
        actor=cast.bram, represented=cast.joost, representative=cast.wil,
        kind=RepresentationKind.MENTOR, relation="", at=NOON,
    )  # fmt: skip
    Representation.objects.update(
        valid_from=NOON.date() + begins * day,
        valid_until=None if ends is None else NOON.date() + ends * day,
    )
    assert Representation.objects.in_force(NOON).exists() is holds
    ties = reads.ties_between(subject_id=cast.joost.pk, other_id=cast.wil.pk, at=NOON)
    assert ties.may_decide_about_care is holds
