"""A mail that may or may not have left is reported, and never sent again by itself."""

from datetime import timedelta

from django.core import mail as outbox
from tests.cast import Cast
from tests.matching.story import LATER, ask_for_company, clock_at

from samenspel.notifications import tasks
from samenspel.notifications.models import CLAIM_HOLDS, Message


def test_a_claim_is_uncertain_after_ten_minutes_and_stays_one(cast: Cast) -> None:
    ask_for_company(cast)
    message = Message.objects.get()
    with clock_at(LATER):
        assert tasks.claim(str(message.pk)) is not None
    assert not Message.objects.uncertain(LATER + CLAIM_HOLDS).exists()
    afterwards = LATER + CLAIM_HOLDS + timedelta(seconds=1)
    assert Message.objects.uncertain(afterwards).get() == message
    with clock_at(afterwards):
        tasks.sweep(timestamp=0)
    assert outbox.outbox == []
