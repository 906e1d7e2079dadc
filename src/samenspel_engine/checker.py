"""Check a result without trusting the program that made it.

This file uses nothing of the engine. It reads one proof (``.json`` or ``.parquet``), works out
every compatible pair and its cost again with plain rules of its own, and checks that nobody is
matched against a rule, that nobody has more people than places, and that the prices prove that
no other plan is better. Beside ``x-proof.json`` the proposals in ``x.csv`` are compared too.

The proof in one line: every plan costs at least sum(u) - sum(places * v) when v >= 0 and
u <= cost + v for every compatible pair and u <= the cost of staying open.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BODILY_TASK, BODILY_LIMIT, WHOLE = 11, 1 << 4, 1000
Table = dict[str, NDArray[Any]]


def read(path: Path) -> dict[str, Any]:
    """The parts of a proof."""
    if path.suffix != ".parquet":
        parts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return parts
    rows = import_module("pyarrow.parquet").read_table(path).to_pydict()
    return {k: json.loads(v) for k, v in zip(rows["part"], rows["json"], strict=True)}


def pair_costs(parts: dict[str, Any], i: int, r: Table, o: Table) -> NDArray[np.int64]:
    """Cost of request ``i`` with every helper; -1 where a hard rule forbids the pair."""
    s = parts["settings"]
    dx, dy = (np.rint(o[c]) - np.rint(r[c][i]) for c in ("x_m", "y_m"))
    away2 = dx * dx + dy * dy
    windows = np.bitwise_count(o["windows"] & r["windows"][i]).astype(np.int64)
    shared = np.bitwise_count(o["interests"] & r["interests"][i]).astype(np.int64)
    skills, wish = r["skills_needed"][i], r["gender_wish"][i]
    bodily = r["task"][i] == BODILY_TASK or bool(r["boundaries"][i] & BODILY_LIMIT)
    ready = o["bodily_willing"] & o["bodily_trained"] & o["bodily_allowed"]
    may = (o["tasks"] >> r["task"][i] & 1) == 1
    may &= (away2 <= o["radius_m"] ** 2) & (windows >= r["overlap_needed"][i])
    may &= np.rint(60 * o["hours_per_week"]) >= np.rint(60 * r["hours_per_week"][i])
    may &= (o["languages"] & r["languages"][i]) != 0
    may &= ((o["refused"] & r["boundaries"][i]) == 0) & ((o["skills"] & skills) == skills)
    may &= (o["gender"] == wish) | (not r["gender_required"][i])
    may &= o["vog_seen"] | (not r["vog_needed"][i])
    may &= (ready & bool(r["bodily_comfortable"][i])) | (not bodily)
    special = {k: [b for a, b in parts["pairs"][k] if a == i] for k in parts["pairs"]}
    may[special["forbidden"]] = False
    quality = np.floor(s["nearness"] * s["near_m"] / (s["near_m"] + np.sqrt(away2)))
    quality += s["overlap"] * np.minimum(windows, s["enough_overlap"]) // s["enough_overlap"]
    most = s["enough_interests"]
    quality += s["interests"] * np.minimum(shared, most) // most
    quality += s["wishes"] * ((o["gender"] == wish) | (wish == 0))
    weeks = s["long_idle_weeks"]
    quality += s["room"] * np.minimum(o["idle_weeks"], weeks) // weeks
    quality[special["trusted"]] += s["trusted"]
    quality = np.maximum(quality, 1)
    quality[special["previous"]] += s["continuity"]
    return np.where(may, WHOLE + s["continuity"] - quality, -1).astype(np.int64)


def sealed(parts: dict[str, Any]) -> str:
    """SHA-256 of everything but the hash itself."""
    content = {k: v for k, v in parts.items() if k != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check_places(parts: dict[str, Any], r: Table, o: Table) -> list[str]:
    """Places, fixed matches, signs and plain totals."""
    served = r["helper"] >= 0
    load = np.bincount(r["helper"][served], minlength=len(o["ids"]))
    about = parts["about"]
    told = about["served"], about["quality"]
    complaints = {
        "the file is not as it was written": sealed(parts) != parts["sha256"],
        "a fixed match was not kept": any(
            r["helper"][i] != j for i, j in parts["pairs"]["fixed"]
        ),
        "a helper has too many people": bool((load > o["capacity"]).any()),
        "a helper has a negative price": bool((o["price"] < 0).any()),
        "the numbers served or the quality are wrong": told
        != (int(served.sum()), int(r["quality"].sum())),
    }
    return [text for text, true in complaints.items() if true]


def check(parts: dict[str, Any]) -> list[str]:
    """What is wrong with a proof; nothing when it holds."""
    r, o = ({k: np.array(v) for k, v in parts[t].items()} for t in ("requests", "offers"))
    wrong = check_places(parts, r, o)
    s, n, m = parts["settings"], len(r["ids"]), len(o["ids"])
    fixed = dict(parts["pairs"]["fixed"])
    left = o["capacity"] - np.bincount(np.array([*fixed.values()], int), minlength=m)
    unit = (WHOLE + s["continuity"] + 1) * (n - len(fixed) + m + 1)
    value, bound = 0, -int((o["price"] * left).sum())
    for i in (i for i in range(n) if i not in fixed):
        costs = np.where(left > 0, pair_costs(parts, i, r, o), -1)
        leave = unit * int(r["urgency"][i] if s["urgent_first"] else 1)
        chosen, known = int(r["helper"][i]), costs >= 0
        if chosen >= 0 and WHOLE + s["continuity"] - r["quality"][i] < costs[chosen]:
            wrong.append(f"the quality of {r['ids'][i]} is too high")
        if chosen >= 0 and not known[chosen]:
            wrong.append(f"{r['ids'][i]} has a helper who may not be chosen")
        if r["price"][i] > min(leave, (costs + o["price"])[known].min(initial=leave)):
            wrong.append(f"the price of {r['ids'][i]} is too high")
        value += int(costs[chosen]) if chosen >= 0 else leave
        bound += int(r["price"][i])
    if (value, bound) != (parts["about"]["value"], parts["about"]["bound"]):
        wrong.append("the totals are not those of the plan and the prices")
    return wrong if value == bound else [*wrong, f"not proven optimal: gap {value - bound}"]


def check_file(path: Path) -> list[str]:
    """Check a proof and, where they stand beside it, its proposals."""
    try:
        parts = read(path)
        wrong = check(parts)
        proposals = path.with_name(path.stem.removesuffix("-proof") + ".csv")
        if path.stem.endswith("-proof") and proposals.exists():
            ids, names = parts["offers"]["ids"], parts["requests"]["ids"]
            plan = zip(names, parts["requests"]["helper"], strict=True)
            expected = [(str(name), str(ids[j])) for name, j in plan if j >= 0]
            with proposals.open(encoding="utf-8", newline="") as file:
                told = [(row["request_id"], row["offer_id"]) for row in csv.DictReader(file)]
            if told != expected:
                wrong.append(f"{proposals.name} does not tell this plan")
    except (KeyError, ValueError, TypeError, IndexError, ImportError, OSError) as error:
        return [f"the file cannot be read as a proof: {type(error).__name__}: {error}"]
    return wrong


def _is_plan(path: Path) -> bool:
    """Whether this is the proof of a weekly plan, which has a checker of its own."""
    try:
        return "week" in read(path)
    except (KeyError, ValueError, TypeError, ImportError, OSError):
        return False


def command(arguments: Namespace) -> int:
    """Entrance of the sub-command: 0 when the proof holds, 1 when it does not."""
    if _is_plan(arguments.file):
        return int(import_module("samenspel_engine.weekplan.checker").command(arguments))
    wrong = check_file(arguments.file)
    sys.stdout.write("".join(f"{one}\n" for one in wrong) or "the proof holds: optimal\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(command(Namespace(file=Path(sys.argv[1]))))
