"""The shape of what is filled in about a circle; services decide whether it is allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samenspel.circles.reads.edit_pages import AgreementPage, ChangePage, ConsentPage
from samenspel.circles.services.inviting import Invited
from samenspel.circles.types import AgreementTerms, Contact, Moment, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.one_line import OneLineField
from samenspel.people.forms import ContactFields, MailField, PhoneField
from samenspel.people.services import PersonDetails
from samenspel.people.types import Channel
from samenspel.ui.option_fields import OptionField, OptionsField
from samenspel.ui.part_values import Option
from samenspel.vocabulary.week import WEEKDAY_LABELS, Weekday

MOMENTS = 3
REVIEW_AFTER = timedelta(weeks=8)
LONG = 2000


class ConsentForm(forms.Form):
    """What one member may see, and until when."""

    until = forms.DateField(
        label=_("Up to and including which day?"),
        help_text=_("Leave this empty if there is no end. You can stop at any time."),
        required=False,
        widget=forms.DateInput,
    )

    def __init__(self, page: ConsentPage, data: Any = None) -> None:
        until = _last_day(page.until) if page.until else None
        super().__init__(data, initial={"categories": page.opened, "until": until})
        options = [
            Option(each.category.value, each.asked, each.consequence) for each in page.options
        ]
        self.fields["categories"] = OptionsField(
            options=options, label=_("What may this person see?"), required=False
        )
        self.order_fields(["categories", "until"])

    def clean_until(self) -> date | None:
        """Refuse a day that has gone by."""
        until: date | None = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a later day."))
        return until

    def wanted(self) -> tuple[DataCategory, ...]:
        """Return the chosen categories."""
        return tuple(DataCategory(value) for value in self.cleaned_data["categories"])

    def ends_at(self) -> datetime | None:
        """Return the midnight after the last day."""
        until: date | None = self.cleaned_data["until"]
        if until is None:
            return None
        return timezone.make_aware(datetime.combine(until + timedelta(days=1), time()))


def _last_day(until: datetime) -> date:
    return timezone.localdate(until - timedelta(microseconds=1))


class InviteForm(ContactFields):
    """Someone from the person's own network, as the inviter knows them."""

    role = OptionField(
        label=_("What is this person's role in the circle?"),
        options=(
            Option(
                SeatRole.CARER,
                _("Gives care, as family or a close friend"),
                _("For example husband, wife, child or best friend."),
            ),
            Option(
                SeatRole.NEIGHBOUR,
                _("Helps now and then, as a friend or neighbour"),
                _("For example the neighbour who does the groceries."),
            ),
            Option(
                SeatRole.PROFESSIONAL,
                _("Helps as a professional"),
                _("For example the district nurse or the general practitioner."),
            ),
        ),
    )
    relation = OneLineField(
        label=_("In one word: who is it?"),
        help_text=_("For example daughter, neighbour or general practitioner."),
        max_length=60,
        required=False,
    )
    contact = forms.ChoiceField(label=_("How often is there contact?"), choices=Contact.choices)
    email = MailField(help_text=_("We send one message. It says nothing about care."))
    phone = PhoneField(help_text=_("Without e-mail, one of us calls."))

    def invited(self) -> Invited:
        """Return who is invited, as the service takes it."""
        answers = self.cleaned_data
        details = PersonDetails(
            given_name=answers["given_name"],
            family_name=answers["family_name"],
            email=answers["email"],
            phone=answers["phone"],
            channel=Channel.EMAIL if answers["email"] else Channel.PHONE,
        )
        role, contact = SeatRole(answers["role"]), Contact(answers["contact"])
        return Invited(details, role, answers["relation"].strip(), contact)


