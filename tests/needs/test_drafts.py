"""A question that is not finished: found by its secret address alone, and not for ever."""

from datetime import timedelta

from tests.cast import NOON

from samenspel.needs.models import AskDraft
from samenspel.needs.services import drafts

DAY = timedelta(days=1)


def save(token: str | None = None, *, days: int = 0) -> str:
    return drafts.save_draft(
        token=token, person=None, answers={"own_words": "Ik zit alleen."}, at=NOON + days * DAY
    )


def test_the_secret_address_is_written_down_nowhere(db: None) -> None:
    token = save()
    assert drafts.find_draft(token, at=NOON) is not None
    (row,) = AskDraft.objects.values_list()
    assert not [value for value in row if token in str(value)]
    (kept,) = AskDraft.objects.values_list("token_digest", flat=True)
    assert drafts.find_draft(kept, at=NOON) is None, "what is stored opens nothing"


def test_a_draft_is_found_for_thirty_days_and_then_deleted(db: None) -> None:
    token = save()
    assert drafts.find_draft(token, at=NOON + 30 * DAY) is not None
    assert drafts.find_draft(token, at=NOON + 31 * DAY) is None
    save(days=30)
    assert AskDraft.objects.count() == 2
    save(days=31)
    assert AskDraft.objects.count() == 2, "the first is gone"
