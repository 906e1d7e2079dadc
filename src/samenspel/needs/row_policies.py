"""Who reaches a help question."""

from samenspel.core.row_policies import (
    ACTOR,
    Ids,
    Policy,
    among,
    among_many,
    leave_out,
    register,
)
from samenspel.needs.models import SHARED_WITH_CIRCLE

_SHARED = ", ".join(f"'{who.value}'" for who in SHARED_WITH_CIRCLE)
_NOT_SHUT_OUT = f"NOT {among('subject_id', 'shut_out_by')}"
_OWN = f"subject_id = {ACTOR}"
_ASKED = f"asked_by_id = {ACTOR} AND {_NOT_SHUT_OUT}"
_LEGAL = among("subject_id", "represented")
_OF_WORK = f"{among('organisation_id', 'coordinated')} AND {_NOT_SHUT_OUT}"
_AT_WORK = f"{_OF_WORK} AND {among_many('subject_id', 'shares_questions_at_work')}"
_AROUND = f"who_may_know IN ({_SHARED}) AND {among('subject_id', 'questions_around')}"
_TABLE = "needs.HelpQuestion"

register(
    Ids(
        "questions_followed",
        f"SELECT id FROM needs_helpquestion WHERE subject_id = {ACTOR}"
        f" OR asked_by_id = {ACTOR}"
        " AND subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
        f" OR {_LEGAL}",
    ),
    Ids(
        "questions_shut",
        f"SELECT id FROM needs_helpquestion WHERE {among('subject_id', 'shut_out_by')}",
    ),
    Policy(_TABLE, "own", _OWN),
    Policy(_TABLE, "asked", _ASKED),
    Policy(_TABLE, "legal", _LEGAL),
    # A question that came in by phone or in a list is written down before the consent is.
    Policy(_TABLE, "at_work", _AT_WORK, takes=_OF_WORK),
    Policy(_TABLE, "around", _AROUND, inserts=None),
)
leave_out(
    "only its secret address finds it, often before anyone is signed in", "needs.AskDraft"
)
