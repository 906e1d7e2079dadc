"""A read with kept SQL gives the rows that its queryset gives, for every id and moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast

from samenspel.consent.models import Consent
from samenspel.core.compiled_reads import CompiledRead
from samenspel.organisations.models import Employment
from samenspel.people.models import Block, Person

MOMENTS = [NOON + timedelta(days=days) for days in (-900, -400, -1, 0, 1, 400)]


def consents(subject_id: UUID, grantee_id: UUID, at: datetime) -> QuerySet[Consent, Any]:
    rows = Consent.objects.in_force(at).order_by("pk")
    return rows.filter(subject_id=subject_id, grantee_person_id=grantee_id).values_list(
        "category", "valid_from", "valid_until", "pk"
    )


def work(person_id: UUID, at: datetime) -> QuerySet[Employment, Any]:
    rows = Employment.objects.in_force(at).filter(person_id=person_id)
    return rows.order_by("pk").values_list("job_role", "valid_from", "organisation_id")


def test_the_rows_are_those_of_the_queryset(cast: Cast) -> None:
    kept = CompiledRead(consents)
    people = [*cast.everyone().values()]
    filled = 0
    for subject in people:
        for grantee in people:
            for at in MOMENTS:
                found = kept(subject.pk, grantee.pk, at=at)
                assert found == list(consents(subject.pk, grantee.pk, at))
                filled += bool(found)
    assert filled > 2


def test_the_day_of_the_moment_is_a_value_too(cast: Cast) -> None:
    kept = CompiledRead(work)
    counts = [len(kept(cast.bram.pk, at=at)) for at in MOMENTS]
    assert counts == [work(cast.bram.pk, at).count() for at in MOMENTS]
    assert set(counts) == {0, 1}


def test_it_costs_one_query_and_no_value_of_one_call_stays_for_the_next(cast: Cast) -> None:
    kept = CompiledRead(work)
    with CaptureQueriesContext(connection) as queries:
        first = kept(cast.bram.pk, at=NOON)
        assert kept(uuid4(), at=NOON) == []
        assert kept(cast.noor.pk, at=NOON) != first
    assert len(queries) == 3


def test_an_id_that_is_not_used_as_a_value_is_refused(db: None) -> None:
    def blocks(_by: UUID, about: UUID, _at: datetime) -> QuerySet[Block, Any]:
        return Block.objects.filter(about_id=about).values_list("pk")

    with pytest.raises(ValueError, match="does not use all of its ids"):
        CompiledRead(blocks)(uuid4(), uuid4(), at=NOON)


def test_values_of_the_queryset_itself_stay_as_they_are(cast: Cast) -> None:
    def born(person_id: UUID, _at: datetime) -> QuerySet[Person, Any]:
        known = Q(birth_year=1944) | Q(recorded_at__gt=datetime(2200, 1, 1, tzinfo=UTC))
        alive = Q(deceased_on__isnull=True) | Q(deceased_on__gt=date(2100, 1, 1))
        return Person.objects.filter(known, alive, pk=person_id).values_list("given_name")

    kept = CompiledRead(born)
    assert kept(cast.joost.pk, at=NOON) == [("Joost",)]
    assert kept(cast.fatma.pk, at=NOON) == []
