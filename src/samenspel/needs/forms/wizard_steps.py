"""One form for each step of asking. What comes in is kept, even when it is incomplete."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samenspel.core.one_line import OneLineField
from samenspel.needs.forms.kinds_of_help import KIND_OPTIONS_OR_UNKNOWN, UNKNOWN_KIND
from samenspel.needs.types import Frequency, WhoMayKnow
from samenspel.people.forms import FamilyNameField, GivenNameField
from samenspel.ui.option_fields import OptionField, OptionsField, plain_options
from samenspel.ui.part_values import Option
from samenspel.ui.place_field import PlaceField
from samenspel.ui.week_form import WithWeek
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language

MYSELF = "self"
ANOTHER = "other"
_FOR_WHOM = (
    Option(MYSELF, gettext_lazy("For myself"), gettext_lazy("You stay in charge.")),
    Option(
        ANOTHER,
        gettext_lazy("For someone else"),
        gettext_lazy("For your mother, neighbour or friend, together with them."),
    ),
)
_KNOWERS = (
    Option(
        WhoMayKnow.COORDINATOR,
        WhoMayKnow.COORDINATOR.label,
        gettext_lazy("The coordinator calls you before anyone else reads anything."),
    ),
    Option(
        WhoMayKnow.CIRCLE,
        WhoMayKnow.CIRCLE.label,
        gettext_lazy(
            "The people in the circle read the question. One of them may be able to help."
        ),
    ),
    Option(
        WhoMayKnow.NEIGHBOURHOOD,
        WhoMayKnow.NEIGHBOURHOOD.label,
        gettext_lazy(
            "They read the kind of help, the moment, the place and what you write for them "
            "below. No name, no address, nothing about illness."
        ),
    ),
)
_URGENCY = (
    Option("1", gettext_lazy("It can wait"), gettext_lazy("Within a few months is fine.")),
    Option("2", gettext_lazy("This month or so"), gettext_lazy("There is no hurry.")),
    Option("3", gettext_lazy("Within two weeks")),
    Option("4", gettext_lazy("This week")),
    Option(
        "5",
        gettext_lazy("Needed now"),
        gettext_lazy("It cannot go on like this. We look at your question first."),
    ),
)
URGENCY_LABELS = {option.value: option.label for option in _URGENCY}


class WhoForm(forms.Form):
    """For whom help is asked; for someone else only with their yes, which goes on record."""

    for_whom = OptionField(options=_FOR_WHOM, label=gettext_lazy("Who are you asking for?"))
    given_name = GivenNameField(
        label=gettext_lazy("First name of the other person"),
        error_messages={
            "required": gettext_lazy("Fill in the first name of the other person.")
        },
    )
    family_name = FamilyNameField(label=gettext_lazy("Family name of the other person"))
    relation = OneLineField(
        max_length=60,
        required=False,
        label=gettext_lazy("Who are you to them?"),
        help_text=gettext_lazy("For example: daughter, neighbour, friend."),
    )
    subject_agreed = forms.BooleanField(
        required=False,
        label=gettext_lazy("I asked, and the other person says yes"),
        help_text=gettext_lazy(
            "We write down that you are asking this for someone else, and when they said "
            "yes. They can see that, and stop it, at any time."
        ),
    )

    def __init__(self, *args: Any, circles: tuple[Option, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["for_whom"]
        assert isinstance(field, OptionField)
        options = (_FOR_WHOM[0], *circles, _FOR_WHOM[1])
        field.options = {option.value: option for option in options}
        field.choices = [(option.value, option.label) for option in options]
        # Asked for on the page, but only checked when it is for someone we do not know yet.
        is_needed = not self.is_bound or self.data.get("for_whom") == ANOTHER
        self.fields["given_name"].required = is_needed

    def clean(self) -> dict[str, Any]:
        """Ask for the other person's yes when there is another person."""
        given = self.cleaned_data
        for_whom = given.get("for_whom", "")
        if for_whom not in ("", MYSELF) and not given.get("subject_agreed"):
            self.add_error(
                "subject_agreed",
                _("First ask the person whether this is all right. Then tick this."),
            )
        return given


