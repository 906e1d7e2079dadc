"""What we change of allauth: whose address a request has, and how many mails it may send."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.ratelimit import respond_429
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from samenspel.core.client_address import client_address
from samenspel.core.clock import now
from samenspel.core.one_line import problem_of, visible
from samenspel.limits import services
from samenspel.limits.types import Limit

# Mails that anyone can have sent to any address. What an account is told about a change of its
# own (a passkey was added) is always sent.
ASKED_FOR = frozenset(
    f"account/email/{name}"
    for name in (
        "account_already_exists",
        "email_confirmation",
        "email_confirmation_signup",
        "login_code",
        "password_reset_code",
        "password_reset_key",
        "unknown_account",
    )
)


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's adapter with our limits."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that is counted."""
        return client_address(request)

    def clean_email(self, email: str) -> str:
        """Refuse an address with marks that nobody sees."""
        address = visible(email)
        if address != email or problem_of(address):
            raise ValidationError(_("Write the e-mail address as you see it in your mail."))
        return address

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, or answer "too often": for a known address as for any other."""
        if template_prefix in ASKED_FOR:
            request = allauth_context.request
            try:
                services.use(limit=Limit.MAIL_TO_ADDRESS, who=email, at=now())
                services.use(limit=Limit.MAIL_BY_CLIENT, who=client_address(request), at=now())
            except services.TooOftenError as refusal:
                raise ImmediateHttpResponse(respond_429(request)) from refusal
        super().send_mail(template_prefix, email, context)
