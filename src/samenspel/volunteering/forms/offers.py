"""What a helper tells us: what, when, how far, what not; and who they are."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from samenspel.people.forms import ChannelField, OwnContactFields
from samenspel.people.services import PersonDetails
from samenspel.people.types import Channel, Gender
from samenspel.ui.once_field import OnceField
from samenspel.ui.option_fields import OptionsField, help_options, plain_options
from samenspel.ui.week_form import WithWeek, keys_of
from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.volunteering.reads.offers import OfferPage
from samenspel.volunteering.types import HelperKind, Offering


class OfferForm(WithWeek):
    """An offer; field names are those of :class:`Offering`."""

    task_types = OptionsField(
        options=help_options(lambda words: words.offered),
        required=False,
        label=gettext_lazy("What do you like to do?"),
        help_text=gettext_lazy("Choose one or more. We only ask you for these."),
    )
    hours_per_week = forms.DecimalField(
        min_value=0.5,
        max_value=99,
        max_digits=4,
        decimal_places=1,
        initial=2,
        label=gettext_lazy("How many hours a week at most?"),
    )
    asks_per_month = forms.IntegerField(
        min_value=0,
        max_value=30,
        initial=2,
        label=gettext_lazy("How many questions a month may we put to you?"),
        help_text=gettext_lazy("At most. You may say no to every one of them."),
    )
    place = forms.CharField(
        max_length=80,
        label=gettext_lazy("Your place or postcode"),
        help_text=gettext_lazy("The four digits are enough. Nobody sees your address."),
        widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"}),
    )
    radius_km = forms.DecimalField(
        min_value=0.5,
        max_value=200,
        max_digits=5,
        decimal_places=1,
        initial=5,
        label=gettext_lazy("How many kilometres from home at most?"),
        help_text=gettext_lazy("In a straight line. Five is about twenty minutes' cycling."),
    )
    limits = OptionsField(
        options=plain_options(Boundary.choices),
        required=False,
        label=gettext_lazy("What would you rather avoid?"),
        help_text=gettext_lazy(
            "Then we will not ask you where that is the case. You need not say why."
        ),
    )
    languages = OptionsField(
        options=plain_options(Language.choices),
        initial=[Language.NL],
        label=gettext_lazy("Which languages do you speak?"),
    )
    interests = OptionsField(
        options=plain_options(Interest.choices),
        required=False,
        label=gettext_lazy("What do you like?"),
        help_text=gettext_lazy("People who like the same things often click."),
    )
    motive = forms.CharField(
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        label=gettext_lazy("Why do you want to do this?"),
        help_text=gettext_lazy("Only the coordinator reads this."),
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

    @classmethod
    def answers_of(cls, page: OfferPage) -> dict[str, Any]:
        """Return what an offer says now, to fill the form with."""
        answers = {name: getattr(page, name) for name in cls.base_fields}
        return {
            **answers,
            "windows": keys_of(page.windows),
            "hours_per_week": f"{page.hours_per_week:g}",
            "radius_km": f"{page.radius_km:g}",
        }

    def offering(self, before: OfferPage | None = None) -> Offering:
        """Return what was filled in; what the form does not ask stays as it was ``before``."""
        given = self.cleaned_data
        kinds = tuple(TaskType(kind) for kind in given["task_types"])
        return Offering(
            task_types=kinds,
            windows=given["windows"],
            place=given["place"],
            hours_per_week=float(given["hours_per_week"]),
            radius_km=float(given["radius_km"]),
            languages=tuple(given["languages"]),
            interests=tuple(given["interests"]),
            limits=tuple(given["limits"]),
            asks_per_month=given["asks_per_month"],
            motive=given["motive"],
            willing_bodily_care=TaskType.BODILY_CARE in kinds,
            capacity=before.capacity if before else 1,
            kind=HelperKind(before.kind) if before else HelperKind.VOLUNTEER,
            external_id=before.external_id if before else "",
        )


class JoinForm(OwnContactFields, OfferForm):
    """An offer of someone we do not know yet."""

    gender = forms.ChoiceField(
        choices=[("", gettext_lazy("I would rather not say")), *Gender.choices],
        required=False,
        label=gettext_lazy("Woman or man?"),
        help_text=gettext_lazy(
            "Some people ask for a woman or a man. We do not use it for anything else."
        ),
    )
    channel = ChannelField(initial=Channel.EMAIL)
    once = OnceField()

    def person(self) -> PersonDetails:
        """Return who this is."""
        given = self.cleaned_data
        return PersonDetails(
            given_name=given["given_name"],
            family_name=given["family_name"],
            gender=given["gender"],
            email=given["email"],
            phone=given["phone"],
            channel=Channel(given["channel"]),
            languages=tuple(given["languages"]),
        )
