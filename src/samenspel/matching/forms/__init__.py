"""Shape of what people send to matching; the services decide whether it can be done."""

from samenspel.matching.forms.answers import HelperAnswerForm, IntroductionForm
from samenspel.matching.forms.decisions import (
    EndForm,
    HelperWordsForm,
    HoldForm,
    OtherForm,
    UnsuitableForm,
    WorklistForm,
)
from samenspel.matching.forms.intake import IntakeForm

__all__ = [
    "EndForm",
    "HelperAnswerForm",
    "HelperWordsForm",
    "HoldForm",
    "IntakeForm",
    "IntroductionForm",
    "OtherForm",
    "UnsuitableForm",
    "WorklistForm",
]
