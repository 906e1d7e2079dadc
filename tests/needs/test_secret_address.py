"""A question that is not finished is found by its secret address, which is kept nowhere."""

from tests.cast import NOON

from samenspel.needs.models import AskDraft
from samenspel.needs.services import drafts


def test_the_secret_address_is_written_down_nowhere(db: None) -> None:
    token = drafts.save_draft(
        token=None, person=None, answers={"own_words": "Ik zit alleen."}, at=NOON
    )
    assert drafts.find_draft(token, person=None, at=NOON) is not None
    (row,) = AskDraft.objects.values_list()
    assert not [value for value in row if token in str(value)]
    (kept,) = AskDraft.objects.values_list("token_digest", flat=True)
    assert drafts.find_draft(kept, person=None, at=NOON) is None, "what is stored opens nothing"
