"""Everything that changes a help question."""

from samenspel.needs.services.asking import AskError, Caller, ask, ask_by_phone, ask_many
from samenspel.needs.services.changing import (
    ask_neighbourhood,
    close_as_matched,
    reopen,
    set_helper_words,
    take_question,
    withdraw_question,
)
from samenspel.needs.services.drafts import claim_question, find_draft, finish_draft, save_draft

__all__ = [
    "AskError",
    "Caller",
    "ask",
    "ask_by_phone",
    "ask_many",
    "ask_neighbourhood",
    "claim_question",
    "close_as_matched",
    "find_draft",
    "finish_draft",
    "reopen",
    "save_draft",
    "set_helper_words",
    "take_question",
    "withdraw_question",
]
