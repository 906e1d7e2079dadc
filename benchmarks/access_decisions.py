"""A million decisions about access, by every way the product decides and by a second decider.

Worlds are drawn at random with everything in them. In each, what ``decide`` and ``decide_all``
say, what the lists show and what PostgreSQL shows with no filter of the product are compared
with a policy written by hand (tests/access/written_policy.toml, written_wall.py). ``ARGS`` is
the number of decisions. It stops after the first world with a difference.
"""

import json
import os
import platform
import sys
import time
from importlib import import_module
from pathlib import Path

import django
from django.db import connection

from own_databases import own_databases

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.settings.test"

WANTED = 1_000_000
PEOPLE = 24


def main() -> None:
    """Run on a database that is thrown away; print the figures, the last line as JSON."""
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else WANTED
    django.setup()
    with own_databases("benchmark"):
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION ROLE samenspel_web")
        figures = compare(wanted)
    for name, value in figures.items():
        print(f"{name:24} {value}")
    print(json.dumps(figures))


def compare(wanted: int) -> dict[str, object]:
    """Compare worlds until there are enough decisions; return the figures."""
    decisions = import_module("tests.access.decisions")
    moment = import_module("samenspel.core.clock").now()
    found, worlds, began = decisions.Compared(), 0, time.perf_counter()
    while found.decisions < wanted and not found.differences:
        worlds += 1
        decisions.compare_world(worlds, people=PEOPLE, at=moment, into=found)
        print(f"world {worlds}: {found.decisions} decisions", flush=True)
    for difference in found.differences[:20]:
        print(difference)
    return {
        "benchmark": "access-decisions",
        "worlds": worlds,
        "people_in_a_world": PEOPLE,
        "decisions": found.decisions,
        "decisions_of_its_kind": found.of_its_kind,
        "by_decide_one_by_one": found.by_decide,
        "in_lists": found.in_lists,
        "rows_behind_row_security": found.behind_wall,
        "allowed": found.allowed,
        "listed": found.listed,
        "rows_shown": found.shown,
        "differences": len(found.differences),
        "seconds": round(time.perf_counter() - began),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "met": found.decisions >= WANTED and not found.differences,
    }


if __name__ == "__main__":
    main()
