"""A read with kept SQL gives the rows that its queryset gives, for every id and moment."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Q, QuerySet
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast

from samenspel.circles.models import Membership
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


def test_objects_come_with_what_was_selected_beside_them(cast: Cast) -> None:
    def seats(circle_id: UUID, _at: datetime) -> QuerySet[Membership, Membership]:
        rows = Membership.objects.filter(circle_id=circle_id).select_related("circle", "person")
        return rows.only("role", "circle__subject", "person__given_name").order_by("pk")

    kept = CompiledRead(seats)
    for _time in range(2):
        found, expected = kept(cast.circle.pk, at=NOON), list(seats(cast.circle.pk, NOON))
        assert found == expected
        assert len(found) > 1
        with CaptureQueriesContext(connection) as queries:
            for mine, theirs in zip(found, expected, strict=True):
                assert mine.person == theirs.person
                assert mine.person.given_name == theirs.person.given_name
                assert mine.circle.subject_id == theirs.circle.subject_id
                assert mine.get_deferred_fields() == theirs.get_deferred_fields()
                assert not mine._state.adding
        assert not queries.captured_queries


def test_what_the_queryset_branches_on_has_sql_of_its_own(cast: Cast) -> None:
    def named(person_id: UUID, _at: datetime, names: tuple[str, ...]) -> QuerySet[Person, Any]:
        return Person.objects.filter(pk=person_id, given_name__in=names).values_list("pk")

    kept = CompiledRead(named)
    assert kept(cast.joost.pk, at=NOON, names=("Joost", "Bram")) == [(cast.joost.pk,)]
    assert kept(cast.joost.pk, at=NOON, names=("Bram",)) == []
    assert kept(cast.bram.pk, at=NOON, names=("Joost", "Bram")) == [(cast.bram.pk,)]


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
