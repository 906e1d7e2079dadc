"""``samenspel import-postcodes FILE``: read where the four-digit postcodes are."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.core.errors import DomainError
from samenspel.exchange.command_console import ERRORS_IN_ROWS, WRONG_USE, PlainCommand
from samenspel.exchange.postcode_files import PostcodeFile, read_postcodes
from samenspel.exchange.postcode_plausibility import Misplaced, find_misplaced
from samenspel.people import services as people_services
from samenspel.people.services import AreaDetails

WHERE = "https://download.geonames.org/export/zip/NL.zip"
SHOWN = 50


class Command(PlainCommand):
    """Read a file of postcodes, checked for postcodes in the wrong place on the map."""

    called = "import-postcodes"

    def description(self) -> str:
        """Return what is shown above the help."""
        return _(
            "Read a file that says where the four-digit postcodes are: the postcode file of "
            "GeoNames (NL.txt, NL_full.txt or the .zip they come in), or a csv with columns "
            "code, place, latitude and longitude. Postcodes of six characters are shortened to "
            "four. Misplaced postcodes are listed and skipped. A postcode is misplaced when it "
            "is outside the Netherlands, or too far from the others with the same first two "
            "digits. Too far is more than the usual distance to their middle plus eight times "
            "the usual spread (median and median absolute deviation, so that the wrong ones do "
            "not count; at least 1.5 km). A postcode with fewer than five such others is not "
            "judged. Exit codes: 0 done, 1 errors in the rows, nothing stored, 2 the file "
            "cannot be used. Where to get the file: %(where)s (GeoNames, CC BY 4.0)."
        ) % {"where": WHERE}

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and what to do with it."""
        parser.add_argument("file", type=Path, help=_("the file: .txt, .csv or .zip"))
        parser.add_argument(
            "--keep", action="store_true", help=_("store misplaced postcodes too")
        )
        parser.add_argument(
            "--source",
            default="",
            metavar=_("TEXT"),
            help=_("where a csv comes from and its licence; by default the name of the file"),
        )
        parser.add_argument(
            "--dry-run", action="store_true", help=_("check and report, store nothing")
        )
        parser.add_argument("--english", action="store_true", help=_("answer in English"))

    def work(self, options: dict[str, Any]) -> None:
        """Read, check, store and report."""
        try:
            self._import(options)
        except DomainError as refusal:
            self.refuse(f"{refusal.message}\n{_where()}", WRONG_USE)

    def _import(self, options: dict[str, Any]) -> None:
        read = read_postcodes(Path(options["file"]))
        if read.faults:
            self._refuse_faults(read)
        misplaced = find_misplaced(read.spots)
        self._tell(misplaced, kept=options["keep"])
        left_out = {one.spot.code for one in misplaced if one.outside or not options["keep"]}
        areas = [
            AreaDetails(
                code=spot.code,
                place=spot.place,
                latitude=spot.latitude,
                longitude=spot.longitude,
                source=(options["source"] or read.source)[:120],
                municipality=spot.municipality,
            )
            for spot in read.spots
            if spot.code not in left_out
        ]
        if not options["dry_run"]:
            people_services.learn_areas(areas)
        stored = (
            ngettext(
                "This was a dry run: nothing was stored. %(count)d postcode would be stored.",
                "This was a dry run: nothing was stored. %(count)d postcodes would be stored.",
                len(areas),
            )
            if options["dry_run"]
            else ngettext(
                "%(count)d postcode stored.", "%(count)d postcodes stored.", len(areas)
            )
        )
        self.stdout.write(stored % {"count": len(areas)})
        self.stdout.write(_where())

    def _refuse_faults(self, read: PostcodeFile) -> None:
        lines = [fault.message for fault in read.faults[:SHOWN]]
        if len(read.faults) > SHOWN:
            lines.append(_("... and %(count)d more.") % {"count": len(read.faults) - SHOWN})
        lines.append(
            ngettext(
                "There is %(count)d error. Nothing was stored.",
                "There are %(count)d errors. Nothing was stored.",
                len(read.faults),
            )
            % {"count": len(read.faults)}
        )
        self.refuse("\n".join(lines), ERRORS_IN_ROWS)

    def _tell(self, misplaced: Sequence[Misplaced], *, kept: bool) -> None:
        for one in misplaced:
            self.stdout.write(misplaced_words(one))
        count = len(misplaced)
        if not count:
            self.stdout.write(_("No misplaced postcodes were found."))
        elif kept:
            self.stdout.write(
                ngettext(
                    "%(count)d postcode looks misplaced and is kept, unless abroad.",
                    "%(count)d postcodes look misplaced and are kept, unless abroad.",
                    count,
                )
                % {"count": count}
            )
        else:
            self.stdout.write(
                ngettext(
                    "%(count)d postcode looks misplaced and is skipped; --keep stores it.",
                    "%(count)d postcodes look misplaced and are skipped; --keep stores them.",
                    count,
                )
                % {"count": count}
            )


def misplaced_words(one: Misplaced) -> str:
    """Return what is strange about a postcode."""
    words = {
        "code": one.spot.code,
        "place": one.spot.place,
        "latitude": f"{one.spot.latitude:.4f}",
        "longitude": f"{one.spot.longitude:.4f}",
    }
    if one.outside:
        return (
            _("%(code)s %(place)s: outside the Netherlands (%(latitude)s, %(longitude)s).")
            % words
        )
    return _(
        "%(code)s %(place)s: %(distance)d km from the middle of the postcodes %(start)s.. "
        "(usual: %(usual)d km)."
    ) % {
        **words,
        "start": one.spot.code[:2],
        "distance": round(one.distance_km),
        "usual": round(one.usual_km),
    }


def _where() -> str:
    return _("The file with all postcodes: %(where)s (GeoNames, CC BY 4.0).") % {"where": WHERE}
