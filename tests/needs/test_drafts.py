"""What was begun and never sent is kept for thirty days, and no longer."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast
from tests.matching.story import ask_for_company

from samenspel.core.errors import NotFoundError
from samenspel.needs.models import AskDraft
from samenspel.needs.services import drafts

LAST_MOMENT = NOON + timedelta(days=30)
AFTERWARDS = LAST_MOMENT + timedelta(seconds=1)


def begin() -> str:
    return drafts.save_draft(
        token=None, person=None, answers={"own_words": "Nog even"}, at=NOON
    )


def test_a_draft_is_found_for_thirty_days(db: None) -> None:
    token = begin()
    assert drafts.find_draft(token, at=LAST_MOMENT) is not None
    assert drafts.find_draft(token, at=AFTERWARDS) is None
    assert drafts.find_draft("onbekend", at=NOON) is None


def test_an_old_draft_is_deleted_when_the_next_person_begins(db: None) -> None:
    begin()
    drafts.save_draft(token=None, person=None, answers={}, at=LAST_MOMENT)
    assert AskDraft.objects.count() == 2
    drafts.save_draft(token=None, person=None, answers={}, at=AFTERWARDS)
    assert not AskDraft.objects.filter(saved_at=NOON).exists()
    assert AskDraft.objects.count() == 2


def test_a_question_of_someone_with_an_account_is_not_handed_over(cast: Cast) -> None:
    token = begin()
    question = ask_for_company(cast)
    drafts.finish_draft(token=token, question=question, at=NOON)
    with pytest.raises(NotFoundError):
        drafts.claim_question(actor=cast.stranger, token=token, at=NOON)
    question.refresh_from_db()
    assert question.asked_by == cast.joost
    assert drafts.claim_question(actor=cast.joost, token=token, at=NOON) == question
