"""Puts the person behind the account on every request as ``request.actor``."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth import get_user
from django.http import HttpRequest, HttpResponse

from samenspel.core.clock import now
from samenspel.people.models import Account, Person
from samenspel.people.services import PersonDetails, record_person
from samenspel.people.types import VisitorRequest


def person_behind(account: Account) -> Person:
    """Return the account's person; someone who just signed up is written down here."""
    if account.person is None:
        details = PersonDetails(given_name=account.email.split("@")[0], email=account.email)
        account.person = record_person(actor=None, details=details, at=now())
        account.save(update_fields=["person"])
    return account.person


class ActorMiddleware:
    """Sets ``request.actor``: the signed-in person, or None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = get_user(request)
        actor = person_behind(account) if isinstance(account, Account) else None
        cast(VisitorRequest, request).actor = actor
        return self.get_response(request)
