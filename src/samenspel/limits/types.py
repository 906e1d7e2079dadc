"""How often is too often, with the reason.

A day centre, a library or a home for the elderly shares one address. So what one client may do
is much; what concerns one mailbox is little, since one person reads it.
"""

from datetime import timedelta
from enum import Enum
from typing import NamedTuple


class Rate(NamedTuple):
    """How many times are allowed in a period."""

    times: int
    period: timedelta


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Limit(Enum):
    """What is counted; the values are the rates, which all hold."""

    # Someone who signs in needs one code, and a second when the first is lost or too late.
    MAIL_TO_ADDRESS = (Rate(6, HOUR), Rate(20, DAY))
    # Thirty people of one day centre who sign in within an hour, each twice.
    MAIL_BY_CLIENT = (Rate(60, HOUR), Rate(300, DAY))
    # As above, for people who begin to ask for help; going on with a draft is not counted.
    DRAFTS_BY_CLIENT = (Rate(60, HOUR), Rate(240, DAY))
    # Questions and offers of people without an account: a desk that helps visitors all day.
    NEWCOMERS_BY_CLIENT = (Rate(40, HOUR), Rate(150, DAY))
    # Each question of a visitor gives a message to the address that they filled in.
    QUESTIONS_WITH_ADDRESS = (Rate(5, DAY),)
