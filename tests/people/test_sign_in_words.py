"""The pages of signing in, which a package draws, speak as plainly as ours."""

from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override

BROKEN = ("e-emailadres", "Bevestigings e-mail", "verificatie", "nogmaals", "Registreren")
NEW = "nieuw@mail.example"


def read(client: Client, name: str, data: dict[str, str] | None = None) -> str:
    address = reverse(name)
    answer = client.post(address, data, follow=True) if data else client.get(address)
    return answer.content.decode()


def test_signing_up_is_said_plainly(db: None, client: Client) -> None:
    begin = read(client, "account_signup")
    confirm = read(client, "account_signup", {"email": NEW})
    assert "Vul de code uit uw mail in" in confirm
    assert f"Wij hebben een mail gestuurd naar {NEW}." in confirm
    assert not [word for word in BROKEN if word in begin + confirm]


def test_too_often_says_how_long_to_wait() -> None:
    with override("nl"):
        assert "Wacht vijf minuten" in gettext(
            "Too many failed login attempts. Try again later."
        )
