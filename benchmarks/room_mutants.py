"""Draw changes of one line over the rooms, and see whether the tests of the room notice.

``make bench NAME=room-mutants`` draws 200 of all changes that ``code_changes`` finds, and runs
against each the tests of its own room that come by that line, and where these say nothing those
of other rooms. ``ARGS="--draw N"`` draws more or fewer, ``--seed N`` draws others, ``--only
WORD`` takes those with the word in their name, ``--jobs N`` that many copies at a time. What
goes unnoticed is named, with why it is no fault (``room_mutants_equal.toml``).

Left out: rooms that run as a process of their own (LEFT_OUT), migrations, and the fields of
models, which the gate on migrations compares.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from code_changes import every_change
from common import emit, machine
from mutants import ComesBy, Mutant, with_reasons
from sabotage import HARMLESS, try_all
from sabotage_changes import DOES_NOT_APPLY, Sabotage
from sabotage_tree import ROOT, Outcome, Tree, copy_of_the_tree, try_out

LEFT_OUT = {"database", "demo", "runner", "settings"}
DRAW, SEED, LEAST_SHARE = 200, 20261127, 0.9
REASONS = Path(__file__).with_name("room_mutants_equal.toml")
DECLARED = {
    "privacy.py": ("tests/core/test_privacy.py", "tests/own_data"),
    "row_policies.py": ("tests/access/test_row_security.py", "tests/core/test_row_security.py"),
}
"""Files in which a room only declares what another keeps to: the tests of those who do."""

MANY = 150
"""Of more test functions than this, those that run little else are asked."""


def mutants(root: Path = ROOT) -> Iterator[Mutant]:
    """Yield every change of every room that has tests of its own."""
    rooms = root / "src/samenspel"
    for path in sorted(rooms.rglob("*.py")):
        place = path.relative_to(rooms)
        room = place.parts[0]
        if room in LEFT_OUT or "migrations" in place.parts:
            continue
        if not (root / "tests" / room).is_dir():
            continue
        fields = path.name == "models.py"
        text, file = path.read_text("utf-8"), path.relative_to(root).as_posix()
        for change in every_change(text, functions_only=fields):
            yield Mutant(f"{place.as_posix()} {change.name}", room, file, text, change)


def drawn(every: Iterable[Mutant], wanted: int, seed: int) -> list[Mutant]:
    """Return some, the same as long as their own lines stay: a name decides on itself alone."""
    return sorted(every, key=lambda one: _draw(one.name, seed))[:wanted]


def _draw(name: str, seed: int) -> bytes:
    return hashlib.sha256(f"{seed} {name}".encode()).digest()


def reasons() -> dict[str, str]:
    """Why a change that goes unnoticed is no fault, by its name."""
    found: dict[str, str] = tomllib.loads(REASONS.read_text(encoding="utf-8"))["equal"]
    return found


def checks_of(mutant: Mutant, comes_by: ComesBy) -> list[str]:
    """Return the tests of the room that run the changed line; all where that is not known."""
    own = f"tests/{mutant.kind}/"
    found = [test for test in comes_by.tests(mutant) if test.startswith(own)]
    return found[:MANY] or [own.rstrip("/")]


def elsewhere(mutant: Mutant, comes_by: ComesBy) -> list[str]:
    """Return the tests of other rooms that run the change, or that read what is declared."""
    own = f"tests/{mutant.kind}/"
    found = [test for test in comes_by.tests(mutant) if not test.startswith(own)][:MANY]
    return [*found, *DECLARED.get(Path(mutant.file).name, ())]


def try_out_all(
    trees: Sequence[Tree], chosen: Sequence[Mutant], comes_by: ComesBy
) -> list[tuple[Sabotage, Outcome]]:
    """Ask the tests of each change's own room, and those of others about what is left.

    SystemExit when a change could not be made: somebody changed the code meanwhile.
    """
    first = try_all(trees, [one.against(checks_of(one, comes_by)) for one in chosen])
    if moved := [one.name for one, found in first if DOES_NOT_APPLY in found.broken]:
        raise SystemExit(f"The code is not what it was at the start: {moved}")
    quiet = {one.name for one, found in first if not (found.noticed_by or found.broken)}
    others = [(one, elsewhere(one, comes_by)) for one in chosen if one.name in quiet]
    again = try_all(trees, [one.against(tests) for one, tests in others if tests])
    later = {one.name: outcome for one, outcome in again}
    return [(one, later.get(one.name, found)) for one, found in first]


def figures(
    tried: Sequence[tuple[Sabotage, Outcome]], every: int, why: Mapping[str, str]
) -> dict[str, Any]:
    """What was noticed, and what was not, with the reasons written down."""
    missed = [one.name for one, outcome in tried if not (outcome.noticed_by or outcome.broken)]
    equal = {name: why[name] for name in missed if name in why}
    unnoticed = [name for name in missed if name not in equal]
    meaningful = len(tried) - len(equal)
    share = (meaningful - len(unnoticed)) / meaningful if meaningful else 0.0
    rooms = Counter(one.kind for one, _ in tried)
    away = sum(
        not found.noticed_by.startswith(f"tests/{one.kind}/")
        for one, found in tried
        if found.noticed_by
    )
    return {
        "changes": every,
        "drawn": len(tried),
        "drawn_by_room": dict(rooms.most_common()),
        "equal_in_meaning": len(equal),
        "equal": with_reasons(equal),
        "unnoticed": unnoticed,
        "noticed_by_another_room_alone": away,
        "nothing_ran_any_more": sum(bool(outcome.broken) for _, outcome in tried),
        "share_noticed": round(share, 4),
        "bar_share_noticed": LEAST_SHARE,
    }


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; exit status 1 when too many changes go unnoticed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--draw", type=int, default=DRAW, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="N")
    parser.add_argument("--only", action="append", default=[], metavar="WORD")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    every = list(mutants())
    wanted = [one for one in every if all(word in one.name for word in options.only)]
    chosen = drawn(wanted, options.draw, options.seed)
    before, began = machine(), perf_counter()
    with ExitStack() as stack:
        trees = [stack.enter_context(copy_of_the_tree()) for _ in range(options.jobs)]
        rooms = [f"tests/{room}" for room in sorted({one.kind for one in every})]
        comes_by = ComesBy.run(trees, rooms)
        print(f"The rooms as they are pass, in {perf_counter() - began:.0f} s", flush=True)
        tried = try_out_all(trees, chosen, comes_by)
        harmless = try_out(trees[0], replace(HARMLESS, noticed_by=("tests/core",)))
    found = figures(tried, len(every), reasons())
    found["seed"] = options.seed
    found["harmless_goes_unnoticed"] = not harmless.noticed_by and not harmless.broken
    found["seconds"] = round(perf_counter() - began)
    found["met"] = (
        found["harmless_goes_unnoticed"]
        and found["drawn"] >= DRAW
        and found["share_noticed"] >= LEAST_SHARE
    )
    emit("room-mutants", before | found)
    return 0 if found["met"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
