"""What is agreed at the start (the first meeting, who does what, when), and how it ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from samenspel.circles.types import AgreementTerms, Moment
from samenspel.vocabulary.week import WEEKDAY_LABELS, Weekday

MOMENTS = 3
_DAYS = [("", _("no day")), *((str(day.value), WEEKDAY_LABELS[day]) for day in Weekday)]


class IntakeForm(forms.Form):
    """The first meeting and the agreement; up to three moments in the week."""

    first_meeting_on = forms.DateField(label=_("Day of the first meeting"))
    does = forms.CharField(
        label=_("What the helper does"), max_length=2000, widget=forms.Textarea
    )
    does_not = forms.CharField(
        label=_("What the helper does not do"),
        help_text=_("One line for each limit."),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )
    trial_until = forms.DateField(label=_("On trial until"), required=False)
    review_on = forms.DateField(
        label=_("Look back together on"), help_text=_("Then you ask both how it is going.")
    )
    if_difficult = forms.CharField(
        label=_("What if it gets difficult?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOMENTS + 1):
            self.fields[f"weekday_{n}"] = forms.ChoiceField(
                label=_("Day"), required=False, choices=_DAYS
            )
            self.fields[f"starts_at_{n}"] = forms.TimeField(label=_("From"), required=False)
            self.fields[f"ends_at_{n}"] = forms.TimeField(label=_("Until"), required=False)

    @staticmethod
    def initial_from(
        terms: AgreementTerms | None, first_meeting_on: date | None
    ) -> dict[str, Any]:
        """Return how things stand now, to begin from."""
        initial: dict[str, Any] = {"first_meeting_on": first_meeting_on}
        if terms is None:
            return initial
        for name in ("does", "does_not", "trial_until", "review_on", "if_difficult"):
            initial[name] = getattr(terms, name)
        for n, moment in enumerate(terms.moments[:MOMENTS], start=1):
            initial[f"weekday_{n}"] = str(moment.weekday.value)
            initial[f"starts_at_{n}"] = moment.starts_at
            initial[f"ends_at_{n}"] = moment.ends_at
        return initial

    def clean(self) -> dict[str, Any]:
        """Ask for a day with a time and a time with a day, in order."""
        cleaned = super().clean() or {}
        for n in range(1, MOMENTS + 1):
            day, start, end = (
                cleaned.get(f"{name}_{n}") for name in ("weekday", "starts_at", "ends_at")
            )
            if day and not start:
                self.add_error(f"starts_at_{n}", gettext("Fill in from what time."))
            if (start or end) and not day:
                self.add_error(f"weekday_{n}", gettext("Choose a day."))
            if start and end and end <= start:
                self.add_error(f"ends_at_{n}", gettext("This is before the beginning."))
        return cleaned

    def first_rows(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the fields of the first moment and of every other one in use."""
        return [row for n, row in self._rows() if n == 1 or self._is_used(row)]

    def first_rows_count(self) -> int:
        """Return how many moments are open on the page."""
        return len(self.first_rows())

    def other_rows(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the fields of the moments that are still free."""
        return [row for n, row in self._rows() if n > 1 and not self._is_used(row)]

    def _rows(self) -> list[tuple[int, tuple[forms.BoundField, ...]]]:
        names = ("weekday", "starts_at", "ends_at")
        return [
            (n, tuple(self[f"{name}_{n}"] for name in names)) for n in range(1, MOMENTS + 1)
        ]

    @staticmethod
    def _is_used(row: tuple[forms.BoundField, ...]) -> bool:
        return any(bound.errors or bound.value() for bound in row)

    def terms(self) -> AgreementTerms:
        """Return what was agreed."""
        data = self.cleaned_data
        numbers = (n for n in range(1, MOMENTS + 1) if data[f"weekday_{n}"])
        return AgreementTerms(
            does=data["does"],
            does_not=data["does_not"],
            review_on=data["review_on"],
            starts_on=data["first_meeting_on"],
            trial_until=data["trial_until"],
            if_difficult=data["if_difficult"],
            moments=tuple(
                Moment(
                    Weekday(int(data[f"weekday_{n}"])),
                    data[f"starts_at_{n}"],
                    data[f"ends_at_{n}"],
                )
                for n in numbers
            ),
        )


class EndForm(forms.Form):
    """Whether someone else is to be sought after a match ends."""

    seek_again = forms.BooleanField(label=_("Look for someone else"), required=False)
