"""Signing in with a second factor, and pages that are asked for at the cast's noon."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from tests.cast import NOON

from samenspel.people.models import Account, Person

Opener = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[datetime]:
    """All pages are asked for at the cast's noon."""
    for module in ("ask", "phone", "questions"):
        monkeypatch.setattr(f"samenspel.needs.views.{module}.now", lambda: NOON)
    yield NOON


@pytest.fixture
def as_person() -> Opener:
    """Return a function that gives a browser in which this person is signed in."""

    def open_browser(person: Person) -> Client:
        client, account = Client(), Account.objects.get(person=person)
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        client.force_login(account)
        return client

    return open_browser
