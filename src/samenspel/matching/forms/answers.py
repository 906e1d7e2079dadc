"""The answers of a helper and of the person who asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from samenspel.consent.consent_texts import text_for
from samenspel.consent.types import DataCategory
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.ui.option_fields import OptionsField
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
    """Yes or someone else, and what this helper may see."""

    answer = forms.ChoiceField(choices=ReceiverAnswer.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"shared": [DataCategory.CONTACT.value]})
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

    def receiver_answer(self) -> ReceiverAnswer:
        """Return the button that was pressed."""
        return ReceiverAnswer(self.cleaned_data["answer"])

    def shared(self) -> list[DataCategory]:
        """Return what was ticked."""
        return [DataCategory(value) for value in self.cleaned_data["shared"]]
