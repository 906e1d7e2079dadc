"""Where a question stands, in words that promise nothing we do not do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from samenspel.needs.reads.question_page import QuestionPage
from samenspel.needs.types import QuestionState, WhoMayKnow
from samenspel.ui.part_values import Fact, Rung
from samenspel.ui.spoken_dates import spoken_date, spoken_datetime


@dataclass(frozen=True)
class QuestionStatus:
    """A heading and a sentence; ``kind`` is that of the alert that carries them."""

    title: str
    words: str
    kind: str = "info"


def status_of(page: QuestionPage, at: datetime) -> QuestionStatus:
    """Return where the question stands."""
    if page.state == QuestionState.MATCHED:
        return _matched(page)
    if page.state == QuestionState.WITHDRAWN:
        return QuestionStatus(
            _("The question was withdrawn"),
            _("We are no longer looking. You can always ask again."),
        )
    if page.state == QuestionState.CLOSED:
        return QuestionStatus(_("The question is closed"), _("You can always ask again."))
    return _open(page, at)


def _matched(page: QuestionPage) -> QuestionStatus:
    if page.helper_name:
        words = _("%(name)s helps.") % {"name": page.helper_name}
    else:
        words = _("We are not looking for anyone else.")
    return QuestionStatus(_("Someone was found"), words, "success")


def _open(page: QuestionPage, at: datetime) -> QuestionStatus:
    if page.is_own and page.respond_by > at:
        return QuestionStatus(
            _("We have your question"),
            _("The coordinator of %(organisation)s contacts you before %(moment)s.")
            % {
                "organisation": page.organisation,
                "moment": spoken_datetime(page.respond_by, at),
            },
        )
    if not page.is_own:
        return QuestionStatus(
            _("The question is open"), _("We are looking for someone who fits.")
        )
    if page.who_may_know == WhoMayKnow.NEIGHBOURHOOD and not _waits_for_circle(page, at):
        return QuestionStatus(
            _("We are looking in the neighbourhood"),
            _("You will hear from us when someone fits. Not heard from us yet? Please call."),
        )
    return QuestionStatus(
        _("The question is open"),
        _("We are looking for someone who fits. Not heard from us yet? Please call."),
    )


def _waits_for_circle(page: QuestionPage, at: datetime) -> bool:
    return page.neighbourhood_from is not None and page.neighbourhood_from > at


def facts_of(page: QuestionPage) -> tuple[Fact, ...]:
    """Return what, when, how often and where."""
    return (
        Fact("question", _("What"), page.kinds or _("not clear yet")),
        Fact("calendar", _("When"), f"{page.when}, {page.frequency}"),
        Fact("map", _("Where"), page.place),
        Fact("eye", _("Who may read this"), page.who_may_know_label),
    )


def rungs_of(page: QuestionPage, at: datetime) -> tuple[Rung, ...]:
    """Return the ladder: the circle first, then the neighbourhood. Empty when not open."""
    if not page.is_open or page.who_may_know == WhoMayKnow.COORDINATOR:
        return ()
    circle = _("Anyone in the circle can say: I can.")
    if page.who_may_know == WhoMayKnow.CIRCLE:
        later = _("Not asked yet. You can do that with the button.")
        return (
            Rung(_("The circle"), circle, "current"),
            Rung(_("The neighbourhood"), later, "todo"),
        )
    if _waits_for_circle(page, at):
        later = _("From %(day)s.") % {"day": spoken_date(page.neighbourhood_from, at)}
        return (
            Rung(_("The circle"), circle, "current"),
            Rung(_("The neighbourhood"), later, "todo"),
        )
    return (
        Rung(_("The circle"), circle, "done"),
        Rung(_("The neighbourhood"), _("We are asking volunteers."), "current"),
    )
