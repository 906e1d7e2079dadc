"""What was begun and never sent is kept for thirty days, and no longer."""

from datetime import timedelta

import pytest
from tests.cast import NOON, Cast
from tests.matching.story import ask_for_company

from samenspel.core.errors import NotFoundError
from samenspel.needs.models import AskDraft
from samenspel.needs.services import drafts
from samenspel.people.models import Person

LAST_MOMENT = NOON + timedelta(days=30)
AFTERWARDS = LAST_MOMENT + timedelta(seconds=1)


def begin() -> str:
    return drafts.save_draft(
        token=None, person=None, answers={"own_words": "Nog even"}, at=NOON
    )


def test_a_draft_is_found_for_thirty_days(db: None) -> None:
    token = begin()
    assert drafts.find_draft(token, person=None, at=LAST_MOMENT) is not None
    assert drafts.find_draft(token, person=None, at=AFTERWARDS) is None
    assert drafts.find_draft("onbekend", person=None, at=NOON) is None


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
    drafts.finish_draft(token=token, person=None, question=question, at=NOON)
    with pytest.raises(NotFoundError):
        drafts.claim_question(actor=cast.stranger, token=token, at=NOON)
    question.refresh_from_db()
    assert question.asked_by == cast.joost
    assert drafts.claim_question(actor=cast.joost, token=token, at=NOON) == question


def words(token: str, person: Person | None) -> object:
    """What someone with this link reads."""
    draft = drafts.find_draft(token, person=person, at=NOON)
    return draft.answers.get("own_words") if draft else None


def test_what_a_signed_in_person_types_is_theirs_alone(cast: Cast) -> None:
    """Someone else's link, opened by a person who is signed in, gains nothing of them."""
    link_of_another = begin()
    own = drafts.save_draft(
        token=link_of_another, person=cast.joost, answers={"own_words": "Ik val"}, at=NOON
    )
    assert words(own, cast.joost) == "Ik val"
    for token in (own, link_of_another):
        assert words(token, None) is None
        assert words(token, cast.stranger) is None
    assert words(link_of_another, cast.joost) is None


def test_a_draft_of_one_person_is_not_gone_on_with_by_another(cast: Cast) -> None:
    of_joost = drafts.save_draft(
        token=None, person=cast.joost, answers={"own_words": "Ik val"}, at=NOON
    )
    drafts.save_draft(
        token=of_joost, person=cast.stranger, answers={"own_words": "Iets"}, at=NOON
    )
    assert words(of_joost, cast.joost) == "Ik val"


def test_a_link_opens_once(db: None) -> None:
    link = begin()
    here = drafts.take_over(token=link, person=None, at=NOON)
    assert here is not None
    assert words(here, None) == "Nog even"
    assert drafts.take_over(token=link, person=None, at=NOON) is None
    assert words(link, None) is None
