"""Importing a spreadsheet: first everything is read and checked, then all of it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samenspel.core.bulk_writes import checked_at_once
from samenspel.core.locked_rows import lock_word
from samenspel.exchange.cell_reading import text_of
from samenspel.exchange.column_headers import (
    Columns,
    find_header,
    map_columns,
    recognise_kind,
    refuse_bsn,
)
from samenspel.exchange.import_notes import Notes
from samenspel.exchange.row_reading import Places, ReadRow, RowReader
from samenspel.exchange.spreadsheet_files import read_lines
from samenspel.exchange.types import Fault, SheetError, SheetKind
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.services import asking
from samenspel.needs.types import Ask
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.volunteering import services as offer_services
from samenspel.volunteering.reads import offers as offer_reads
from samenspel.volunteering.types import Offering

if TYPE_CHECKING:
    from samenspel.organisations.model_types import Organisation
    from samenspel.people.model_types import Person

BATCH = 1000
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many rows of it are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A spreadsheet that was read: what can be imported, and everything that is wrong."""

    columns: Columns
    rows: Sequence[ReadRow]
    faults: Sequence[Fault]
    notes: Notes

    @property
    def kind(self) -> SheetKind:
        """What the rows are."""
        return self.columns.kind


@dataclass(frozen=True, slots=True)
class Taken:
    """What was imported, or would be: new rows, and (row, id) of those already here."""

    new: int
    known: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Host:
    """The organisation that takes in the rows, and the coordinator who answers for it."""

    organisation: Organisation
    coordinator: Person


def find_host(name: str, *, at: datetime) -> Host:
    """Return the organisation with this name, or the one that takes new questions.

    Raises SheetError when it is not there or nobody coordinates there.
    """
    organisation = (
        organisation_reads.find_organisation(name)
        if name
        else organisation_reads.find_intake_organisation()
    )
    if organisation is None:
        raise SheetError(
            _("There is no organisation '%(name)s'.") % {"name": name}
            if name
            else _("No organisation takes new questions yet. Say which with --organisation."),
            code="no_organisation",
        )
    coordinators = organisation_reads.coordinators_of(organisation.pk, at)
    if not coordinators:
        raise SheetError(
            _(
                "Nobody coordinates at %(name)s. Appoint a coordinator first: "
                "imported rows are put in their name."
            )
            % {"name": organisation.name},
            code="no_coordinator",
        )
    return Host(organisation, people_reads.get_person(coordinators[0]))


def read_sheet(
    path: Path, *, kind: SheetKind | None, sheet: str = "", at: datetime, progress: Progress
) -> Sheet:
    """Read and check every row; nothing is written.

    Raises SheetError when the file as a whole cannot be used, BSNs included.
    """
    lines = read_lines(path, sheet)
    start = find_header(lines)
    width = max(len(line.cells) for line in lines[start:])
    headers = [text_of(cell) for cell in lines[start].cells]
    headers += [""] * (width - len(headers))
    columns = map_columns(headers, kind or recognise_kind(headers, path.name))
    rows = lines[start + 1 :]
    refuse_bsn(columns, rows)
    areas = people_reads.areas_by_text()
    if not areas:
        raise SheetError(
            _("No postcodes are known yet. Read them first: samenspel import-postcodes."),
            code="no_areas",
        )
    reader = RowReader(columns, Places(areas), at)
    taken = []
    for done, line in enumerate(rows, start=1):
        one = reader.read(line)
        if one is not None:
            taken.append(one)
        progress(_("Checking"), done, len(rows))
    return Sheet(columns, taken, reader.faults, reader.notes)


def take_in(
    sheet: Sheet, *, host: Host, at: datetime, dry_run: bool = False, progress: Progress
) -> Taken:
    """Store the rows that are not here yet, all in one transaction.

    Rows whose number the organisation already has are left as they are. With ``dry_run``
    nothing is written. Raises SheetError when there are faults, or when another import got
    there first.
    """
    if sheet.faults:
        raise SheetError(_("There are errors in the file."), code="faults")
    try:
        with transaction.atomic(), checked_at_once():
            lock_word("import", str(host.organisation.pk))
            known = _known_ids(sheet, host)
            new = [one for one in sheet.rows if one.external_id not in known]
            for done, batch in _batches([] if dry_run else new):
                _write(sheet.kind, batch, host, at)
                progress(_("Storing"), done, len(new))
    except IntegrityError as error:
        raise SheetError(
            _("Someone else stored the same rows just now. Nothing was stored; try again."),
            code="conflict",
        ) from error
    skipped = [(one.row, one.external_id) for one in sheet.rows if one.external_id in known]
    return Taken(len(new), tuple(skipped))


def _known_ids(sheet: Sheet, host: Host) -> frozenset[str]:
    ids = [one.external_id for one in sheet.rows]
    if sheet.kind == SheetKind.QUESTIONS:
        return need_reads.existing_external_ids(host.organisation.pk, ids)
    return offer_reads.existing_external_ids(host.organisation.pk, ids)


def _batches(rows: Sequence[ReadRow]) -> list[tuple[int, list[ReadRow]]]:
    starts = range(0, len(rows), BATCH)
    return [
        (min(start + BATCH, len(rows)), list(islice(rows, start, start + BATCH)))
        for start in starts
    ]


def _write(kind: SheetKind, batch: Sequence[ReadRow], host: Host, at: datetime) -> None:
    people = people_services.record_people(
        actor=host.coordinator,
        details=[one.details for one in batch],
        areas=[one.area for one in batch],
        at=at,
    )
    if kind == SheetKind.QUESTIONS:
        asking.ask_many(
            recorded_by=host.coordinator,
            subjects=people,
            questions=[one.what for one in batch if isinstance(one.what, Ask)],
            asked_at=[one.asked_at for one in batch],
            organisation_id=host.organisation.pk,
            at=at,
        )
    else:
        offer_services.register_many(
            people=people,
            offerings=[one.what for one in batch if isinstance(one.what, Offering)],
            organisation_id=host.organisation.pk,
            vog_seen_on=[one.vog_seen_on for one in batch],
            at=at,
        )
