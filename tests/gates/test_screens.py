"""Every page is looked at by a browser and something leads to it, or it is said why not."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve
from tests.access.test_matrix import GET
from tests.e2e.test_pages import NO_SCREENS, SCREENS, Screen
from tests.support.repository import ROOT, files

HERE = "tests/e2e/test_pages.py"
AN_ID = str(UUID(int=7))
TYPED = {"styleguide": "developers type its address"}
"""Pages that nothing leads to, and how one gets there."""


def route_of(screen: Screen) -> str:
    """The route where a screen ends; empty when its address leads nowhere."""
    address = (screen.address or screen.start).partition("?")[0]
    try:
        return resolve(address.replace("{}", AN_ID)).view_name
    except Resolver404:
        return ""


def faults(
    pages: Iterable[str], screens: Iterable[Screen], reasons: Mapping[str, str]
) -> list[str]:
    """What to do with pages that no browser looks at."""
    pages, shown = set(pages), {route_of(screen) for screen in screens}
    return [
        *(
            f"{page}: add a Screen to SCREENS in {HERE}; when it draws nothing or nobody in "
            "the demo has it, say so in NO_SCREENS there"
            for page in sorted(pages - shown - set(reasons))
        ),
        *(
            f"{page}: it is among SCREENS; take it out of NO_SCREENS in {HERE}"
            for page in sorted(shown & set(reasons))
        ),
        *(
            f"{page}: it answers no GET or is gone; take it out of NO_SCREENS in {HERE}"
            for page in sorted(set(reasons) - pages)
        ),
        *(
            f"{page}: write in NO_SCREENS why it is no screen"
            for page, reason in sorted(reasons.items())
            if len(reason) < 10
        ),
    ]


def test_every_page_is_a_screen_that_a_browser_looks_at() -> None:
    found = faults(GET, SCREENS, NO_SCREENS)
    assert not found, "\n".join(found)


def without_a_way(pages: Iterable[str], product: str) -> list[str]:
    """The pages that no link, redirect or mail of the product names."""
    return [
        f"{page}: nothing leads there; link it where someone would look for it, or say in"
        " TYPED of tests/gates/test_screens.py how one gets there"
        for page in pages
        if page not in TYPED and not re.search(rf"""["']{re.escape(page)}["']""", product)
    ]


def test_something_leads_to_every_page() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for path in files(".py", ".html", ".txt")
        if path.is_relative_to(ROOT / "src/samenspel") and path.name != "urls.py"
    ]
    found = without_a_way(GET, "\n".join(sources))
    assert not found, "\n".join(found)


def test_a_page_without_a_way_is_noticed() -> None:
    """Negative control: a part of another name is no link."""
    product = """{% url "portal:circle" %} {% url 'needs:mine_too' %}"""
    assert [
        line.partition(": ")[0]
        for line in without_a_way(["portal:circle", "needs:mine"], product)
    ] == ["needs:mine"]


def test_no_two_screens_have_one_name() -> None:
    names = [screen.name for screen in SCREENS]
    twice = sorted({name for name in names if names.count(name) > 1})
    assert not twice, f"{HERE}: their pictures are one file, so rename one of {twice}"


HOW = next(screen for screen in SCREENS if screen.name == "how")


@pytest.mark.parametrize(
    ("screens", "reasons", "said"),
    [
        ([], {}, "portal:how: add a Screen"),
        ([replace(HOW, start="/privacy/")], {}, "portal:how: add a Screen"),
        ([replace(HOW, start="/gone/")], {}, "portal:how: add a Screen"),
        ([replace(HOW, address="/kringen/{}/")], {}, "portal:how: add a Screen"),
        ([HOW], {"portal:how": "it draws nothing"}, "portal:how: it is among SCREENS"),
        (
            [HOW],
            {"portal:gone": "it draws nothing"},
            "portal:gone: it answers no GET or is gone",
        ),
        ([], {"portal:how": ""}, "portal:how: write in NO_SCREENS why"),
    ],
)
def test_a_page_that_nobody_looks_at_is_noticed(
    screens: list[Screen], reasons: dict[str, str], said: str
) -> None:
    [found] = faults(["portal:how"], screens, reasons)
    assert found.startswith(said)


def test_a_screen_or_a_reason_is_enough() -> None:
    assert not faults(["portal:how"], [HOW], {})
    assert not faults(["portal:how"], [], {"portal:how": "it draws nothing"})
    circle = replace(HOW, start="/kringen/", address="/kringen/{}/")
    assert not faults(["portal:circle"], [circle], {})
    assert not faults(["portal:work_list"], [replace(HOW, start="/werklijst/?zoek=Riet")], {})
