"""A few hundred odd requests as everybody: none breaks anything, and a break is seen."""

import logging
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest
from django.test import Client
from tests.access.world import WHO, World, make_world
from tests.cast import Cast
from tests.support.repository import ROOT

from samenspel.portal import views

sys.path.append(str(ROOT / "benchmarks"))
odd_asker = import_module("odd_asker")
odd_requests = import_module("odd_requests")

REQUESTS = 400


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_odd_requests_break_nothing(world: World, quiet: None, seed: int) -> None:
    asker = odd_asker.Asker(seed, odd_requests.accounts(), odd_requests.known_ids())
    try:
        for _ in range(REQUESTS):
            asker.ask()
    finally:
        asker.close()
    tally = asker.tally
    assert not tally.broken, "\n".join(f"{key}\n  {tally.example[key]}" for key in tally.broken)
    assert tally.count == REQUESTS
    assert {"2xx", "3xx", "4xx"} <= set(tally.answers)  # it reaches pages, and is refused
    assert len(tally.shown_to) > len(WHO) / 2


def test_a_page_that_breaks_is_counted(
    world: World, quiet: None, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the harness sees what it looks for, and where it was."""

    def broken() -> object:
        raise KeyError("gone")

    monkeypatch.setattr(views.doors, "front_page", broken)
    asker = odd_asker.Asker(seed, {"anonymous": None}, odd_requests.known_ids())
    try:
        status = asker._send("anonymous", "GET", "/", b"", "", {})
    finally:
        asker.close()
    assert status == 500
    (where,) = asker.tally.broken
    assert where.startswith("KeyError at views.py:")


def test_every_address_can_be_asked_for(world: World) -> None:
    found = [path for path, _ in odd_asker.templates_of(odd_requests.get_resolver())]
    assert "kringen/<uuid:circle_id>/" in found
    assert "account/login/" in found
    assert Client().get("/account/login/").status_code == 200
