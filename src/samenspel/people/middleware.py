"""Puts the person behind the account on every request as ``request.actor``."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from samenspel.core.clock import now
from samenspel.core.row_security import acting_as
from samenspel.people.models import Account, Person
from samenspel.people.services import person_of
from samenspel.people.typed_requests import VisitorRequest


def person_behind(account: Account) -> Person:
    """Return the account's person; a newcomer is found or written down here."""
    if account.person is None:
        account.person = person_of(account=account, at=now())
    return account.person


class ActorMiddleware:
    """Sets ``request.actor``: the signed-in person, or None for a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        actor = person_behind(account) if isinstance(account, Account) else None
        cast(VisitorRequest, request).actor = actor
        return self.get_response(request)


class RowSecurityMiddleware:
    """Reaches, for as long as the view runs, only rows that the actor has a relation with."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor = cast(VisitorRequest, request).actor
        with acting_as(actor.pk if actor else None):
            return self.get_response(request)
