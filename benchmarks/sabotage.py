"""Make the product worse in many ways, one at a time, and see whether anything notices.

``make bench NAME=sabotage`` tries every sabotage of ``sabotages/*.toml`` and of
``sabotage_finders`` in a copy of the repository, against the gate or the tests named beside it.
``ARGS="--only WORD"`` takes those with the word in their name, ``--jobs N`` that many copies at
a time, ``--list`` shows the names. Before them, the untouched copy must pass the same checks,
and after them a change that harms nothing must go unnoticed.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from queue import SimpleQueue
from time import perf_counter

from common import emit, machine
from sabotage_changes import COVERAGE, LINT, Sabotage, from_lists
from sabotage_finders import everywhere
from sabotage_tree import ROOT, Outcome, Tree, copy_of_the_tree, try_out

LEAST = 60
HARMLESS = Sabotage(
    name="harmless",
    kind="a change that harms nothing",
    file="src/samenspel/core/clock.py",
    noticed_by=(f"{LINT}format", f"{LINT}lint", "tests/core/test_kernel.py"),
    append="\n\n# The clock ticks.\n",
)
Tried = list[tuple[Sabotage, Outcome]]


def chosen(words: Sequence[str]) -> list[Sabotage]:
    """Every sabotage, or those with one of the words in their name or kind."""
    every = [*from_lists(), *everywhere(ROOT)]
    if not words:
        return every
    return [one for one in every if any(word in f"{one.name} {one.kind}" for word in words)]


def untouched(trees: Sequence[Tree], sabotages: Sequence[Sabotage]) -> Outcome:
    """Run all checks of the sabotages on the tree as it is; the tests beside the gates."""
    checks = {check: None for one in sabotages for check in one.noticed_by}
    files = {check for check in checks if "::" not in check}
    # A file that runs whole needs none of its tests apart.
    needed = [one for one in checks if one.partition("::")[0] not in files - {one}]
    gates = [one for one in needed if one.startswith((LINT, COVERAGE))]
    parts = [[one for one in needed if one not in gates], gates]
    with ThreadPoolExecutor(len(trees)) as pool:
        found = list(pool.map(lambda tree, part: tree.check(part), cycle(trees), parts))
    return next((one for one in found if one.noticed_by or one.broken), Outcome())


def try_all(trees: Sequence[Tree], sabotages: Sequence[Sabotage]) -> Tried:
    """Try the sabotages, as many at a time as there are trees, and tell of each when done."""
    free: SimpleQueue[Tree] = SimpleQueue()
    for tree in trees:
        free.put(tree)

    def one(sabotage: Sabotage) -> tuple[Sabotage, Outcome]:
        tree = free.get()
        try:
            outcome = try_out(tree, sabotage)
        finally:
            free.put(tree)
        tell(sabotage, outcome)
        return sabotage, outcome

    with ThreadPoolExecutor(len(trees)) as pool:
        return list(pool.map(one, sabotages))


def tell(sabotage: Sabotage, outcome: Outcome) -> None:
    """Print one line: name, what noticed it, seconds."""
    said = outcome.noticed_by or "NOT NOTICED" + (f" ({outcome.broken})" * bool(outcome.broken))
    print(f"{sabotage.name:<44} {said}  {outcome.seconds:.1f} s", flush=True)


def figures(
    tried: Tried, clean: Outcome, harmless: Outcome, seconds: float
) -> dict[str, object]:
    """What the run found, with what noticed each; ``met`` says whether the bar holds."""
    missed = [one.name for one, outcome in tried if not outcome.noticed_by]
    controls = not clean.noticed_by and not clean.broken
    quiet = not harmless.noticed_by and not harmless.broken
    by = Counter(outcome.noticed_by.partition("::")[0] for _, outcome in tried)
    by.pop("", None)
    return {
        "sabotages": len(tried),
        "kinds": len({one.kind for one, _ in tried}),
        "noticed": len(tried) - len(missed),
        "not_noticed": missed,
        "untouched_passes": controls,
        "harmless_goes_unnoticed": quiet,
        "seconds": round(seconds),
        "noticed_by": dict(by.most_common()),
        "each": {
            one.name: {"kind": one.kind, "noticed_by": outcome.noticed_by or "nothing"}
            for one, outcome in tried
        },
        "met": controls and quiet and not missed and len(tried) >= LEAST,
    }


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; exit status 1 when a sabotage goes unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="WORD")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args(arguments)
    sabotages = chosen(options.only)
    if options.list or not sabotages:
        print(
            "\n".join(f"{one.name:<44} {one.kind}" for one in sabotages) or "None is called so."
        )
        return 0 if sabotages else 2
    before, began = machine(), perf_counter()
    with ExitStack() as stack:
        jobs = min(options.jobs, len(sabotages))
        trees = [stack.enter_context(copy_of_the_tree()) for _ in range(jobs)]
        clean = untouched(trees, sabotages)
        if clean.noticed_by or clean.broken:
            print(f"{clean.said[-3000:]}\nThe untouched copy fails, so nothing below counts:")
            print(clean.noticed_by or clean.broken, flush=True)
        tried = try_all(trees, sabotages)
        harmless = try_out(trees[0], HARMLESS)
    tell(HARMLESS, harmless)
    found = figures(tried, clean, harmless, perf_counter() - began)
    emit("sabotage", before | found)
    held = found["untouched_passes"] and found["harmless_goes_unnoticed"]
    return 0 if held and not found["not_noticed"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
