"""The text of the reference pages; needs Django to be set up (see reference.py)."""

from collections.abc import Iterator, Mapping
from typing import Any

from api_page import MADE, api_page
from modules_page import modules_page

from samenspel.access.rules import (
    GRANTS,
    NEEDS_CONSENT,
    NO_CONSENT_NEEDED,
    WITHOUT_CONSENT,
    Permission,
    Role,
)
from samenspel.core.privacy_registry import Withheld, registered


def access_page() -> Iterator[str]:
    """Yield the lines of the access matrix."""
    roles = list(Role)
    yield "# Who may do what"
    yield ""
    yield MADE
    yield ""
    yield "A role is what someone is in relation to one object (this circle, this question)."
    yield "A permission with a category also needs the person's open consent for it, except for"
    yield "the roles that act as, or in the name of, the person. A permission that neither asks"
    yield "for consent nor says why not is refused to everyone."
    yield "A block by the person beats everything. Not allowed and not existing are both 404."
    yield ""
    yield "| permission | needs consent for | " + " | ".join(r.value for r in roles) + " |"
    yield "|---|---|" + "---|" * len(roles)
    for permission in Permission:
        category = NEEDS_CONSENT.get(permission)
        marks = ["yes" if permission in GRANTS[role] else "" for role in roles]
        cells = [f"`{permission.value}`", category.value if category else "", *marks]
        yield "| " + " | ".join(cells) + " |"
    yield from _reasons("Without consent", "permission", WITHOUT_CONSENT)
    yield from _reasons("Roles for which no consent is asked", "role", NO_CONSENT_NEEDED)


def _reasons(title: str, kind: str, reasons: Mapping[Any, str]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield f"| {kind} | why |"
    yield "|---|---|"
    for each, reason in sorted(reasons.items()):
        yield f"| `{each.value}` | {reason} |"


def privacy_page() -> Iterator[str]:
    """Yield the lines of what is kept about people."""
    yield "# What is kept about people, and how long"
    yield ""
    yield MADE
    yield ""
    yield "Every model that refers to a person is registered; a test fails on one that is not."
    yield ""
    yield "A field is not shown when"
    yield ""
    for why in Withheld:
        yield f"- {why.name.lower().replace('_', '-')}: {why.value}"
    yield ""
    yield "| what | about whom | shown to them | not shown | asked to be forgotten | kept |"
    yield "|---|---|---|---|---|---|"
    for entry in registered():
        cells = [
            f"`{entry.model._meta.label}`",
            ", ".join(entry.subject),
            ", ".join(entry.exported),
            ", ".join(
                f"{name} ({why.name.lower().replace('_', '-')})"
                for name, why in entry.withheld.items()
            ),
            entry.erasure.value,
            entry.retention,
        ]
        yield "| " + " | ".join(cells) + " |"


PAGES = {
    "access.md": access_page,
    "engine-api.md": api_page,
    "modules.md": modules_page,
    "privacy.md": privacy_page,
}
