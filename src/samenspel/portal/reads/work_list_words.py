"""What the work list says above and in its rows."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.needs.reads.questions import WorkQuestion
from samenspel.ui.spoken_dates import spoken_date


def lead(late: int, past_promise: int, at: datetime) -> str:
    """Return the day, what cannot wait, and where the promised answer is late."""
    today = spoken_date(at, at)
    sentences = [today[:1].upper() + today[1:] + "."]
    if late:
        sentences.append(
            ngettext(
                "%(count)d question has been waiting too long.",
                "%(count)d questions have been waiting too long.",
                late,
            )
            % {"count": late}
        )
    else:
        sentences.append(_("No question has been waiting too long."))
    if past_promise:
        sentences.append(
            ngettext(
                "The promise “an answer within a day” has passed for %(count)d question.",
                "The promise “an answer within a day” has passed for %(count)d questions.",
                past_promise,
            )
            % {"count": past_promise}
        )
    return " ".join(sentences)


def asked_by(question: WorkQuestion) -> str:
    """Return "Riet T., Zuilen, asked for her (daughter)" without a name of the asker."""
    words = f"{question.subject_name}, {question.place}"
    if not question.asked_by_other:
        return words
    if question.relation:
        return _("%(person)s, asked on behalf (%(relation)s)") % {
            "person": words,
            "relation": question.relation,
        }
    return _("%(person)s, asked by someone else") % {"person": words}


def proposals_words(count: int) -> str:
    """Return how many proposals are ready."""
    return ngettext(
        "%(count)d good proposal is ready", "%(count)d good proposals are ready", count
    ) % {"count": count}


def noes_words(count: int) -> str:
    """Return how often somebody said no."""
    return ngettext(
        "%(count)d no so far, keep looking", "%(count)d noes so far, keep looking", count
    ) % {"count": count}
