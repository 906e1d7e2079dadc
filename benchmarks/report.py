"""Write docs/reference/engine-benchmarks.md from the JSON lines in benchmarks/results.

``python benchmarks/report.py``; first put the last line of a benchmark's output in
``benchmarks/results/NAME.json``. No figure on that page is typed by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs" / "reference" / "engine-benchmarks.md"
ABOUT = ("benchmark", "machine", "load_before", "versions", "peak_memory_mb")
ORDER = (
    ("engine-xl", "A country end to end, proven optimal (bar 1: 60 s, 2 GB)"),
    ("engine-share", "The whole call against finding candidates alone (bar 2: 1.5 times)"),
    ("engine-referees", "Against other solvers at equal optimum (bar 3: 50, 15 and 20 times)"),
    ("engine-events", "One event at a time (bar 4: p99 1 ms, 1,000 times OR-Tools)"),
    ("engine-newcomers", "People who were not there (bar 4: p99 1 ms; ends at the optimum)"),
    ("engine-candidates", "Finding compatible pairs (bar 5: 10 times the best other tool)"),
    ("engine-practice", "Against today's practice (bar 6: never fewer; 10% more on Mt)"),
    ("engine-stability", "Fewer changes (bar 7: 1% on M, 5% on Mt, 0.5% of quality)"),
    ("engine-fairness", "What fairness costs"),
    ("plan-20k", "A week for 20,000 inhabitants (bar 8: gap of cost 2% in 60 s)"),
    ("plan-70k", "A week for 70,000 inhabitants (bar 8: gap of cost 2% in 60 s)"),
    ("plan-350k", "A week for 350,000 inhabitants (bar 8: gap of cost 3% in 120 s)"),
    ("plan-bound", "The bound on a week (bar 9: 5% above the linear value, 1/4 of its time)"),
    ("gap", "Generalised assignment (bar 10: bound 0.1%, plan 0.5% from the best known)"),
    ("ppe", "A real stream of protective gear (bar 11: more filled and fewer miles)"),
    ("scale-out", "Two processes and a cluster (bar 12: equal; gap 0.25%, 10 MB a process)"),
    ("nudge", "Whom to ask (bar: never below the best other way that asks as often)"),
    ("success", "Chances that come true (bar: a wrong model is noticed)"),
)
SHORT = 5
"""Longest list that goes in a cell."""

HEAD = """# Engine benchmarks

Made by `python benchmarks/report.py` from the last line of each benchmark; see
`benchmarks/README.md`. The instances are synthetic. Questions and helpers: S 1,000 and 3,000,
M 10,000 and 40,000, Mt 40,000 and 40,000, Mo 40,000 and 20,000, L 100,000 and 400,000, XL
1,000,000 and 4,000,000. Compare ratios, which come from one run; times depend on the machine,
and other work was going on where the load before the run is above zero.
"""

SITE_PAGE = PAGE.with_name("site-benchmarks.md")
SITE_ORDER = (
    ("recovery", "Kills of a site in use (bar: 30 kills, 5,000 acknowledged, none lost)"),
    ("odd-requests", "Odd requests (bar: 100,000 to every address, none breaks anything)"),
)
SITE_HEAD = """# Site benchmarks

Made by `python benchmarks/report.py` from the last line of each benchmark; see
`benchmarks/README.md`. Each runs the whole site with its own PostgreSQL. Other work was going
on where the load before the run is above zero.
"""

RACES = (
    "races",
    "Two people at once (bar: 20,000 races, nothing lost, doubled or over, no error)",
)
RACES_PAGE = PAGE.with_name("races.md")
RACES_HEAD = """# Races

Made by `python benchmarks/report.py` from the last line of `make bench NAME=races`: every verb
that changes something, by two or more people at the same moment, each in a transaction of their
own on the real database. What was acknowledged must be there afterwards or lawfully followed by
something else, nothing may be done twice, no helper gets more than they offered, and whoever
came second reads so in words. The run counts when the same races without locks do go wrong.
"""

SABOTAGES = ("sabotage", "What notices what (bar: at least 60, all noticed)")
RULES = ("rule-mutants", "Every change of one access rule (bar: all noticed)")
ROOMS = ("room-mutants", "Changes drawn over all rooms (bar: 90% noticed)")
SABOTAGES_PAGE = PAGE.with_name("sabotages.md")
SABOTAGES_HEAD = """# Sabotages

