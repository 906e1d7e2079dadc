"""``samenspel person export|erase``: what someone asks for on the phone or by letter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.own_data import services
from samenspel.own_data.reads.take_along import archive_of
from samenspel.people import reads as people_reads

if TYPE_CHECKING:
    from samenspel.people.model_types import Person


class Command(BaseCommand):
    """Write down everything about a person, or forget them."""

    help = (
        "export: write everything kept about a person to a ZIP file. erase: forget a person;"
        " what stays and why stands in docs/reference/privacy.md. First make sure that it is"
        " the person themselves who asks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, for whom, and where to."""
        parser.add_argument("what", choices=["export", "erase"])
        parser.add_argument("person", help="the e-mail address of the account, or the id")
        parser.add_argument(
            "--to", type=Path, help="export: the file, which must not exist yet"
        )
        parser.add_argument("--yes", action="store_true", help="erase: do not ask again")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        person = self._person(options["person"])
        if options["what"] == "export":
            self._export(person, options["to"])
        else:
            self._erase(person, sure=options["yes"])

    def _person(self, given: str) -> Person:
        try:
            return people_reads.get_person(UUID(given))
        except NotFoundError:
            person = None
        except ValueError:
            person = people_reads.find_person_by_email(given)
        if person is None:
            raise CommandError("Nobody here has this e-mail address or id.")
        return person

    def _export(self, person: Person, to: Path | None) -> None:
        if to is None:
            raise CommandError("Say where to: --to FILE.zip")
        try:
            with to.open("xb") as file:
                file.write(archive_of(person, at=now()))
        except FileExistsError as error:
            raise CommandError(f"{to} is there already; choose another name.") from error
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Everything about this person is in {to}.")

    def _erase(self, person: Person, *, sure: bool) -> None:
        if person.forgotten_at is not None:
            raise CommandError("This person has been forgotten already.")
        if not sure:
            answer = input("This cannot be undone. Type the id of the person to go on: ")
            if answer.strip() != str(person.pk):
                raise CommandError("Nothing was removed.")
        count = services.forget(person=person, at=now())
        self.stdout.write(f"Forgotten: {count} rows deleted or emptied.")
