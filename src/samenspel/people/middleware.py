"""Puts the person behind the account on every request as ``request.actor``."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from samenspel.core.clock import now
from samenspel.core.one_line import problem_of, visible
from samenspel.core.row_security import acting_as
from samenspel.people.models import Account, Person
from samenspel.people.services import PersonDetails, record_person
from samenspel.people.typed_requests import VisitorRequest
from samenspel.people.types import LONGEST_GIVEN_NAME


def person_behind(account: Account) -> Person:
    """Return the account's person; a newcomer is found or written down here."""
    if account.person is None:
        account.person = _known_person(account.email) or record_person(
            actor=None,
            details=PersonDetails(given_name=_first_name(account.email), email=account.email),
            at=now(),
        )
        account.save(update_fields=["person"])
    return account.person


def _known_person(email: str) -> Person | None:
    """Return the one person without account who gave this address; None when two share it.

    An account comes into being only after its owner proved to read the mailbox.
    """
    known = list(Person.objects.filter(email__iexact=email, account__isnull=True)[:2])
    return known[0] if len(known) == 1 else None


def _first_name(email: str) -> str:
    """Return what to call someone of whom we know no more than an e-mail address."""
    name = visible(email.rpartition("@")[0])[:LONGEST_GIVEN_NAME].strip()
    return name if name and not problem_of(name, is_name=True) else _("newcomer")


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
