"""What browsers may keep, and what no browser sends."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast, Enter

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "address", ["/", "/mijn/", "/hulp-vragen/", "/account/login/", "/niets/"]
)
def test_no_page_is_kept_by_a_browser(cast: Cast, enter: Enter, address: str) -> None:
    for client in (Client(), enter(cast.joost)):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_a_page_is_asked_for_again_after_signing_out(cast: Cast, enter: Enter) -> None:
    client = enter(cast.joost)
    circle = f"/kringen/{cast.circle.pk}/"
    assert client.get(circle).status_code == 200
    client.post("/account/logout/")
    assert client.get(circle).status_code == 302


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "latin-1", "no-such-thing", "'"])
def test_a_body_in_another_encoding_is_refused(cast: Cast, charset: str) -> None:
    answer = Client().generic(
        "POST", "/hulp-vragen/voor-wie/", b"x=1", content_type=f"{FORM}; charset={charset}"
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body", [b"own_words=%00", b"own_words=a%00b", b"%00=1", b"for_whom=me&own_words=\x00"]
)
def test_a_nul_in_a_form_is_refused(cast: Cast, body: bytes) -> None:
    for address in ("/hulp-vragen/voor-wie/", "/account/login/", "/taal/"):
        assert Client().post(address, body, content_type=FORM).status_code == 400


@pytest.mark.parametrize(
    "address", ["/hulp-vragen/verder/a%00b/", "/kringen/%00/", "/werklijst/?zoek=%00"]
)
def test_a_nul_in_an_address_is_refused(cast: Cast, enter: Enter, address: str) -> None:
    assert enter(cast.bram).get(address).status_code == 400


def test_a_nul_in_a_file_is_not_a_nul_in_text(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.joost).post("/taal/", {"file": SimpleUploadedFile("a.xlsx", b"\0PK")})
    assert answer.status_code != 400


def test_text_of_all_languages_comes_through(cast: Cast) -> None:
    answer = Client().post("/taal/", {"language": "nl", "next": "/?x=é漢字😀"})
    assert answer.status_code == 302


SHUT_OUT = "/mijn-gegevens/uitsluiten/"


def test_the_address_of_a_button_is_a_page_with_a_way_on(cast: Cast, enter: Enter) -> None:
    """Someone whose session was over presses a button, signs in, and is led to its address."""
    to_sign_in = Client().post(SHUT_OUT, {"person": str(cast.fatma.pk)})["Location"]
    assert to_sign_in.endswith(f"?next={SHUT_OUT}")
    answer = enter(cast.joost).get(SHUT_OUT)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Druk nog een keer op de knop" in page
    assert "Naar de voorpagina" in page


def test_what_is_no_page_is_answered_shortly(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    assert joost.head(SHUT_OUT).content == b""
    assert joost.put(SHUT_OUT).status_code == 405
    assert joost.put(SHUT_OUT).content == b""
