"""The people one can look around as in the demo."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from samenspel.core.errors import NotFoundError
from samenspel.demo.role_cast import CAST, Role
from samenspel.people import reads as people_reads


@dataclass(frozen=True, slots=True)
class CastCard:
    """One person to enter as."""

    key: str
    name: str
    initials: str
    voice: str
    what: str


def cast_cards() -> tuple[CastCard, ...]:
    """Return the people of the demo; nobody outside the demo. No queries: names are fixed."""
    if not settings.DEMO:
        return ()
    return tuple(
        CastCard(role.key, role.full_name, role.initials, role.voice, what_words(role))
        for role in CAST
    )


def what_words(role: Role) -> str:
    """Return what this person is, in the reader's language."""
    return {
        "riet": _("receives help"),
        "anja": _("cares for her mother"),
        "samira": _("is a volunteer"),
        "ravi": _("is a volunteer, has an open question"),
        "joop": _("is a neighbour"),
        "ilse": _("is a district nurse"),
        "noor": _("is a coordinator"),
    }[role.key]


def get_account_email(key: str) -> str:
    """Return the address of the account behind a role; NotFoundError outside the demo."""
    role = next((role for role in CAST if role.key == key), None)
    if role is None or not settings.DEMO:
        raise NotFoundError("There is no such role.")
    person = people_reads.find_person_by_email(role.email)
    if person is None or not person.is_synthetic:
        raise NotFoundError("The demo has not been filled.")
    return role.email
