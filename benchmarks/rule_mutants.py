"""Change one cell of the access rules at a time, and see whether the access tests notice.

``make bench NAME=rule-mutants`` tries every grant, category and reason of ``access/rules.py`` in
this process, a drawn part of them in a copy of the repository as well (both ways must agree),
every change of the code that decides in such a copy, and every change of the second wall by its
own test. ``ARGS="--code N"`` draws that many changes of the code, ``--jobs N`` takes that many
copies, ``--only WORD`` the changes with the word in their name, ``--list`` shows the names.
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
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any
from xml.etree import ElementTree

from common import emit, machine
from sabotage import HARMLESS, try_all
from sabotage_changes import Sabotage
from sabotage_tree import ROOT, Outcome, Tree, copy_of_the_tree, try_out

sys.path.append(str(ROOT))

from rule_mutants_cells import Cell, cells, noticed_by, pure_tests  # noqa: E402
from rule_mutants_code import NEAREST, WIDER, code_mutants  # noqa: E402
from rule_mutants_equal import EQUAL  # noqa: E402

SEED, BOTH_WAYS = 20261127, 24
HOLES = "tests/access/test_holes_in_the_wall.py"


def in_this_process(every: Sequence[Cell]) -> dict[Cell, list[str]]:
    """Which tests notice each cell; none may fail before anything is changed."""
    tests = pure_tests()
    for test in tests.values():
        test()
    return {cell: noticed_by(cell, tests) for cell in every}


def both_ways(trees: Sequence[Tree], found: dict[Cell, list[str]]) -> list[str]:
    """Try a drawn part of the cells in a copy; return those where the two ways differ."""
    drawn = random.Random(SEED).sample(list(found), min(BOTH_WAYS, len(found)))
    tried = try_all(trees, [cell.sabotage for cell in drawn])
    return [
        cell.line
        for cell, (_, outcome) in zip(drawn, tried, strict=True)
        if outcome.broken
        or (outcome.noticed_by not in found[cell] and outcome.noticed_by != "")
        or bool(outcome.noticed_by) != bool(found[cell])
    ]


def in_copies(
    trees: Sequence[Tree], mutants: Sequence[Sabotage]
) -> list[tuple[Sabotage, Outcome]]:
    """Ask the nearest tests of each change of the code, and more where those say nothing."""
    tried = try_all(trees, mutants)
    left = [replace(one, noticed_by=WIDER) for one, outcome in tried if not outcome.noticed_by]
    left = [one for one in left if one.name not in EQUAL]
    again = {one.name: outcome for one, outcome in (try_all(trees, left) if left else [])}
    return [(one, again.get(one.name, outcome)) for one, outcome in tried]


def of_the_wall(tree: Tree) -> dict[str, Any]:
    """Run the test that makes every hole in the wall, and return its figures."""
    report = tree.path / "var" / "holes.xml"
    report.parent.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", f"--junitxml={report}", HOLES],
        cwd=tree.path, env=os.environ | {"PYTHONPATH": "src"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    found: dict[str, Any] = {"passes": done.returncode == 0}
    for one in ElementTree.parse(report).iter("property"):
        text = one.get("value", "")
        found[one.get("name", "")] = int(text) if text.isdigit() else json.loads(text)
    return found


def tested(trees: Sequence[Tree]) -> Outcome:
    """What the nearest tests say of the tree as it is: nothing, it should be."""
    return trees[0].check(NEAREST)


def figures(
    found: dict[Cell, list[str]],
    code: Sequence[tuple[Sabotage, Outcome]],
    wall: dict[str, Any],
    *,
    every_code: int,
) -> dict[str, Any]:
    """What was noticed by what, and what was not."""
    missed = [cell.line for cell, names in found.items() if not names]
    survived = [one.name for one, outcome in code if not outcome.noticed_by]
    by = Counter(outcome.noticed_by.partition("[")[0] for _, outcome in code)
    by.pop("", None)
    return {
        "changes": len(found) + len(code) + wall["holes"],
        "cells": len(found),
        "cells_not_noticed": missed,
        "cells_by_kind": dict(Counter(cell.kind for cell in found)),
        "cells_noticed_by": dict(Counter(chain.from_iterable(found.values())).most_common()),
        "code": len(code),
        "code_there_are": every_code,
        "code_not_noticed": [name for name in survived if name not in EQUAL],
        "code_equal": {name: EQUAL[name] for name in survived if name in EQUAL},
        "code_equal_but_noticed": [
            one.name for one, outcome in code if outcome.noticed_by and one.name in EQUAL
        ],
        "code_noticed_by": dict(by.most_common()),
        "wall": wall["holes"],
        "wall_not_noticed": wall["not_noticed"],
        "wall_equal": wall["equal"],
    }


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; exit status 1 when a change goes unnoticed."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--only", default="", metavar="WORD")
    parser.add_argument("--code", type=int, metavar="N")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    every_cell = [cell for cell in cells() if options.only in cell.line]
    mutants = [one for one in code_mutants(Path(ROOT)) if options.only in one.name]
    if options.list:
        print(*(cell.line for cell in every_cell), *(one.name for one in mutants), sep="\n")
        return 0
    every_code = len(mutants)
    if options.code is not None and options.code < every_code:
        mutants = random.Random(SEED).sample(mutants, options.code)
    before, began = machine(), perf_counter()
    found = in_this_process(every_cell)
    with ExitStack() as stack:
        trees = [stack.enter_context(copy_of_the_tree()) for _ in range(options.jobs)]
        with ThreadPoolExecutor(1) as pool:
            wall = pool.submit(of_the_wall, trees[-1])
            clean = tested(trees)
            walled = wall.result()
        differ = both_ways(trees, found)
        code = in_copies(trees, mutants) if mutants else []
        harmless = try_out(trees[0], replace(HARMLESS, noticed_by=NEAREST))
    told = figures(found, code, walled, every_code=every_code)
    told["both_ways_tried"] = min(BOTH_WAYS, len(found))
    told["both_ways_differ"] = differ
    told["untouched_passes"] = not clean.noticed_by and not clean.broken and walled["passes"]
    told["harmless_goes_unnoticed"] = not harmless.noticed_by and not harmless.broken
    told["seconds"] = round(perf_counter() - began)
    wrong = ("cells_not_noticed", "code_not_noticed", "wall_not_noticed", "both_ways_differ")
    told["met"] = (
        told["untouched_passes"]
        and told["harmless_goes_unnoticed"]
        and told["code"] == every_code
        and not any(told[key] for key in wrong)
    )
    emit("rule-mutants", before | told)
    return 0 if told["met"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
