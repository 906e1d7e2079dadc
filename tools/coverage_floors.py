"""Compare how much of each room the tests ran with the floor of that room.

``python tools/coverage_floors.py [REPORT [FLOORS]]`` reads the report that ``make test`` has
coverage write after the whole suite, and tests/gates/coverage_floors.toml. Lines and branches
of Python count together; lines of templates count apart. Exit status 1 when a room is below its
floor or has none, or when a floor is there for nothing; 2 when there is no report.
"""

import json
import math
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "var" / "coverage" / "report.json"
FLOORS = ROOT / "tests" / "gates" / "coverage_floors.toml"
SOURCE = ("src", "samenspel")
TOP = "samenspel"  # the modules that are in no room: cli, urls and so on
KINDS = ("python", "templates")


@dataclass
class Tally:
    """How much of one kind there is in a room, how much of it ran, and where the rest is."""

    there: int = 0
    ran: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def percent(self) -> float:
        """The share that ran; when there is nothing to run, all of it did."""
        return 100 * self.ran / self.there if self.there else 100.0

    def add(self, name: str, file: dict[str, Any]) -> None:
        """Count one file of coverage's report."""
        summary = file["summary"]
        self.there += summary["num_statements"] + summary.get("num_branches", 0)
        self.ran += summary["covered_lines"] + summary.get("covered_branches", 0)
        if places := missing_in(file):
            self.missing.append(f"{name}: {places}")


Measured = dict[str, dict[str, Tally]]
Floors = dict[str, dict[str, Any]]


def missing_in(file: dict[str, Any]) -> str:
    """Return the lines that did not run and, of those that did, the branches never taken."""
    lines = set(file["missing_lines"])
    branches = [
        f"{start} -> {'exit' if end < 0 else end}"
        for start, end in file.get("missing_branches", [])
        if start not in lines
    ]
    return ", ".join([*in_ranges(lines), *branches])


def in_ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield whole numbers in order, neighbours as one range: 3, 5-8."""
    ordered = sorted(numbers)
    breaks = [at for at, (one, next_) in enumerate(pairwise(ordered), 1) if next_ > one + 1]
    for start, end in pairwise([0, *breaks, len(ordered)] if ordered else []):
        first, last = ordered[start], ordered[end - 1]
        yield str(first) if first == last else f"{first}-{last}"


def measure(report: dict[str, Any]) -> Measured:
    """Return what ran per room and kind, from coverage's report in JSON."""
    measured: Measured = defaultdict(dict)
    for name, file in sorted(report["files"].items()):
        parts = Path(name).parts
        if parts[:2] != SOURCE:
            continue
        room = parts[2] if len(parts) > len(SOURCE) + 1 else TOP
        kind = "python" if name.endswith(".py") else "templates"
        measured[room].setdefault(kind, Tally()).add(name, file)
    return dict(measured)


def verdict(tally: Tally, floor: object) -> str:
    """Say in a few words how a measured share compares with its floor."""
    whole = math.floor(tally.percent)
    if not isinstance(floor, int):
        return "NO FLOOR"
    if tally.percent < floor:
        return "UNDER"
    return f"ok, could be {whole}" if whole > floor else "ok"


def faults(measured: Measured, floors: Floors) -> Iterator[str]:
    """Yield everything that fails, each with what to do next."""
    for room in sorted(measured.keys() | floors.keys()):
        if room not in measured:
            yield f"{room}: a floor for a room that does not exist. Remove its line."
        elif room not in floors:
            values = ", ".join(
                f"{kind} = {math.floor(tally.percent)}"
                for kind, tally in sorted(measured[room].items())
            )
            yield f"{room}: no floor. Write tests, then add: {room} = {{ {values} }}"
        else:
            yield from _faults_of_room(room, measured[room], floors[room])


def _faults_of_room(
    room: str, tallies: dict[str, Tally], floor: dict[str, Any]
) -> Iterator[str]:
    if "unmeasured" in floor:
        if len(floor) > 1 or len(str(floor["unmeasured"])) <= 15:
            yield f"{room}: `unmeasured` must be alone and give its reason. Write the reason."
        return
    for kind in sorted(floor.keys() | tallies.keys()):
        tally, least = tallies.get(kind), floor.get(kind)
        if tally is None:
            yield f"{room}: a floor for {kind}, of which there are none. Remove it."
        elif type(least) is not int or not 0 <= least <= 100:
            advice = f"Add: {kind} = {math.floor(tally.percent)}"
            yield f"{room}: no floor from 0 to 100 for {kind}. {advice}"
        elif tally.percent < least:
            places = "".join(f"\n    {place}" for place in tally.missing)
            yield (
                f"{room}: {tally.percent:.2f}% of its {kind} ran, the floor is {least}%. Test"
                f" what is missing, or remove code that nothing uses:{places}"
            )


def table(measured: Measured, floors: Floors) -> Iterator[str]:
    """Yield the lines of the table: one for each room and kind, with its floor and verdict."""
    yield f"{'room':<14} {'kind':<10} {'ran':>7} {'floor':>5}  verdict"
    for room, tallies in sorted(measured.items()):
        floor = floors.get(room, {})
        for kind in KINDS:
            if (tally := tallies.get(kind)) is None:
                continue
            least = floor.get(kind)
            said = "unmeasured" if "unmeasured" in floor else verdict(tally, least)
            shown = "-" if least is None else str(least)
            yield f"{room:<14} {kind:<10} {tally.percent:>6.2f}% {shown:>5}  {said}"


def main(arguments: list[str]) -> int:
    """Print the table and what fails; return the exit status."""
    report, floors_file = [Path(one) for one in arguments] + [REPORT, FLOORS][len(arguments) :]
    if not report.is_file():
        print(f"There is no report {report}. `make test` makes it: it runs the whole suite.")
        return 2
    measured = measure(json.loads(report.read_text(encoding="utf-8")))
    floors = tomllib.loads(floors_file.read_text(encoding="utf-8"))
    print("\n".join(table(measured, floors)))
    found = list(faults(measured, floors))
    if found:
        print("\nCoverage is below what it must be:\n\n- " + "\n- ".join(found))
        print(f"\nThe floors are in {floors_file.name} (tests/gates). They only go up.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
