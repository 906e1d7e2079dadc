"""The agreement that is drawn up at the second yes, for both to read, change and agree to."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samenspel.circles.types import AgreementTerms, Moment
from samenspel.needs.question_words import question_title
from samenspel.vocabulary.helper_promises import limits_agreed
from samenspel.vocabulary.week import Daypart, Weekday

if TYPE_CHECKING:
    from samenspel.matching.model_types import Proposal

TRIAL = timedelta(weeks=4)
REVIEW_AFTER = timedelta(weeks=6)
USUAL_HOURS = {
    Daypart.MORNING: (time(10), time(12)),
    Daypart.AFTERNOON: (time(14), time(16)),
    Daypart.EVENING: (time(19), time(21)),
    Daypart.NIGHT: (time(0), time(6)),
}
"""Where a first draft of an agreement puts a moment; the people concerned change it."""


def first_terms(proposal: Proposal, day: date) -> AgreementTerms:
    """Return the draft agreement: what was asked, the usual limits, a moment for both."""
    question = proposal.question
    common = proposal.fit.get("windows", [])[:1]
    moments = tuple(
        Moment(Weekday(code // 4), *USUAL_HOURS[Daypart(code % 4)]) for code in common
    )
    return AgreementTerms(
        does=question_title(question.task_types, question.windows) + ".",
        does_not="\n".join(limits_agreed(bodily_care=question.accepts_bodily_care)),
        if_difficult=_("Call the coordinator. Nobody has to solve it alone."),
        trial_until=day + TRIAL,
        review_on=day + REVIEW_AFTER,
        moments=moments,
    )
