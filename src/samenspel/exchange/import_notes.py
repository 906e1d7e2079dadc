"""What was imported differently from the file: said once, with the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext

SHOWN_ROWS = 10


class Note(StrEnum):
    """Why a row was imported differently from the file."""

    VOG_WITHOUT_DATE = "vog_without_date"
    BIRTH_DATE = "birth_date"
    BODILY_CARE = "bodily_care"
    NOT_SHARED = "not_shared"
    INTERESTS = "interests"
    NO_MOMENTS = "no_moments"
    PLACE_FOR_POSTCODE = "place_for_postcode"
    ID_AS_NAME = "id_as_name"
    ONE_PHONE = "one_phone"


WORDS = {
    Note.VOG_WITHOUT_DATE: gettext_lazy("A VOG without the day it was seen is not recorded"),
    Note.BIRTH_DATE: gettext_lazy("We keep only the year of a date of birth"),
    Note.BODILY_CARE: gettext_lazy(
        "Washing and dressing is asked for, but nothing says that the person is comfortable "
        "with it: imported without that kind of help, for the coordinator to ask"
    ),
    Note.NOT_SHARED: gettext_lazy(
        "To be shared, but nothing says that the person agreed: only the coordinator sees it"
    ),
    Note.INTERESTS: gettext_lazy("Interests that we do not know were left out"),
    Note.NO_MOMENTS: gettext_lazy(
        "No parts of the day: we look for helpers once these are filled in"
    ),
    Note.PLACE_FOR_POSTCODE: gettext_lazy("We do not know the postcode, so the place was used"),
    Note.ID_AS_NAME: gettext_lazy("No name: the number is used instead"),
    Note.ONE_PHONE: gettext_lazy("Two phone numbers did not fit: the mobile one was kept"),
}


class Notes:
    """Collects notes while rows are read."""

    def __init__(self) -> None:
        self.rows: dict[Note, list[int]] = defaultdict(list)

    def add(self, note: Note, row: int) -> None:
        """Note something about a row."""
        self.rows[note].append(row)

    def lines(self) -> Iterator[str]:
        """Yield a sentence for each kind of note, with the rows it is about."""
        for note in Note:
            if self.rows.get(note):
                yield f"{WORDS[note]} ({rows_words(self.rows[note])})."


def rows_words(rows: list[int]) -> str:
    """Return "row 4" or "12 rows: 4, 7, ..."."""
    numbers = ", ".join(str(row) for row in rows[:SHOWN_ROWS])
    if len(rows) > SHOWN_ROWS:
        numbers += _(", and more")
    return npgettext("report", "row %(numbers)s", "%(count)d rows: %(numbers)s", len(rows)) % {
        "count": len(rows),
        "numbers": numbers,
    }
