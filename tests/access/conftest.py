"""Entering as someone of the cast."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from samenspel.people.models import Account, Person

Enter = Callable[[Person], Client]


@pytest.fixture
def enter(db: None) -> Enter:
    """Return a browser that is signed in as this person, with the second factor of staff."""

    def sign_in(person: Person) -> Client:
        client = Client()
        account = Account.objects.get(person=person)
        Authenticator.objects.get_or_create(
            user=account, type=Authenticator.Type.TOTP, defaults={"data": {}}
        )
        client.force_login(account)
        return client

    return sign_in
