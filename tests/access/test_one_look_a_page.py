"""A page writes down whom it showed in one go: when it fails halfway, nobody saw anything."""

from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.access.test_matrix import GET
from tests.access.world import WHO, World, client_of

from samenspel.access import read_log

LOOKERS = ("joost", "fatma", "noor", "bram")
KEEP: Any = read_log._keep


def writes(world: World) -> dict[str, int]:
    """Return in how many statements each page at most wrote down whom it showed."""
    most = {}
    for route, row in GET.items():
        served = dict(zip(WHO, row.split(), strict=True))
        for who in LOOKERS:
            if served[who] == "y":
                with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                    client_of(world, who).get(world.url(route))
                    transaction.set_rollback(True)
                found = sum('INTO "access_readlogentry"' in one["sql"] for one in queries)
                most[route] = max(most.get(route, 0), found)
    return most


def test_every_page_writes_its_looks_in_one_go(world: World) -> None:
    most = writes(world)
    assert {route for route, found in most.items() if found > 1} == set()
    assert sum(found == 1 for found in most.values()) > 10


def test_a_page_that_writes_them_one_by_one_is_noticed(world: World) -> None:
    """Negative control: without gathering, several pages write more than once."""
    with patch.object(read_log, "_keep", _at_once):
        most = writes(world)
    assert most["portal:home"] > 1
    assert most["portal:work_list"] > 1


def _at_once(entries: Any) -> None:
    page = read_log._page.set(None)
    try:
        KEEP(entries)
    finally:
        read_log._page.reset(page)
