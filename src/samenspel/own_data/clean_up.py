"""Deleting what has been kept long enough, by the terms that the rooms registered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from samenspel.core.locked_rows import lock_all
from samenspel.core.privacy_registry import PersonalData, registered, years_before
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.own_data import services
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

BATCH = 500


def terms() -> tuple[PersonalData, ...]:
    """Return what is kept for a time, the highest room first: what refers to a row goes before
    the row itself."""
    floor = {config.label: number for number, config in enumerate(apps.get_app_configs())}
    entries = (entry for entry in registered() if entry.over is not None)
    return tuple(
        sorted(
            entries,
            key=lambda entry: (floor[entry.model._meta.app_label], entry.model._meta.label),
        )
    )


@acting_for_system(Reason.RETENTION)
def count_over(at: datetime) -> dict[str, int]:
    """Return how many rows of each table have been kept long enough."""
    return {entry.model._meta.label: entry.rows_over(at).count() for entry in terms()}


@acting_for_system(Reason.RETENTION)
def clean_up(at: datetime) -> dict[str, int]:
    """Delete what has been kept long enough; return how many rows of each table went.

    In batches, each in a transaction of its own: what was done stays done when it is stopped,
    and doing it twice deletes nothing more. People who are absent are forgotten last. What is
    taken up again at this very moment stays.
    """
    gone = {entry.model._meta.label: _delete(entry, at) for entry in terms()}
    people = list(absent(at)[:BATCH])
    return {**gone, "people.Person": sum(_forget(person, at) for person in people)}


NO_ACTIVITY = frozenset({"people.Person", "people.Account", "people.Address", "people.Block"})
"""Tables whose rows do not show that someone still takes part."""


def absent(at: datetime) -> QuerySet[Person, Person]:
    """Return people who have not taken part for two years: no sign-in, and no row of theirs is
    kept any more."""
    rows = people_reads.not_seen_since(years_before(at, 2))
    for entry in registered():
        if entry.model._meta.label in NO_ACTIVITY | {"access.ReadLogEntry"}:
            continue
        for path in entry.subject:
            rows = rows.exclude(
                Exists(entry.model._default_manager.filter(**{path: OuterRef("pk")}))
            )
    return rows


@transaction.atomic
def _forget(seen: Person, at: datetime) -> bool:
    services.lock_erasing()
    person = people_services.lock_if_unseen(person_id=seen.pk, since=years_before(at, 2))
    if person is None or not absent(at).filter(pk=person.pk).exists():
        return False
    services.forget(person=person, at=at)
    return True


def _delete(entry: PersonalData, at: datetime) -> int:
    gone = 0
    while True:
        with transaction.atomic():
            services.lock_erasing()
            ids = list(entry.rows_over(at).order_by("pk").values_list("pk", flat=True)[:BATCH])
            held = [row.pk for row in lock_all(entry.rows_over(at).filter(pk__in=ids))]
            entry.model._default_manager.filter(pk__in=held).delete()
        gone += len(held)
        if len(ids) < BATCH:
            return gone
