"""What anyone may add, change and remove behind the wall; every change of that is noticed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from tests.access.decisions import written_world
from tests.access.walls import first_difference, write_holes

from samenspel.circles.models import CircleNote
from samenspel.consent.models import Consent
from samenspel.core import row_policies
from samenspel.core.clock import now
from samenspel.core.row_security import Reason, acting_as, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.needs.models import HelpQuestion
from samenspel.people.models import Person

NOBODY = UUID(int=1)
TO_NOBODY: dict[Any, tuple[str, ...]] = {
    CircleNote: ("circle_id",),
    Consent: ("subject_id", "grantee_person_id", "grantee_organisation_id"),
    HelpQuestion: ("subject_id", "asked_by_id", "organisation_id"),
    Proposal: ("question_id", "helper_id", "round_id"),
}
"""The tables behind the wall, with the columns by which a row is somebody's."""

TOUCH = {
    CircleNote: "body = ''",
    Consent: "text_version = ''",
    HelpQuestion: "urgency = 1",
    Proposal: "rank = 1",
}
"""A change that reads nothing, so that what one may see does not count as well."""

EQUAL = {
    "needs.HelpQuestion put_to_me: adds":
    "a question that is put to someone is there, so that none can be added with its id",
}  # fmt: skip
"""Changes that let nobody write more or less, each with the reason."""

SEED, PEOPLE, SOME = 3, 14, 12
Owner = Callable[[], AbstractContextManager[None]]


def count(statement: str, *values: object) -> str:
    """Return how many rows a statement reaches, or that the wall refuses it; undo it."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                reached = str(cursor.rowcount)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        if "row-level security" not in str(error):
            raise
        return "refused"
    except DatabaseError:
        return "let through"  # a constraint stops it, which is asked after the wall
    return reached


def attempts(model: Any, samples: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield what whoever asks reaches in a table: all they can touch and remove, each row that
    they see made nobody's, and a row like each of the samples written."""
    table = f'"{model._meta.db_table}"'
    yield "touch", count(f"UPDATE {table} SET {TOUCH[model]}")
    yield "remove", count(f"DELETE FROM {table}")
    given_away = ", ".join(f"{column} = '{NOBODY}'" for column in TO_NOBODY[model])
    yield "give away all", count(f"UPDATE {table} SET {given_away}")
    for pk in sorted(model.objects.values_list("pk", flat=True))[:SOME]:
        one = f"UPDATE {table} SET {given_away} WHERE id = %s"
        yield f"give away {pk}", count(one, pk)
    for number, sample in enumerate(samples, start=1):
        whose = "nobody's" if number == len(samples) else str(number)
        columns = ", ".join(f'"{column}"' for column in sample)
        marks = ", ".join("%s" for _column in sample)
        yield (
            f"add {whose}",
            count(f"INSERT INTO {table} ({columns}) VALUES ({marks})", *sample.values()),
        )


def samples_of(model: Any) -> list[dict[str, Any]]:
    """Return rows to write: like some that there are, and one that is nobody's."""
    columns = [field.column for field in model._meta.concrete_fields]
    fields = list(model._meta.concrete_fields)
    rows = []
    # By what is drawn from the seed: the keys of some tables are new each time.
    every = list(model.objects.order_by(*TO_NOBODY[model], "pk"))
    for number, row in enumerate(every[:: 1 + len(every) // (4 * SOME)]):
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
        ]
        rows.append(dict(zip(columns, values, strict=True)) | {"id": _key(model, number)})
    nobodys = dict.fromkeys(TO_NOBODY[model], NOBODY)
    return [*rows, rows[0] | nobodys | {"id": _key(model, len(rows))}]


def _key(model: Any, number: int) -> UUID | int:
    is_uuid = model._meta.pk.get_internal_type() == "UUIDField"
    return UUID(int=number + 2) if is_uuid else 10**9 + number


def everything(people: list[Person], samples: dict[Any, list[dict[str, Any]]]) -> Iterator[str]:
    """Yield what each person reaches."""
    for person in people:
        with acting_as(person.pk):
            for model, of in samples.items():
                for what, reached in attempts(model, of):
                    yield f"{person.pk} {model.__name__} {what}: {reached}"


@pytest.fixture
def reached(db: None) -> Iterator[Callable[..., Iterator[str]]]:
    """What everyone in a world reaches, in one table or in all."""
    with written_world(SEED, people=PEOPLE, at=now()):
        with acting_for_system(Reason.COMMAND):
            people = list(Person.objects.order_by("pk"))
            samples = {model: samples_of(model) for model in TO_NOBODY}

        def reach(table: str = "") -> Iterator[str]:
            wanted = {m: of for m, of in samples.items() if table in ("", m._meta.label)}
            return everything(people, wanted)

        yield reach


Reached = Callable[..., Iterator[str]]


def test_every_change_of_what_may_be_written_is_noticed(
    as_owner: Owner, reached: Reached
) -> None:
    assert {table._meta.label for table in TO_NOBODY} == row_policies.guarded()
    before = {table: list(reached(table)) for table in row_policies.guarded()}
    every = list(write_holes())
    assert len(every) > 50

    def first(table: str) -> str:
        return next(
            (new for new, old in zip(reached(table), before[table], strict=True) if new != old),
            "",
        )

    missed = [
        hole.name
        for hole in every
        if not first_difference(hole, as_owner, partial(first, hole.name.partition(" ")[0]))
    ]
    assert sorted(missed) == sorted(EQUAL)
    assert not any(map(first, before)), "a change was not taken back"


def test_nobody_gives_a_row_away_or_adds_one_to_nobody(reached: Reached) -> None:
    lines = list(reached())
    given = [line for line in lines if " give away " in line]
    added = [line for line in lines if " add nobody's" in line]
    assert given
    assert added
    assert all(line.endswith((": 0", ": refused")) for line in given)
    assert all(line.endswith(": refused") for line in added)