class WhatForm(forms.Form):
    """What is needed: own words first, then kinds of help, then who may know."""

    own_words = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("Tell it in your own words"),
        help_text=gettext_lazy("A few sentences will do. Mistakes do not matter."),
    )
    task_types = OptionsField(
        options=KIND_OPTIONS_OR_UNKNOWN,
        required=False,
        label=gettext_lazy("What is it most like?"),
        help_text=gettext_lazy("Choose one or more. You may also skip this."),
    )
    accepts_bodily_care = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "Yes, help with washing and dressing from a volunteer feels all right"
        ),
        help_text=gettext_lazy(
            "Only someone who is trained for it, and only as you agree together in writing. "
            "Rather not? Then untick washing and dressing; we will help you find a nurse."
        ),
    )
    who_may_know = OptionField(
        options=_KNOWERS,
        label=gettext_lazy("Who may know this?"),
        help_text=gettext_lazy(
            "You can ask more people later, or take your question back. A helper sees name "
            "and address only when you both say yes."
        ),
    )
    public_note = forms.CharField(
        max_length=600,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("What may a volunteer read?"),
        help_text=gettext_lazy(
            "No name, no address, nothing about illness. For example: a lady of 81 always "
            "loved to walk along the river, and looks for someone to walk and have coffee with."
        ),
    )

    @property
    def asks_about_bodily_care(self) -> bool:
        """Say whether the question about comfort belongs on the page."""
        return TaskType.BODILY_CARE in (self["task_types"].value() or ())

    def clean(self) -> dict[str, Any]:
        """Ask for a few words or a kind, and for comfort with bodily care."""
        given = self.cleaned_data
        kinds = given.get("task_types") or []
        if kinds == [UNKNOWN_KIND] and not given.get("own_words"):
            given["own_words"] = _("I do not know yet.")
        if not given.get("own_words") and not kinds:
            self.add_error(
                "own_words",
                _("Tell us in a few words what is needed, or choose a kind of help."),
            )
        if TaskType.BODILY_CARE in kinds and not given.get("accepts_bodily_care"):
            self.add_error(
                "accepts_bodily_care",
                _("Washing and dressing is personal. Is this all right? Say so here."),
            )
        return given


class WhenForm(WithWeek):
    """When, how often, how long and how soon."""

    frequency = forms.ChoiceField(
        choices=Frequency.choices, initial=Frequency.WEEKLY, label=gettext_lazy("How often?")
    )
    hours_per_week = forms.DecimalField(
        min_value=0.5,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        initial=2,
        label=gettext_lazy("How many hours at a time?"),
        help_text=gettext_lazy("A guess is fine. Two hours is usual."),
    )
    urgency = OptionField(options=_URGENCY, initial="2", label=gettext_lazy("How soon?"))


class NearForm(forms.Form):
    """Where, in which language, what the person likes, and how things are at home."""

    place = PlaceField(
        help_text=gettext_lazy(
            "Where the help is needed. The four digits of the postcode are enough."
        )
    )
    languages = OptionsField(
        options=plain_options(Language.choices),
        initial=[Language.NL],
        label=gettext_lazy("Which languages are spoken?"),
    )
    interests = OptionsField(
        options=plain_options(Interest.choices),
        required=False,
        label=gettext_lazy("What do you like to do or to talk about?"),
        help_text=gettext_lazy("Then we will look for someone who likes that too."),
    )
    boundaries = OptionsField(
        options=plain_options((one.value, one.label) for one in Boundary.at_home()),
        required=False,
        label=gettext_lazy("What should a helper know about the home?"),
        help_text=gettext_lazy(
            "Nobody is turned away for this. We do not ask helpers who said no to it "
            "beforehand. The coordinator reads it, helpers do not."
        ),
    )
    gender_wish = forms.ChoiceField(
        choices=GenderWish.choices,
        initial=GenderWish.NONE,
        label=gettext_lazy("Would you prefer a woman or a man?"),
    )

    @property
    def shows_languages(self) -> bool:
        """Say whether languages other than Dutch were chosen, or something is wrong there."""
        chosen = list(self["languages"].value() or ())
        return chosen != [Language.NL] or bool(self["languages"].errors)

    @property
    def shows_interests(self) -> bool:
        """Say whether interests were chosen."""
        return bool(self["interests"].value())
