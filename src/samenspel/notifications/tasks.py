"""What the worker does with the outbox."""

from typing import Any

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from samenspel.core.clock import now
from samenspel.core.locked_rows import lock_if_free
from samenspel.notifications import mail_text
from samenspel.notifications.models import Message

logger = structlog.get_logger(__name__)


def claim(message_id: str) -> Message | None:
    """Take a message to send; None when someone else has it or it has gone.

    The claim is committed before the mail leaves. A worker killed in between leaves a claim
    without ``sent_at``: such a message is reported, not sent again, so nobody gets it twice.
    """
    with transaction.atomic():
        waiting = Message.objects.waiting().select_related("recipient")
        message: Message | None = lock_if_free(waiting.filter(pk=message_id))
        if message is not None:
            message.claimed_at = now()
            message.save(update_fields=["claimed_at"])
    return message


@app.task(queue="notifications", name="notifications.send_message")
def send_message(message_id: str) -> None:
    """Send one message from the outbox, once."""
    message = claim(message_id)
    if message is None:
        return
    try:
        mail_text.send(message)
    except OSError as problem:  # the server could not be reached: nothing left, so try later
        Message.objects.filter(pk=message.pk, sent_at=None).update(claimed_at=None)
        logger.warning("mail_not_sent", message=message_id, problem=type(problem).__name__)
        return
    Message.objects.filter(pk=message.pk, sent_at=None).update(sent_at=now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="notifications", name="notifications.sweep", queueing_lock="sweep")
def sweep(timestamp: int, **_context: Any) -> None:
    """Send what was left behind by a stopped worker or an unreachable mail server."""
    for pk in (
        Message.objects.waiting().order_by("created_at").values_list("pk", flat=True)[:500]
    ):
        send_message(message_id=str(pk))
    uncertain = Message.objects.uncertain(now()).count()
    if uncertain:
        logger.warning("mail_uncertain", messages=uncertain, timestamp=timestamp)
