"""The answers of a helper and of the person who asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samenspel.consent.consent_texts import text_for
from samenspel.consent.types import DataCategory
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.needs.reads.speakers import Speaker
from samenspel.ui.option_fields import OptionField, OptionsField
from samenspel.ui.part_values import Option

OFFERED = (
    DataCategory.CONTACT,
    DataCategory.PEOPLE,
    DataCategory.AGENDA,
    DataCategory.DAILY_LIFE,
    DataCategory.HEALTH,
)
"""What a new helper can be allowed to see; money and other questions come later, if ever."""


class HelperAnswerForm(forms.Form):
    """Yes, not now, or never for this: three buttons of one form."""

    answer = forms.ChoiceField(choices=HelperAnswer.choices)

    def helper_answer(self) -> HelperAnswer:
        """Return the button that was pressed."""
        return HelperAnswer(self.cleaned_data["answer"])


class IntroductionForm(forms.Form):
    """Yes or someone else, and what this helper may see; nothing is ticked beforehand.

    ``passes_on_for`` is the name of the person when someone else passes on their word: a yes
    needs that word.
    """

    answer = forms.ChoiceField(choices=ReceiverAnswer.choices)
    own_word = forms.BooleanField(required=False)

    def __init__(self, *args: Any, passes_on_for: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = {category: text_for(category, get_language() or "nl") for category in OFFERED}
        self.fields["shared"] = OptionsField(
            label=_("What may this helper see?"),
            help_text=_("Only from the moment you both say yes. You can change it any day."),
            required=False,
            options=[
                Option(category.value, text.asked, text.consequence)
                for category, text in texts.items()
            ],
        )

        name = {"name": passes_on_for}
        if passes_on_for:
            self.fields["shared"].label = (
                _("What may this helper see, in %(name)s's words?") % name
            )
            self.fields["shared"].help_text = (
                _(
                    "Ask %(name)s these questions, as they stand here. What %(name)s allows"
                    " holds only from the moment both say yes, and %(name)s can change it"
                    " any day."
                )
                % name
            )
            self.fields["own_word"].label = _("I asked %(name)s, and %(name)s says yes") % name
            self.fields["own_word"].help_text = (
                _("%(name)s hears at once what you tell us here, and can take it back.") % name
            )
        else:
            del self.fields["own_word"]

    def receiver_answer(self) -> ReceiverAnswer:
        """Return the button that was pressed."""
        return ReceiverAnswer(self.cleaned_data["answer"])

    def shared(self) -> list[DataCategory]:
        """Return what was ticked."""
        return [DataCategory(value) for value in self.cleaned_data["shared"]]

    def own_word_given(self) -> bool:
        """Return whether the person's own yes was passed on."""
        return bool(self.cleaned_data.get("own_word", False))


class PhoneAnswerForm(IntroductionForm):
    """The same, told to a coordinator on the phone, by someone who may answer now.

    The coordinator chooses who that was: it is not for a form to say whose word it is.
    """

    def __init__(self, *args: Any, speakers: Iterable[Speaker] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared"].help_text = _(
            "Read these questions out, as they stand here, and tick only what they say yes to."
            " It holds only from the moment both say yes, and they can change it any day."
        )
        self.fields["said_by"] = OptionField(
            label=_("Who did you speak to?"),
            options=[Option(str(each.person_id), each.words) for each in speakers],
            error_messages={"required": _("Choose who you spoke to.")},
        )

    def said_by_id(self) -> UUID:
        """Return who said it."""
        return UUID(self.cleaned_data["said_by"])