class HoldersForm(forms.Form):
    """Who keeps the overview, and who is called first."""

    regisseur = forms.TypedChoiceField(
        label=_("Who keeps the overview? (regisseur)"),
        help_text=_("One person. He or she can invite people and propose agreements."),
        coerce=UUID,
    )
    first_contact = forms.TypedChoiceField(
        label=_("Who do we call first?"),
        help_text=_("This person does not decide anything for you."),
        coerce=UUID,
    )

    def __init__(self, page: ChangePage, data: Any = None) -> None:
        initial = {"regisseur": page.regisseur_id, "first_contact": page.first_contact_id}
        super().__init__(data, initial=initial)
        choices: Sequence[tuple[str, str]] = [(str(pk), name) for pk, name in page.holders]
        for name in ("regisseur", "first_contact"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices


class NoteForm(forms.Form):
    """What others should know, in one category."""

    body = forms.CharField(
        label=_("What should others know?"),
        help_text=_(
            "Only people who may see this category can read it. "
            "Leave it empty to remove the text."
        ),
        max_length=4 * LONG,
        required=False,
        widget=forms.Textarea,
    )


class AgreementForm(forms.Form):
    """What someone does and does not do, when, and when to look back."""

    does = forms.CharField(
        label=_("What does this person do?"),
        help_text=_("In plain words. For example: walks with Riet and drinks coffee."),
        max_length=LONG,
        widget=forms.Textarea,
    )
    does_not = forms.CharField(
        label=_("What does this person not do?"),
        help_text=_("One thing per line. For example: giving medicine."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    if_difficult = forms.CharField(
        label=_("What if it does not work out?"),
        help_text=_("For example: who to call, or how far ahead to say so."),
        max_length=LONG,
        required=False,
        widget=forms.Textarea,
    )
    starts_on = forms.DateField(
        label=_("From which day?"), required=False, widget=forms.DateInput
    )
    review_on = forms.DateField(
        label=_("When will you look back together?"), widget=forms.DateInput
    )

    def __init__(self, page: AgreementPage, today: date, data: Any = None) -> None:
        super().__init__(data, initial=_initial(page, today))
        self.before = page.terms
        days = [("", _("No fixed day")), *((d.value, WEEKDAY_LABELS[d]) for d in Weekday)]
        for number in range(1, MOMENTS + 1):
            self.fields[f"day_{number}"] = forms.TypedChoiceField(
                label=_("Day"), choices=days, coerce=int, empty_value=None, required=False
            )
            for end, label in (("starts", _("From")), ("ends", _("Until"))):
                self.fields[f"{end}_{number}"] = forms.TimeField(
                    label=label, required=False, widget=forms.TimeInput
                )

    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the fields of each weekly moment, for the template."""
        return [
            (self[f"day_{number}"], self[f"starts_{number}"], self[f"ends_{number}"])
            for number in range(1, MOMENTS + 1)
        ]

    def clean(self) -> None:
        """A moment has a day and a time, ends after it begins, and is there once."""
        super().clean()
        known = set()
        for number in range(1, MOMENTS + 1):
            day, starts, ends = (self.cleaned_data.get(f"{part}_{number}") for part in _PARTS)
            if (day is None) != (starts is None):
                missing = "starts" if starts is None else "day"
                self.add_error(f"{missing}_{number}", _("Fill in both the day and the time."))
            elif ends and (starts is None or ends <= starts):
                self.add_error(f"ends_{number}", _("This time must be later."))
            elif day is not None and (day, starts) in known:
                self.add_error(f"starts_{number}", _("This moment is listed twice."))
            known.add((day, starts))

    def terms(self) -> AgreementTerms:
        """Return what is proposed, as the service takes it."""
        answers = self.cleaned_data
        moments = tuple(
            Moment(Weekday(answers[f"day_{n}"]), answers[f"starts_{n}"], answers[f"ends_{n}"])
            for n in range(1, MOMENTS + 1)
            if answers[f"day_{n}"] is not None
        )
        return AgreementTerms(
            does=answers["does"],
            does_not=answers["does_not"],
            if_difficult=answers["if_difficult"],
            starts_on=answers["starts_on"],
            review_on=answers["review_on"],
            trial_until=self.before.trial_until if self.before else None,
            own_view=self.before.own_view if self.before else "",
            moments=moments,
        )


_PARTS = ("day", "starts", "ends")


def _initial(page: AgreementPage, today: date) -> dict[str, Any]:
    if page.terms is None:
        return {"review_on": today + REVIEW_AFTER}
    terms = page.terms
    initial: dict[str, Any] = {
        "does": terms.does,
        "does_not": terms.does_not,
        "if_difficult": terms.if_difficult,
        "starts_on": terms.starts_on,
        "review_on": max(terms.review_on, today + timedelta(days=1)),
    }
    for number, moment in enumerate(terms.moments[:MOMENTS], start=1):
        values = (moment.weekday.value, moment.starts_at, moment.ends_at)
        initial |= {f"{part}_{number}": v for part, v in zip(_PARTS, values, strict=True)}
    return initial
