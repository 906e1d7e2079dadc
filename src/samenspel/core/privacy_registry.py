"""Every room that stores something about a person says how it is shown, erased and kept.

A test walks all models and fails on one that refers to a person and is not registered here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q


class Erasure(StrEnum):
    """What happens to a row when the person it is about asks to be forgotten."""

    DELETE = "delete"
    BLANK = "blank"  # the row stays, the words in it go
    KEEP = "keep"  # the law or another person's right demands that it stays


class Withheld(StrEnum):
    """Why a field is left out of what the person is shown."""

    ANOTHER = "it is about another person as well"
    WORKINGS = "it says how the product works and nothing of the person"
    SIGN_IN = "it opens the account"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """How one model treats the person it is about.

    ``subject`` are the paths from the model to the person whose data it is; ``exported`` the
    fields shown to that person, ``withheld`` the others with the reason; ``blanked`` the text
    fields emptied by :attr:`Erasure.BLANK`; ``retention`` says in words how long and on what
    grounds (docs/reference/privacy.md), and ``over`` the same as a condition at a moment: rows
    whose time is over, which the nightly clean-up deletes. ``erased_for`` are the paths of
    whoever may have the row erased, when that is not everyone in ``subject``; ``only_for`` has
    fields that are shown to the person at the end of that path alone, when a row is about two;
    ``closed_to`` is a condition on the rows about someone that they may not read any more.
    """

    model: type[models.Model]
    subject: tuple[str, ...]
    exported: tuple[str, ...]
    erasure: Erasure
    retention: str
    blanked: tuple[str, ...] = ()
    withheld: Mapping[str, Withheld] = field(default_factory=dict)
    over: Callable[[datetime], Q] | None = None
    erased_for: tuple[str, ...] = ()
    only_for: Mapping[str, str] = field(default_factory=dict)
    closed_to: Callable[[UUID], Q] | None = None

    def rows(self, person_id: UUID) -> models.QuerySet[models.Model]:
        """Return the rows about this person that they may read."""
        rows = self._along(self.subject, person_id)
        return rows.exclude(self.closed_to(person_id)) if self.closed_to else rows

    def shown(self, person_id: UUID) -> list[dict[str, Any]]:
        """Return what the person is shown of each row about them."""
        ends = set(self.only_for.values())
        return [
            {
                name: row[name]
                for name in self.exported
                if row.get(self.only_for.get(name, ""), person_id) == person_id
            }
            for row in self.rows(person_id).order_by("pk").values(*{*self.exported, *ends})
        ]

    def rows_to_erase(self, person_id: UUID) -> models.QuerySet[models.Model]:
        """Return the rows that go when this person asks to be forgotten."""
        return self._along(self.erased_for or self.subject, person_id)

    def rows_over(self, at: datetime) -> models.QuerySet[models.Model]:
        """Return the rows whose time is over, except those that another room still needs."""
        if self.over is None:
            return self.model._default_manager.none()
        needed = Q()
        for keep in _needed.get(self.model._meta.label, ()):
            needed |= keep(at)
        rows = self.model._default_manager.filter(self.over(at))
        return rows.exclude(needed) if needed else rows

    def _along(self, paths: tuple[str, ...], person_id: UUID) -> models.QuerySet[models.Model]:
        about = Q()
        for path in paths:
            about |= Q(**{path: person_id})
        return self.model._default_manager.filter(about)


_registry: dict[type[models.Model], PersonalData] = {}
_needed: dict[str, list[Callable[[datetime], Q]]] = {}


def years_before(at: datetime, years: int) -> datetime:
    """Return the moment so many years of 365 and a quarter days earlier."""
    return at - timedelta(days=round(365.25 * years))


def keep_while(label: str, needed: Callable[[datetime], Q]) -> None:
    """Let a higher room keep rows of a lower one ("room.Model") whose time is over, while it
    needs them."""
    known = _needed.setdefault(label, [])
    if needed not in known:
        known.append(needed)


def register(*entries: PersonalData) -> None:
    """Add entries; a room calls this from its AppConfig.ready()."""
    for entry in entries:
        _registry[entry.model] = entry


def registered() -> tuple[PersonalData, ...]:
    """Return all entries, by model label."""
    return tuple(sorted(_registry.values(), key=lambda entry: entry.model._meta.label))


def export_person(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return everything stored about a person, per model, as plain values."""
    return {entry.model._meta.label: entry.shown(person_id) for entry in registered()}


def erase_person(person_id: UUID, entries: Iterable[PersonalData] | None = None) -> int:
    """Delete or blank what may go; return the number of rows touched.

    Rows whose erasure is KEEP stay. The caller holds the transaction and the person's request.
    """
    touched = 0
    for entry in entries if entries is not None else registered():
        if entry.erasure is Erasure.DELETE:
            touched += entry.rows_to_erase(person_id).delete()[0]
        elif entry.erasure is Erasure.BLANK:
            touched += entry.rows_to_erase(person_id).update(**dict.fromkeys(entry.blanked, ""))
    return touched
