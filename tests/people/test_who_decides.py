"""On which grounds someone may decide about care for another, and on which not."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast

from samenspel.people import reads
from samenspel.people.services import acting_for
from samenspel.people.types import RepresentationKind

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
