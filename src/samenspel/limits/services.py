"""Counting what visitors do, in the database, so that it holds for all processes together."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import connection, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from samenspel.core.errors import DomainError
from samenspel.limits.types import Limit, Rate

# One statement, so that of two processes that count at once neither is forgotten.
COUNT = """
INSERT INTO limits_counteduse AS known (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN known.ends_at <= %(at)s THEN 1 ELSE known.count + 1 END,
    ends_at = CASE WHEN known.ends_at <= %(at)s THEN excluded.ends_at ELSE known.ends_at END
RETURNING count
"""
FORGET = """
DELETE FROM limits_counteduse WHERE key IN (
    SELECT key FROM limits_counteduse WHERE ends_at <= %(at)s LIMIT 100 FOR UPDATE SKIP LOCKED)
"""


class TooOftenError(DomainError):
    """This was done so often from here, or for this address, that it has to wait."""


@transaction.atomic
def use(*, limit: Limit, who: str, at: datetime) -> None:
    """Count one use by or about ``who``; raises TooOftenError when it is one too many.

    A period begins at the first use and what was counted is forgotten after it. The same words
    are said whatever was counted, so they do not tell whether an address is known here.
    """
    # Afterwards: whoever still counts must hold no row that another counts with.
    transaction.on_commit(partial(_forget_what_ended, at))
    counts = [(_count(limit, rate, who, at), rate) for rate in limit.value]
    if any(count > rate.times for count, rate in counts):
        raise TooOftenError(
            _(
                "This was done very often in a short time, so it has to wait. Try again in an"
                " hour, or call us."
            ),
            code="too_often",
        )


def _count(limit: Limit, rate: Rate, who: str, at: datetime) -> int:
    words = f"{limit.name} {rate.period} {who.strip().casefold()}"
    key = salted_hmac("samenspel.limits", words, algorithm="sha256").hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "at": at, "ends_at": at + rate.period})
        (count,) = cursor.fetchone()
    return int(count)


def _forget_what_ended(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"at": at})
