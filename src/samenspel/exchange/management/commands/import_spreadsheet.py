"""``samenspel import FILE``: read a coordinator's spreadsheet of questions or offers."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.core.clock import now
from samenspel.core.errors import DomainError
from samenspel.exchange import import_report, services
from samenspel.exchange.command_console import (
    ERRORS_IN_ROWS,
    WRONG_USE,
    Bar,
    PlainCommand,
)
from samenspel.exchange.services import Sheet, Taken
from samenspel.exchange.types import SheetKind

SHOWN_FAULTS = 50


class Command(PlainCommand):
    """Read a spreadsheet of questions or offers, all of it or nothing."""

    called = "import"

    def description(self) -> str:
        """Return what is shown above the help."""
        return _(
            "Read a spreadsheet (.xlsx or .csv) with questions for help or offers of help. "
            "Columns are recognised by their header, in Dutch or English. All rows are checked "
            "first; with one error nothing is stored. A row whose number the organisation "
            "already has is skipped and left as it is, even when its content has changed, so "
            "reading a file twice is safe. A row without a number gets one from its content. "
            "Each row becomes a separate person. Questions are for the coordinator alone, "
            "unless a column says who may know and the row says that the person agreed. Nobody "
            "is written to. A file with citizen service numbers (BSN) is refused. Exit codes: "
            "0 done, 1 errors in the rows, 2 the file or the command cannot be used."
        )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and what to do with it."""
        parser.add_argument("file", type=Path, help=_("the spreadsheet: .xlsx or .csv"))
        parser.add_argument(
            "--kind",
            choices=[kind.value for kind in SheetKind],
            help=_(
                "what the rows are; by default recognised from the headers or the file name"
            ),
        )
        parser.add_argument(
            "--organisation",
            default="",
            metavar=_("NAME"),
            help=_("whose rows they are; by default the organisation that takes new questions"),
        )
        parser.add_argument(
            "--sheet",
            default="",
            metavar=_("NAME"),
            help=_("which sheet; by default the first"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("check and report, store nothing")
        )
        parser.add_argument(
            "--report",
            type=Path,
            metavar=_("FILE.csv"),
            help=_("write errors, skipped rows and notes to this file"),
        )
        parser.add_argument("--english", action="store_true", help=_("answer in English"))

    def work(self, options: dict[str, Any]) -> None:
        """Read, check, store and report."""
        try:
            self._import(options)
        except DomainError as refusal:
            self.refuse(refusal.message, WRONG_USE)

    def _import(self, options: dict[str, Any]) -> None:
        at, path, target = now(), Path(options["file"]), options["report"]
        if target:
            import_report.start_report(Path(target), path)
        host = services.find_host(options["organisation"], at=at)
        kind = SheetKind(options["kind"]) if options["kind"] else None
        bar = Bar()
        try:
            sheet = services.read_sheet(
                path, kind=kind, sheet=options["sheet"], at=at, progress=bar
            )
            self._introduce(path, sheet, host.organisation.name)
            if sheet.faults:
                self._write_report(target, sheet, None)
                self._refuse_faults(sheet, target)
            taken = services.take_in(
                sheet, host=host, at=at, dry_run=options["dry_run"], progress=bar
            )
        finally:
            bar.close()
        self._write_report(target, sheet, taken)
        self._conclude(sheet, taken, dry_run=options["dry_run"])

    def _introduce(self, path: Path, sheet: Sheet, organisation: str) -> None:
        rows = len(sheet.rows) + len({fault.row for fault in sheet.faults})
        read = (
            ngettext(
                "%(file)s: %(rows)d row read as questions, for %(organisation)s.",
                "%(file)s: %(rows)d rows read as questions, for %(organisation)s.",
                rows,
            )
            if sheet.kind == SheetKind.QUESTIONS
            else ngettext(
                "%(file)s: %(rows)d row read as offers, for %(organisation)s.",
                "%(file)s: %(rows)d rows read as offers, for %(organisation)s.",
                rows,
            )
        )
        self.stdout.write(
            read % {"file": path.name, "rows": rows, "organisation": organisation}
        )
        if sheet.columns.ignored:
            self.stdout.write(
                _("Columns that are not used: %(names)s.")
                % {"names": ", ".join(sheet.columns.ignored)}
            )

    def _refuse_faults(self, sheet: Sheet, target: Path | None) -> None:
        count = len(sheet.faults)
        lines = [fault.message for fault in sheet.faults[:SHOWN_FAULTS]]
        if count > SHOWN_FAULTS:
            lines.append(_("... and %(count)d more.") % {"count": count - SHOWN_FAULTS})
        lines.append(
            ngettext(
                "There is %(count)d error. Nothing was stored.",
                "There are %(count)d errors. Nothing was stored.",
                count,
            )
            % {"count": count}
        )
        lines.append(
            _("They are in %(file)s too.") % {"file": target}
            if target
            else _("With --report FILE.csv you get them as a spreadsheet.")
        )
        self.refuse("\n".join(lines), ERRORS_IN_ROWS)

    def _conclude(self, sheet: Sheet, taken: Taken, *, dry_run: bool) -> None:
        for line in sheet.notes.lines():
            self.stdout.write(line)
        if taken.known:
            self.stdout.write(
                ngettext(
                    "%(count)d row was here already and is skipped.",
                    "%(count)d rows were here already and are skipped.",
                    len(taken.known),
                )
                % {"count": len(taken.known)}
            )
        stored = (
            ngettext(
                "This was a dry run: nothing was stored. %(count)d row would be stored.",
                "This was a dry run: nothing was stored. %(count)d rows would be stored.",
                taken.new,
            )
            if dry_run
            else ngettext("%(count)d row stored.", "%(count)d rows stored.", taken.new)
        )
        self.stdout.write(stored % {"count": taken.new})

    def _write_report(self, target: Path | None, sheet: Sheet, taken: Taken | None) -> None:
        if target:
            import_report.write_report(
                Path(target),
                [
                    *import_report.fault_rows(sheet.faults),
                    *import_report.skipped_rows(taken.known if taken else ()),
                    *import_report.note_rows(sheet.notes.lines()),
                ],
            )
