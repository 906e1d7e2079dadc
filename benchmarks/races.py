"""Two people at once: every verb that changes something, by several at the same moment.

Makes a database of its own and runs the real services in several processes, each step of a race
in a thread with its own connection. After each race it is checked that nothing that was
acknowledged is lost, that nothing was done twice, that no helper got more than they offered and
that nobody met an error. Then the same races without locks, which must go wrong.

``make bench NAME=races ARGS="2000"`` for fewer.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.conf import settings
from django.core import mail
from django.db import connections
from django.db.backends.signals import connection_created

from own_databases import connect_to, own_databases

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.settings.test"

RACES, PROCESSES = 20_000, 2
UNLOCKED = 10
"""Of how many races one is run without locks."""

MOST_SECONDS = 3600
KINDS = ("lost", "doubled", "over", "unexpected")


def as_web(connection: Any, **_more: object) -> None:
    """Be the role of the web server."""
    roles = import_module("samenspel.database.roles")
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION ROLE {roles.Role.WEB.user}")


def past_the_second_wall() -> AbstractContextManager[None]:
    """Reach all rows: a scene is several people's, and the wall is not what is raced here."""
    wall = import_module("samenspel.core.row_security")
    context: AbstractContextManager[None] = wall.acting_for_system(wall.Reason.COMMAND)
    return context


def prepare() -> Mapping[str, Any]:
    """Load the scenes and what all of them need; return the scenes by name."""
    mail.outbox = []
    for path in sorted(ROOT.glob("benchmarks/race_scenes_*.py")):
        import_module(path.stem)
    import_module("race_world").make_ground()
    scenes: Mapping[str, Any] = import_module("race_scenes").SCENES
    return scenes


def tell(words: str) -> None:
    """Say how far it is, beside the figures."""
    print(words, file=sys.stderr, flush=True)


def work(job: tuple[str, str, int, int, bool]) -> Any:
    """Run a share of the races in a process of its own."""
    administrator, name, count, seed, locked = job
    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    connect_to(administrator, name)
    connection_created.connect(as_web)
    runner = import_module("race_runner")
    with past_the_second_wall(), nullcontext() if locked else runner.without_locks():
        tally = runner.run(prepare(), count, seed, tell)
    connections.close_all()
    return tally


def together(administrator: str, names: Sequence[str], count: int, *, locked: bool) -> Any:
    """Run races in as many processes as databases; return one tally."""
    runner = import_module("race_runner")
    share = count // len(names)
    jobs = [(administrator, name, share, seed, locked) for seed, name in enumerate(names)]
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        return runner.added(pool.map_async(work, jobs).get(MOST_SECONDS))


def figures_of(held: Any, unheld: Any, seconds: float) -> dict[str, Any]:
    """What the two runs found."""
    found = {kind: held.faults[kind] for kind in KINDS}
    return {
        "races": held.races,
        "scenes": len(import_module("race_scenes").SCENES),
        "verbs": len({v for of in import_module("race_scenes").VERBS.values() for v in of}),
        "seconds": round(seconds, 1),
        **found,
        "without_locks_races": unheld.races,
        "without_locks_faulty": unheld.faulty,
        **{f"without_locks_{kind}": unheld.faults[kind] for kind in KINDS},
        "without_locks_scenes_at_fault": len(unheld.by_name),
        "enough_races": held.races >= RACES,
        "met": held.races >= RACES and held.faulty == 0 and unheld.faulty > 0,
    }


def main() -> None:
    """Run on a database that is thrown away; print the figures, the last line as JSON."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RACES
    django.setup()
    workers = [f"races{number}" for number in range(PROCESSES)]
    # One for each process: what is swept in one is not awaited in another.
    with own_databases(*workers) as (administrator, names):
        for name in names:
            connect_to(administrator, name)
            with past_the_second_wall():
                prepare()
            connections.close_all()
        began = perf_counter()
        held = together(administrator, names, count, locked=True)
        seconds = perf_counter() - began
        unheld = together(administrator, names, count // UNLOCKED, locked=False)
    print("\n".join(held.words))
    print("Without locks, by race:", dict(unheld.by_name))
    common = import_module("common")
    common.emit("races", {**common.machine(), **figures_of(held, unheld, seconds)})


if __name__ == "__main__":
    main()
