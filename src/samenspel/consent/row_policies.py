"""Who reaches a consent, and whose data a consent opens."""

from samenspel.consent.types import DataCategory
from samenspel.core.row_policies import ACTOR, Ids, Policy, among, register

OPEN = "withdrawn_at IS NULL AND (valid_until IS NULL OR valid_until > clock_timestamp())"
"""Is not over. From when it holds is left to the product: it is always the moment it is given,
by the clock of another machine."""

_QUESTIONS = (
    "SELECT subject_id FROM consent_consent"
    f" WHERE category = '{DataCategory.QUESTIONS.value}' AND {OPEN}"
    " AND subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
)
_MINE = f"grantee_person_id = {ACTOR}"
_OF_WORK = among("grantee_organisation_id", "coordinated")
_NOT_SHUT_OUT = f"NOT {among('subject_id', 'shut_out_by')}"
_ASKING = f"grantee_organisation_id IS NOT NULL AND {among('subject_id', 'asks_together_with')}"
_OWN = f"subject_id = {ACTOR}"
_LEGAL = among("subject_id", "represented")
_AT_WORK = f"{_OF_WORK} AND {_NOT_SHUT_OUT}"
_GRANTED = f"grantee_person_id = {ACTOR} AND {_NOT_SHUT_OUT}"

register(
    Ids("shares_questions", f"{_QUESTIONS} AND {_MINE}"),
    Ids("shares_questions_at_work", f"{_QUESTIONS} AND ({_MINE} OR {_OF_WORK})"),
    Policy("consent.Consent", "own", _OWN),
    Policy("consent.Consent", "legal", _LEGAL),
    Policy("consent.Consent", "asks_together", _ASKING),
    Policy("consent.Consent", "at_work", _AT_WORK),
    Policy("consent.Consent", "granted", _GRANTED, takes=None, inserts=None),
)
