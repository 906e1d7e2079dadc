"""People someone knows here, and so may shut out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from samenspel.circles.reads import seats
from samenspel.needs.reads import question_lines
from samenspel.people.types import Speaking

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


def known_here(actor: Person, speaking: Iterable[Speaking]) -> dict[UUID, str]:
    """Return everyone whom someone knows here, with their names.

    By a seat, because they act for them (``people.reads.who_speaks_for``), or because they once
    asked for them and still read it.
    """
    return (
        seats.known_people(actor)
        | question_lines.who_asked_for(actor.pk)
        | {each: name for each, name, _kind in speaking}
    )
