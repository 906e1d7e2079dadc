"""Everything around a page: the menu by role, the demo bar, the footer.

Built before the template closes the database (``core.http.before_render``); the context
processor only hands it over.
"""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samenspel.organisations.types import JobRole
from samenspel.portal.typed_requests import MenuRequest
from samenspel.ui.page_shell import Language, NavItem, Shell, ShellLink, ShellMessage

LANGUAGES = (Language("nl", "Nederlands"), Language("en", "English"))


class _WithShell(MenuRequest):
    shell: Shell


def prepare(request: HttpRequest) -> None:
    """Build the shell once for a request."""
    if not hasattr(request, "shell"):
        cast(_WithShell, request).shell = _build(cast(MenuRequest, request))


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: hand the shell to the template; other pages build it here."""
    prepare(request)
    return {"shell": cast(_WithShell, request).shell}


def _build(request: MenuRequest) -> Shell:
    actor = getattr(request, "actor", None)
    phone = settings.SITE_PHONE
    return Shell(
        language=get_language() or "nl",
        home_url=reverse("portal:front"),
        nav=_nav(request),
        demo=settings.DEMO,
        demo_person=actor.full_name if settings.DEMO and actor else "",
        role_switch_url=reverse("demo:roles") if settings.DEMO else "",
        phone=phone,
        phone_href="tel:" + phone.replace(" ", ""),
        links=(
            ShellLink(_("My data"), reverse("own_data:page")),
            ShellLink(_("Who saw my data?"), reverse("access:who_looked")),
            ShellLink(_("Privacy"), reverse("portal:privacy")),
            ShellLink(_("Accessibility"), reverse("portal:accessibility")),
        ),
        languages=LANGUAGES,
        language_url=reverse("set_language"),
        path=request.get_full_path(),
        signed_in=actor is not None,
        login_url=reverse("account_login"),
        logout_url=reverse("account_logout"),
        messages=tuple(
            ShellMessage(message.level_tag, str(message.message))
            for message in get_messages(request)
        ),
    )


def _nav(request: MenuRequest) -> tuple[NavItem, ...]:
    entries = _entries(request)
    path = request.path
    best = max((url for _label, url in entries if path.startswith(url)), key=len, default="")
    return tuple(NavItem(label, url, url == best) for label, url in entries)


def _entries(request: MenuRequest) -> list[tuple[str, str]]:
    actor = getattr(request, "actor", None)
    if actor is None:
        return [
            (_("Ask for help"), reverse("needs:ask")),
            (_("Do something for someone"), reverse("volunteering:join")),
            (_("How it works"), reverse("portal:how")),
        ]
    if JobRole.COORDINATOR in request.job_roles:
        return [
            (_("Work list"), reverse("portal:work_list")),
            (_("Matching"), reverse("matching:round")),
            (_("People"), reverse("volunteering:helpers")),
            (_("Enter by phone"), reverse("needs:by_phone")),
        ]
    entries = [(_("Home"), reverse("portal:home"))]
    if request.has_offer:
        entries += [
            (_("Question for you"), reverse("matching:invitations")),
            (_("My offer"), reverse("volunteering:own_offer")),
        ]
    entries.append((_("My circles"), reverse("portal:circles")))
    if not request.job_roles:
        entries.append((_("Ask for help"), reverse("needs:ask")))
    return entries
