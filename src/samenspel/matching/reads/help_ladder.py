"""Looking close by first: what the match table says of own network, neighbours, others."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.needs.reads.questions import WorkQuestion
from samenspel.needs.types import WhoMayKnow
from samenspel.ui.part_values import Rung
from samenspel.ui.spoken_dates import spoken_date


def lead(question: WorkQuestion, at: datetime) -> str:
    """Return whose question it is, where, how long it has waited and who asked, in short."""
    who = [question.subject_name]
    if question.subject_age is not None:
        who.append(_("%(age)d years old") % {"age": question.subject_age})
    sentences = [", ".join([*who, question.place]) + "."]
    days = (at - question.asked_at).days
    sentences.append(
        ngettext("Has waited %(count)d day.", "Has waited %(count)d days.", days)
        % {"count": days}
        if days
        else _("Came in today.")
    )
    if question.asked_by_other:
        sentences.append(_asked_by(question))
    return " ".join(sentences)


def _asked_by(question: WorkQuestion) -> str:
    who = question.relation or _("someone else")
    if question.who_may_know == WhoMayKnow.NEIGHBOURHOOD:
        return _("Asked by: %(who)s. %(name)s said yes.") % {
            "who": who,
            "name": question.subject_given_name,
        }
    return _("Asked by: %(who)s.") % {"who": who}


def rungs(
    question: WorkQuestion, *, own_network: int, near: str, at: datetime
) -> tuple[Rung, ...]:
    """Return the three rungs; the one being searched now is the current one.

    ``near`` says what is there among neighbours and volunteers once they may be sought.
    """
    begins = question.neighbourhood_from
    seeks = begins is not None and begins <= at
    return (
        Rung(
            _("Own network"),
            _own(question, own_network),
            "done" if seeks else "current",
        ),
        Rung(
            _("Neighbours and volunteers"),
            _near(begins, near, at),
            "current" if seeks else "todo",
        ),
        Rung(_("Professionals"), _("only when nobody nearby can")),
    )


def _own(question: WorkQuestion, own_network: int) -> str:
    if question.who_may_know == WhoMayKnow.COORDINATOR:
        return _("only you may know about this question; call first")
    if not own_network:
        return _("nobody has a seat in the circle yet")
    return ngettext(
        "%(count)d person in the circle can read this question",
        "%(count)d people in the circle can read this question",
        own_network,
    ) % {"count": own_network}


def _near(begins: datetime | None, near: str, at: datetime) -> str:
    if begins is None:
        return _("not yet; the person decides about that")
    if begins > at:
        return _("from %(day)s on") % {"day": spoken_date(begins, at)}
    return near


def near_words(proposals: int, *, is_put: bool) -> str:
    """Return whether a proposal has been put to people, or how many there are."""
    if is_put:
        return _("put to someone")
    if not proposals:
        return _("no proposals now")
    return ngettext("%(count)d proposal", "%(count)d proposals", proposals) % {
        "count": proposals
    }
