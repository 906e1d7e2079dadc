"""What the base template needs: one frozen value named ``shell`` in every context.

A context processor outside this app fills it; the template reads nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class ShellLink:
    """A link in the footer."""

    label: str
    url: str


@dataclass(frozen=True)
class Language:
    """An interface language: its code and its name in that language."""

    code: str
    label: str


@dataclass(frozen=True)
class ShellMessage:
    """A message after an action. ``level`` is debug, info, success, warning or error."""

    level: str
    text: str


@dataclass(frozen=True)
class Shell:
    """Everything around a page. ``demo_person`` is "" when nobody has been chosen yet."""

    language: str = "nl"
    home_url: str = "/"
    nav: tuple[NavItem, ...] = ()
    demo: bool = False
    demo_person: str = ""
    role_switch_url: str = ""
    phone: str = ""
    phone_href: str = ""
    links: tuple[ShellLink, ...] = ()
    languages: tuple[Language, ...] = ()
    language_url: str = ""
    path: str = ""
    signed_in: bool = False
    login_url: str = ""
    logout_url: str = ""
    messages: tuple[ShellMessage, ...] = ()
