"""Who reaches a proposal, and the question that was put to a helper."""

from samenspel.core.row_policies import ACTOR, Ids, Policy, among, leave_out, register

_TABLE = "matching.Proposal"
_NOT_SHUT = f"NOT {among('question_id', 'questions_shut')}"
_HELPER = f"helper_id = {ACTOR} AND {_NOT_SHUT}"
_COORDINATOR = f"{among('round_id', 'rounds_coordinated')} AND {_NOT_SHUT}"

register(
    Ids(
        "rounds_coordinated",
        f"SELECT id FROM matching_round WHERE {among('organisation_id', 'coordinated')}",
    ),
    Ids(
        "questions_put_to_me",
        f"SELECT question_id FROM matching_proposal WHERE helper_id = {ACTOR}"
        f" AND introduced_at IS NOT NULL AND {_NOT_SHUT}",
    ),
    Policy(_TABLE, "helper", _HELPER, inserts=None),
    Policy(_TABLE, "follows", among("question_id", "questions_followed"), inserts=None),
    Policy(_TABLE, "coordinator", _COORDINATOR),
    Policy(
        "needs.HelpQuestion",
        "put_to_me",
        among("id", "questions_put_to_me"),
        takes=None,
        inserts=None,
    ),
)
leave_out(
    "it names nobody: a number of questions and helpers",
    "matching.Round",
)
leave_out(
    "it says that a question waits, without a word of it",
    "matching.QuestionHold",
    "matching.UnservedQuestion",
)
