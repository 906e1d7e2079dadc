"""Words by which a page betrays whose row it shows: every text that people write is marked."""

import re
from collections.abc import Iterator

from django.db import models

from samenspel.core.privacy_registry import PersonalData, registered

_MARK = re.compile(r"igen woorden (\d+)")  # pages write the first letter large or small
NOT_WRITTEN_BY_PEOPLE = {
    "access.ReadLogEntry.reason", "consent.Consent.text_version",
    "matching.UnservedQuestion.code", "needs.HelpQuestion.external_id", "people.Account.email",
}  # fmt: skip
NAMES = {"people.Person.given_name", "people.Person.family_name"}
"""A page that shows these is found by the names themselves; address and number by marks."""

Owners = dict[int, set[str]]


def mark_words() -> Owners:
    """Give every text that is shown to the person it is about a number; return whose it is."""
    owners: Owners = {}
    for entry in registered():
        for name in written_fields(entry):
            for row in entry.model._default_manager.order_by("pk"):
                number = 1000 + len(owners)
                entry.model._default_manager.filter(pk=row.pk).update(
                    **{name: f"Eigen woorden {number}"}
                )
                owners[number] = set(_people(entry, row.pk))
    return owners


def written_fields(entry: PersonalData) -> Iterator[str]:
    """Yield the fields that people write in, of those that the person is shown."""
    for field in entry.model._meta.concrete_fields:
        label = f"{entry.model._meta.label}.{field.name}"
        if label in NOT_WRITTEN_BY_PEOPLE | NAMES or field.name not in entry.exported:
            continue
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if is_text and (field.max_length or 1000) >= len("Eigen woorden 1000"):
            yield field.name


def _people(entry: PersonalData, pk: object) -> Iterator[str]:
    names = ["given_name" if path == "pk" else f"{path}__given_name" for path in entry.subject]
    for row in entry.model._default_manager.filter(pk=pk).values_list(*names):
        yield from filter(None, row)


def owners_of(text: str, owners: Owners) -> set[str]:
    """Return the people of whom a page shows a row that has nobody else's words in it."""
    found: set[str] = set()
    for number in map(int, _MARK.findall(text)):
        found |= {name.lower() for name in owners[number]}
    return found


def tables_without_rows() -> set[str]:
    """Return the tables about people of which there is no row, so that no page can show one."""
    return {
        entry.model._meta.label
        for entry in registered()
        if not entry.model._default_manager.exists()
    }