Made by `python benchmarks/report.py` from the last line of `make bench NAME=sabotage`: each way
to make the product worse is tried in a copy of the repository, and a gate or test should say
so. The run counts when the untouched copy passes the same checks and a change that harms
nothing goes unnoticed. `benchmarks/sabotages/` has the changes themselves. Below it, changes
that are found by program: all in the rules and the code that decides about access, and some in
every room, tried against that room's own tests.
"""


def plain(value: object) -> str:
    """A value as a cell of a table."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {plain(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return " / ".join(plain(one) for one in value)
    return str(value).replace("|", "\\|")


def is_table(value: object) -> bool:
    """Whether a value holds rows of one kind."""
    if not isinstance(value, Mapping) or not value:
        return False
    rows = list(value.values())
    return all(isinstance(row, Mapping) and list(row) == list(rows[0]) for row in rows)


def table(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Rows as a Markdown table; a key that a row does not have is a dash."""
    keys = list(dict.fromkeys(key for row in rows.values() for key in row))
    lines = [f"| | {' | '.join(key.replace('_', ' ') for key in keys)} |"]
    lines.append("|---" * (len(keys) + 1) + "|")
    for name, row in rows.items():
        cells = " | ".join(plain(row.get(key, "-")) for key in keys)
        lines.append(f"| {name.replace('_', ' ')} | {cells} |")
    return lines


def is_long(value: object) -> bool:
    """Whether a value is a list or holds values itself, too long for a cell."""
    return isinstance(value, Mapping) or (isinstance(value, list) and len(value) > SHORT)


def long_lines(name: str, value: Any) -> list[str]:
    """A long value below the table: a table of its own, or its parts on one line."""
    told = f"**{name.replace('_', ' ')}**"
    if isinstance(value, list) and isinstance(value[0], Mapping):
        return ["", told, "", *table({str(at): row for at, row in enumerate(value, start=1)})]
    return [
        "",
        f"{told}: {', '.join(map(plain, value)) if isinstance(value, list) else plain(value)}",
    ]


def nested_lines(nested: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Values that hold values: one table for all, and what is too long for it below."""
    rows = {
        name: {key: one for key, one in value.items() if not is_long(one)}
        for name, value in nested.items()
    }
    lines = (
        ["", *table({name: row for name, row in rows.items() if row})]
        if any(rows.values())
        else []
    )
    for name, value in nested.items():
        for key, one in value.items():
            if is_long(one):
                lines += long_lines(f"{name}, {key}", one)
    return lines


def section(title: str, figures: Mapping[str, Any]) -> list[str]:
    """One benchmark: where it ran, its figures, its tables."""
    lines = [f"## {title}", "", f"`make bench NAME={figures['benchmark']}`", ""]
    lines.append(f"{figures['machine']}, load before {figures['load_before']}, ")
    lines.append(
        f"peak memory {plain(figures['peak_memory_mb'])} MB; {plain(figures['versions'])}."
    )
    rest = {key: value for key, value in figures.items() if key not in ABOUT}
    tables = {key: value for key, value in rest.items() if is_table(value)}
    nested = {k: v for k, v in rest.items() if k not in tables and isinstance(v, Mapping) and v}
    single = {k: v for k, v in rest.items() if not isinstance(v, Mapping)}
    if single:
        lines += ["", "| figure | value |", "|---|---|"]
        lines += [
            f"| {key.replace('_', ' ')} | {plain(value)} |" for key, value in single.items()
        ]
    lines += nested_lines(nested)
    for key, rows in tables.items():
        lines += ["", f"**{key.replace('_', ' ')}**", "", *table(rows)]
    return [*lines, ""]


def page(head: str, order: Iterable[tuple[str, str]]) -> str:
    """The text of a page: a section for each benchmark."""
    lines = [head]
    for name, title in order:
        path = HERE / "results" / f"{name}.json"
        if path.exists():
            lines += section(title, json.loads(path.read_text(encoding="utf-8")))
        else:
            lines += [f"## {title}", "", "Not run.", ""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    for path, head, order in (
        (PAGE, HEAD, ORDER),
        (SITE_PAGE, SITE_HEAD, SITE_ORDER),
        (SABOTAGES_PAGE, SABOTAGES_HEAD, (SABOTAGES, RULES, ROOMS)),
        (RACES_PAGE, RACES_HEAD, (RACES,)),
    ):
        path.write_text(page(head, order), encoding="utf-8")
        print(path)


if __name__ == "__main__":
    main()
