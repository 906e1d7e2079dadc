"""Signing up with a code, a second factor from an app, and a passkey, in a real browser."""

import base64
import hashlib
import hmac
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.e2e.conftest import Site

pytestmark = pytest.mark.browser


def one_time_code(secret: str) -> str:
    """Return what an authenticator app shows now (RFC 6238: 30 seconds, six digits, SHA-1)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def submit(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def sign_up(page: Page, site: Site, email: str) -> str:
    """Sign up with a code; return the site's address by name.

    A passkey belongs to a name, not to a number: this machine is called localhost here.
    """
    here = site.url.replace("127.0.0.1", "localhost")
    page.goto(here + "/account/signup/")
    page.locator("[name=email]").fill(email)
    submit(page)
    page.locator("[name=code]").fill(site.login_code(email))
    submit(page)
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
    return here


def has_passkey_device(page: Page) -> None:
    """Give the browser a device that holds passkeys, as a phone does."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_code_by_mail_and_an_authenticator_app(
    visitor: Callable[[], Page], site: Site
) -> None:
    page = visitor()
    here = sign_up(page, site, "app@mail.example")
    page.goto(here + "/account/2fa/totp/activate/")
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content())
    assert secret, "the page shows no secret to type into an app"
    page.locator("[name=code]").fill(one_time_code(secret[0]))
    submit(page)
    page.goto(here + "/account/2fa/")
    expect(page.locator("main")).to_contain_text(re.compile("authenticat", re.IGNORECASE))


def test_a_passkey(visitor: Callable[[], Page], site: Site) -> None:
    page = visitor()
    here = sign_up(page, site, "sleutel@mail.example")
    has_passkey_device(page)
    page.goto(here + "/account/2fa/webauthn/add/")
    page.locator("[name=name]").fill("Mijn telefoon")
    page.locator("[name=passwordless]").check(force=True)
    page.locator("main form .utrecht-button--primary-action").click()
    page.wait_for_url(re.compile("recovery-codes"))
    page.goto(here + "/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("Mijn telefoon")
    page.get_by_role("button", name="Uitloggen").click()
    page.wait_for_load_state()
    page.goto(here + "/account/login/")
    page.get_by_role("button", name=re.compile("passkey|sleutel", re.IGNORECASE)).click()
    expect(page.get_by_role("button", name="Uitloggen")).to_be_visible()
