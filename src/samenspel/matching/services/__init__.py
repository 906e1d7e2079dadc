"""Everything that changes rounds and proposals."""

from samenspel.matching.services.answering import (
    answer_as_helper,
    answer_as_receiver,
    answer_by_phone,
    helper_answer_by_phone,
)
from samenspel.matching.services.deciding import (
    ProposalError,
    hold_question,
    introduce,
    judge_unsuitable,
    propose_other,
    release_question,
)
from samenspel.matching.services.following import (
    call_lasting,
    end_match,
    record_contact,
    record_intake,
)
from samenspel.matching.services.rounds import RoundError, request_round, run_round

__all__ = [
    "ProposalError",
    "RoundError",
    "answer_as_helper",
    "answer_as_receiver",
    "answer_by_phone",
    "call_lasting",
    "end_match",
    "helper_answer_by_phone",
    "hold_question",
    "introduce",
    "judge_unsuitable",
    "propose_other",
    "record_contact",
    "record_intake",
    "release_question",
    "request_round",
    "run_round",
]
