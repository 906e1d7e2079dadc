"""Every page is among the screens that a browser looks at, or it is said why not."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve
from tests.access.test_matrix import GET
from tests.e2e.test_pages import NO_SCREENS, SCREENS, Screen

HERE = "tests/e2e/test_pages.py"
AN_ID = str(UUID(int=7))


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
