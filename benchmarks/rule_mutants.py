"""Change one cell of the access rules at a time, and see whether the access tests notice.

``make bench NAME=rule-mutants`` tries every grant, category and reason of ``access/rules.py``
in this process, a drawn part of them in a copy of the repository too (both ways must agree),
every change of the second wall, and every change of the code that decides: in a database here,
and in a copy where nothing notices it or it cannot be made here. ``ARGS="--code N"`` draws N
changes of the code, ``--copies N`` tries at most N in copies, ``--both-ways N`` N cells.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from common import emit, machine
from mutants import ComesBy, Mutant, with_reasons
from sabotage import HARMLESS, try_all
from sabotage_changes import Sabotage
from sabotage_tree import ROOT, Tree, copy_of_the_tree, try_out

sys.path.append(str(ROOT))

from rule_mutants_cells import Cell, cells, noticed_by, pure_tests
from rule_mutants_code import NEAREST, WIDER, code_mutants
from rule_mutants_equal import EQUAL

SEED, BOTH_WAYS, MANY = 20261127, 24, 200
TESTS = {
    "wall": "tests/access/test_holes_in_the_wall.py",
    "code": "tests/access/test_rule_mutants.py",
}


def in_this_process(every: Sequence[Cell]) -> dict[Cell, list[str]]:
    """Which tests notice each cell; none may fail before anything is changed."""
    tests = pure_tests()
    for test in tests.values():
        test()
    return {cell: noticed_by(cell, tests) for cell in every}


def both_ways(trees: Sequence[Tree], found: dict[Cell, list[str]], wanted: int) -> list[str]:
    """Try a drawn part of the cells in a copy; return those where the two ways differ."""
    drawn = random.Random(SEED).sample(list(found), wanted)
    tried = try_all(trees, [cell.sabotage for cell in drawn])
    return [
        cell.line
        for cell, (_, outcome) in zip(drawn, tried, strict=True)
        if outcome.broken
        or (outcome.noticed_by not in found[cell] and outcome.noticed_by != "")
        or bool(outcome.noticed_by) != bool(found[cell])
    ]


def in_the_database(which: str, wanted: int) -> dict[str, Any]:
    """Run the tests that change the wall and the code in a database; return their figures."""
    with TemporaryDirectory() as told:
        asked = {"PYTHONPATH": "src", "RULE_MUTANTS": str(wanted), "RULE_MUTANTS_TOLD": told}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n", "0", "--timeout", "0", TESTS[which]],
            cwd=ROOT, env=os.environ | asked, capture_output=True, text=True, check=False,
        )  # fmt: skip
        path = Path(told, f"{which}.json")
        if done.returncode or not path.exists():
            raise SystemExit(f"{TESTS[which]} fails:\n{done.stdout[-2000:]}")
        figures: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return figures


def in_copies(trees: Sequence[Tree], mutants: Sequence[Mutant]) -> list[Sabotage]:
    """Ask more tests, those that run a change; return what none of them notices."""
    if not mutants:
        return []
    comes_by = ComesBy.run(trees, WIDER)
    # What no test is seen to run, runs when its module is read, before any of them.
    asked = [one.against(comes_by.tests(one)[:MANY] or [*NEAREST, *WIDER]) for one in mutants]
    return [one for one, found in try_all(trees, asked) if not found.noticed_by]


def figures(
    found: dict[Cell, list[str]], code: dict[str, Any], wall: dict[str, Any]
) -> dict[str, Any]:
    """What was noticed by what, and what was not."""
    return {
        "cells": len(found),
        "cells_by_kind": dict(Counter(cell.kind for cell in found)),
        "cells_noticed_by": dict(Counter(chain.from_iterable(found.values())).most_common()),
        "cells_not_noticed": [cell.line for cell, names in found.items() if not names],
        "wall": wall["holes"],
        "wall_not_noticed": wall["not_noticed"],
        "wall_equal": with_reasons(wall["equal"]),
        "code": code["there_are"],
        "code_tried": code["tried"] + code["in_copies"],
        "code_noticed_here": code["tried"] - len(code["left"]),
        "code_not_noticed": code["not_noticed"],
        "code_equal": with_reasons(EQUAL),
    }


def of_the_code(trees: Sequence[Tree], wanted: int, in_a_copy: int) -> dict[str, Any]:
    """Change the code in this way and, where nothing notices or it cannot be, in copies."""
    here = in_the_database("code", wanted)
    mutants = {one.name: one for one in code_mutants(ROOT)}
    names = [*here["left"], *(one for one in mutants if one in set(here["not_here"]))]
    names = [name for name in names if name not in EQUAL][:in_a_copy]
    missed = [one.name for one in in_copies(trees, [mutants[name] for name in names])]
    untried = [name for name in here["left"] if name not in {*names, *EQUAL}]
    in_copies_only = sum(name in set(here["not_here"]) for name in names)
    return here | {"not_noticed": missed + untried, "in_copies": in_copies_only}


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; exit status 1 when a change goes unnoticed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--code", type=int, default=10_000, metavar="N")
    parser.add_argument("--copies", type=int, default=10_000, metavar="N")
    parser.add_argument("--both-ways", type=int, default=BOTH_WAYS, metavar="N")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    before, began = machine(), perf_counter()
    found = in_this_process(list(cells()))
    wall = in_the_database("wall", 0)
    with ExitStack() as stack:
        trees = [stack.enter_context(copy_of_the_tree()) for _ in range(options.jobs)]
        clean = trees[0].check(NEAREST)
        differ = both_ways(trees, found, options.both_ways)
        code = of_the_code(trees, options.code, options.copies)
        harmless = try_out(trees[0], replace(HARMLESS, noticed_by=NEAREST))
    told = figures(found, code, wall)
    told["both_ways_tried"] = options.both_ways
    told["both_ways_differ"] = differ
    told["untouched_passes"] = not clean.noticed_by and not clean.broken
    told["harmless_goes_unnoticed"] = not harmless.noticed_by and not harmless.broken
    told["seconds"] = round(perf_counter() - began)
    wrong = ("cells_not_noticed", "code_not_noticed", "wall_not_noticed", "both_ways_differ")
    told["met"] = (
        told["untouched_passes"]
        and told["harmless_goes_unnoticed"]
        and told["both_ways_tried"] >= 20
        and told["code_tried"] == told["code"] - len(EQUAL)
        and not any(told[key] for key in wrong)
    )
    emit("rule-mutants", before | told)
    return 0 if told["met"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
