"""Draw templates without a request: the shell is given, nothing is read."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils import translation

from samenspel.ui.icons import ICONS
from samenspel.ui.page_shell import Language, NavItem, Shell, ShellLink, ShellMessage
from samenspel.ui.style_guide_samples import everything

PAGES = Path(__file__).with_name("pages")
SHELL = Shell(
    nav=(NavItem("Mijn kring", "/kring"), NavItem("Hulp vragen", "/vraag", True)),
    demo=True,
    demo_person="Anja Testerink, dochter",
    role_switch_url="/proef",
    phone="030 000 00 00",
    phone_href="tel:0300000000",
    links=(
        ShellLink("Wie heeft mijn gegevens gezien?", "/wie"),
        ShellLink("Privacy", "/privacy"),
        ShellLink("Toegankelijkheid", "/toegankelijkheid"),
    ),
    languages=(Language("nl", "Nederlands"), Language("en", "English")),
    language_url="/taal",
    path="/vraag",
    signed_in=True,
    login_url="/in",
    logout_url="/uit",
    messages=(ShellMessage("success", "Bewaard."), ShellMessage("error", "Niet verstuurd.")),
)
VISITOR = replace(SHELL, demo_person="", signed_in=False, messages=())
PROPOSALS = [
    {
        "initials": initials,
        "name": name,
        "since": "vrijwilliger sinds 2021",
        "why": "Kan elke donderdag en wandelt graag langs de Vecht.",
        "caution": "Heeft al één vaste afspraak per week.",
        "bond": bond,
        "bond_words": "goed, muziek en wandelen",
        "key": key,
    }
    for key, initials, name, bond in (
        ("1", "SP", "Samira Proefstra", 5),
        ("2", "GP", "Gerrit Proefman", 3),
        ("3", "MS", "Mieke Schaduwberg", 4),
    )
]


def context(shell: Shell = SHELL) -> dict[str, Any]:
    """Everything the sample pages use."""
    samples = {**everything(), "icon_names": tuple(ICONS), "proposals": PROPOSALS}
    return {**samples, "shell": shell}


def page(name: str, shell: Shell = SHELL, language: str = "nl") -> str:
    """A page of this folder's ``pages``, or a template of the app, as HTML."""
    with translation.override(language):
        values = context(replace(shell, language=language))
        own = PAGES / name
        if own.exists():
            engine = Engine.get_default()
            return engine.from_string(own.read_text()).render(Context(values))
        return render_to_string(name, values)


def part(source: str, language: str = "nl", **values: Any) -> str:
    """A few tags, drawn with the given values."""
    with translation.override(language):
        template = Template("{% load ui %}" + source)
        return template.render(Context({**context(), **values}))
