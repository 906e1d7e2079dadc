"""A question that comes in by phone, on paper or at the counter: one screen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.core.one_line import OneLineField
from samenspel.needs.forms.wizard_steps import URGENCY_LABELS
from samenspel.needs.types import Frequency, WhoMayKnow
from samenspel.people.forms import ContactFields, FamilyNameField, GivenNameField
from samenspel.ui.option_fields import OptionsField, plain_options
from samenspel.ui.place_field import PlaceField
from samenspel.ui.week_form import WithWeek
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language


class PhoneForm(ContactFields, WithWeek):
    """Caller, for whom, what, when, where, and who may know."""

    given_name = GivenNameField(label=gettext_lazy("First name of the caller"), autofocus=True)
    subject_given_name = GivenNameField(
        required=False, label=gettext_lazy("First name of that person")
    )
    subject_family_name = FamilyNameField(label=gettext_lazy("Family name of that person"))
    relation = OneLineField(
        max_length=60,
        required=False,
        label=gettext_lazy("The caller is their"),
        help_text=gettext_lazy("For example: daughter, neighbour, friend."),
    )
    own_words = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("In their own words"),
    )
    task_types = OptionsField(
        options=plain_options(TaskType.choices),
        required=False,
        label=gettext_lazy("Kind of help"),
    )
    accepts_bodily_care = forms.BooleanField(
        required=False,
        label=gettext_lazy("Washing and dressing by a volunteer feels all right"),
        help_text=gettext_lazy(
            "Tick this only after you have asked. Only with someone trained."
        ),
    )
    place = PlaceField()
    frequency = forms.ChoiceField(
        choices=Frequency.choices, initial=Frequency.WEEKLY, label=gettext_lazy("How often?")
    )
    hours_per_week = forms.DecimalField(
        min_value=0.5,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        initial=2,
        label=gettext_lazy("Hours at a time"),
    )
    urgency = forms.TypedChoiceField(
        choices=list(URGENCY_LABELS.items()),
        coerce=int,
        initial="2",
        label=gettext_lazy("How soon?"),
    )
    who_may_know = forms.ChoiceField(
        choices=WhoMayKnow.choices,
        initial=WhoMayKnow.COORDINATOR,
        label=gettext_lazy("Who may know this?"),
    )
    public_note = forms.CharField(
        max_length=600,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("What may a volunteer read?"),
        help_text=gettext_lazy("No name, no address, nothing about illness. Read it out."),
    )
    languages = OptionsField(
        options=plain_options(Language.choices),
        initial=[Language.NL],
        label=gettext_lazy("Languages"),
    )
    interests = OptionsField(
        options=plain_options(Interest.choices),
        required=False,
        label=gettext_lazy("Likes"),
    )
    boundaries = OptionsField(
        options=plain_options((one.value, one.label) for one in Boundary.at_home()),
        required=False,
        label=gettext_lazy("At home"),
    )
    gender_wish = forms.ChoiceField(
        choices=GenderWish.choices,
        initial=GenderWish.NONE,
        label=gettext_lazy("Would you prefer a woman or a man?"),
    )
    subject_agreed = forms.BooleanField(
        label=gettext_lazy("The person who needs help says: write this down and look for help"),
        help_text=gettext_lazy("For someone else: the caller asked them. This goes on record."),
        error_messages={
            "required": gettext_lazy("Ask for a yes first, then tick this. It goes on record.")
        },
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a few words or a kind, and for comfort with bodily care."""
        given = self.cleaned_data
        kinds = given.get("task_types") or []
        if not given.get("own_words") and not kinds:
            self.add_error(
                "own_words", _("Write down in a few words what is needed, or choose a kind.")
            )
        if TaskType.BODILY_CARE in kinds and not given.get("accepts_bodily_care"):
            self.add_error(
                "accepts_bodily_care",
                _("Washing and dressing is personal. Is this all right? Say so here."),
            )
        if given.get("subject_family_name") and not given.get("subject_given_name"):
            self.add_error(
                "subject_given_name", _("Fill in the first name of the other person.")
            )
        return given
