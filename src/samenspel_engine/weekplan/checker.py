"""Check a weekly plan and the bound on its cost without trusting the program that made them.

This file uses nothing from the engine. It reads one proof (``.json`` or ``.parquet``), makes
sure that the plan keeps every limit, works its cost out again, and works out from the prices a
bound that no plan can go below. A ``plan.csv`` beside the proof is compared too.

The proof in one line: a plan pays what it costs, and earns at most, per supplier, the best week
at these prices (a table over people and load) and the best filling of each slot.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from argparse import Namespace
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

SLOTS, SLOTS_IN_DAY, NEVER = 28, 4, -(1 << 60)
DAY_OF = np.arange(SLOTS) // SLOTS_IN_DAY
Table = dict[str, NDArray[Any]]


def read(path: Path) -> dict[str, Any]:
    """The parts of a proof."""
    if path.suffix != ".parquet":
        parts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return parts
    rows = import_module("pyarrow.parquet").read_table(path).to_pydict()
    return {k: json.loads(v) for k, v in zip(rows["part"], rows["json"], strict=True)}


def sealed(parts: dict[str, Any]) -> str:
    """SHA-256 of everything but the hash itself."""
    content = {k: v for k, v in parts.items() if k != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def whole_week(told: dict[str, Any]) -> Table:
    """The week as arrays of whole numbers, with the visit of each pair and its free slots."""
    w = {name: np.array(values, np.int64) for name, values in told.items()}
    w["visit"] = np.repeat(np.arange(w["client"].size), np.diff(w["start"]))
    w["slot_room"] = w["slot_room"].reshape(-1, SLOTS)
    w["may"] = (w["slots"][:, None] >> np.arange(SLOTS) & 1) == 1
    return w


def odd_week(w: Table) -> list[str]:
    """What makes the week itself invalid."""
    n, m, r = w["client"].size, w["week_room"].size, w["relation_cost"].size
    by = w["relation"]
    signs = ("time", "load", "cost", "relation_cost", "slots")
    wrong = {
        "a length or a cost is negative": any((w[k] < 0).any() for k in signs),
        "the pairs are not those of the visits": w["start"].shape != (n + 1,)
        or w["start"][0] != 0
        or w["start"][-1] != w["supplier"].size
        or bool((np.diff(w["start"]) < 0).any()),
        "there is no such relation": bool(((by < 0) | (by >= r)).any()),
        "the rows do not fit together": w["slot_room"].shape != (m, SLOTS)
        or any(w[k].size != n for k in ("open_cost", "day_group")),
    }
    if not any(wrong.values()):
        same = (w["relation_supplier"][by] == w["supplier"]).all()
        same &= (w["relation_client"][by] == w["client"][w["visit"]]).all()
        wrong["a relation is between other people than its pairs"] = not bool(same)
    return [text for text, true in wrong.items() if true]


def broken(w: Table, pair: NDArray[Any], slot: NDArray[Any]) -> list[str]:
    """Limits that the plan breaks, counted visit by visit."""
    used: dict[str, Counter[Any]] = {k: Counter() for k in ("slot", "week", "day", "met")}
    wrong = set()
    for k in np.flatnonzero(pair >= 0).tolist():
        p, t = int(pair[k]), int(slot[k])
        if not (w["start"][k] <= p < w["start"][k + 1] and 0 <= t < SLOTS and w["may"][p, t]):
            wrong.add(f"visit {k} has a supplier or a slot it cannot have")
            continue
        s, group = int(w["supplier"][p]), int(w["day_group"][k])
        used["slot"][s, t] += int(w["time"][p])
        used["week"][s] += int(w["load"][p])
        used["met"][int(w["relation"][p])] += 1
        if group >= 0:
            used["day"][group, t // SLOTS_IN_DAY] += 1
            if w["group_days"][group] >> (t // SLOTS_IN_DAY) & 1:
                wrong.add(f"visit {k} is on a day that is taken")
    opened = np.array(list(used["met"]), np.int64)
    counts = w["relation_counts"][opened]
    people = Counter(w["relation_supplier"][opened[counts & 1 > 0]].tolist())
    faces = Counter(w["relation_client"][opened[counts & 2 > 0]].tolist())
    limits = {
        "a daypart of a supplier is too full": any(
            v > w["slot_room"][k] for k, v in used["slot"].items()
        ),
        "a week of a supplier is too full": any(
            v > w["week_room"][k] for k, v in used["week"].items()
        ),
        "two visits fall on one day": any(v > 1 for v in used["day"].values()),
        "a supplier has too many people": any(v > w["people"][k] for k, v in people.items()),
        "a client has too many faces": any(v > w["faces"][k] for k, v in faces.items()),
    }
    return sorted(wrong) + [text for text, true in limits.items() if true]


def cost_of(w: Table, pair: NDArray[Any]) -> int:
    """What the plan costs."""
    used = pair[pair >= 0]
    opened = sorted(set(w["relation"][used].tolist()))
    paid = w["cost"][used].sum() + w["relation_cost"][opened].sum()
    return int(paid + w["open_cost"][pair < 0].sum())


def best_week(groups: list[Any], people: int, room: int) -> int:
    """The most a supplier earns; a group has a cost, heads (1 or 0) and (profit, load)s."""
    people = max(0, min(people, sum(heads for _, heads, _ in groups)))
    best = np.zeros((people + 1, room + 1), np.int64)
    for cost, heads, pairs in groups:
        inside = best - cost
        if heads:
            inside[1:] = inside[:-1].copy()
            inside[0] = NEVER
        for profit, load in pairs:
            if load <= room:
                more = inside[:, : room + 1 - load] + profit
                inside[:, load:] = np.maximum(inside[:, load:], more)
        best = np.maximum(best, inside)
    return int(best[-1, -1])


def best_filling(prices: dict[int, int], most: Counter[int], room: int) -> int:
    """The most that a slot earns with visits of priced lengths, each at most ``most`` times."""
    best = [0] * (room + 1)
    for length, price in prices.items():
        for _ in range(min(most[length], room // length) if price > 0 else 0):
            for q in range(room, length - 1, -1):
                best[q] = max(best[q], best[q - length] + price)
    return best[room]


def earned_by_suppliers(w: Table, pairs: NDArray[Any], profit: NDArray[Any], new: Any) -> int:
    """The most that all suppliers earn; ``new`` is the cost of each relation."""
    groups: dict[int, dict[int, list[tuple[int, int]]]] = {}
    room: Counter[int] = Counter()
    told = (w["supplier"], w["relation"], w["load"])
    rows = zip(*(column[pairs].tolist() for column in told), profit.tolist(), strict=True)
    for s, relation, load, gain in rows:
        room[s] += load
        if gain > 0:
            groups.setdefault(s, {}).setdefault(relation, []).append((gain, load))
    heads, total = w["relation_counts"] & 1, 0
    for s, by in groups.items():
        parts = [(int(new[r]), int(heads[r]), items) for r, items in by.items()]
        most = max(0, min(room[s], int(w["week_room"][s])))
        total += best_week(parts, int(w["people"][s]), most)
    return total


def earned_by_slots(w: Table, uses: NDArray[np.bool_], table: NDArray[Any]) -> int:
    """The most that all slots earn from the pairs that pay for them."""
    rows: dict[tuple[int, int], Counter[int]] = {}
    pair, slot = np.nonzero(uses)
    who, time = w["supplier"][pair].tolist(), w["time"][pair].tolist()
    for s, t, length in zip(who, slot.tolist(), time, strict=True):
        rows.setdefault((s, t), Counter())[length] += 1
    return sum(
        best_filling({d: int(table[s, t, d]) for d in most}, most, int(w["slot_room"][s, t]))
        for (s, t), most in rows.items()
    )


def shared_days(w: Table, may: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Days on which two visits of a group can be: a row per group, and one for none."""
    visits: dict[tuple[int, int], set[int]] = {}
    pair, slot = np.nonzero(may)
    visit = w["visit"][pair]
    for k, t in zip(visit.tolist(), (slot // SLOTS_IN_DAY).tolist(), strict=True):
        visits.setdefault((int(w["day_group"][k]), t), set()).add(k)
    shared = np.zeros((w["group_days"].size + 1, 7), bool)
    for (group, day), those in visits.items():
        shared[group, day] = group >= 0 and len(those) > 1
    return shared


def usable(w: Table) -> NDArray[np.bool_]:
    """Slots each pair can use on its own."""
    s, group = w["supplier"], w["day_group"][w["visit"]]
    may: NDArray[np.bool_] = w["may"] & (w["time"][:, None] <= w["slot_room"][s])
    may &= (w["load"] <= w["week_room"][s])[:, None]
    taken = np.append(w["group_days"], 0)[group]  # a visit in no group reads the last
    may &= (taken[:, None] >> DAY_OF & 1) == 0
    return may


def tight_slots(w: Table, may: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Slots of each pair that are too short for all that might go into them."""
    asked = np.zeros(w["slot_room"].shape, np.int64)
    pair, slot = np.nonzero(may)
    np.add.at(asked, (w["supplier"][pair], slot), w["time"][pair])
    full: NDArray[np.bool_] = (asked > w["slot_room"])[w["supplier"]]
    return may & full & (w["time"] > 0)[:, None]


def least_cost(w: Table, prices: dict[str, Any], scale: int) -> int:
    """A bound that no plan can go below, from the prices; any prices will do."""
    may, group = usable(w), w["day_group"][w["visit"]]
    tight, shared = tight_slots(w, may), may & shared_days(w, may)[group][:, DAY_OF]
    paid: NDArray[np.bool_] = np.all(~may | tight | shared, axis=1, keepdims=True)
    day = np.append(np.array(prices["day"], np.int64).clip(0).reshape(-1, 7), [[0] * 7], 0)
    table = np.zeros((*w["slot_room"].shape, int(w["time"].max(initial=0)) + 1), np.int64)
    table[tuple(np.array(prices["slot_at"], np.int64))] = prices["slot"]
    charge = np.where(tight, table[w["supplier"], :, w["time"]], 0)
    charge += np.where(shared, day[group][:, DAY_OF], 0)
    charge = np.where(may, charge, 1 << 60).min(axis=1, initial=1 << 60, keepdims=True)
    worth = np.minimum(np.array(prices["visit"], np.int64), w["open_cost"] * scale)
    profit = worth[w["visit"]] - w["cost"] * scale - np.where(paid, charge, 0).ravel()
    face = np.array(prices["face"], np.int64).clip(0)
    new = w["relation_cost"] * scale
    new += np.where(w["relation_counts"] & 2, face[w["relation_client"]], 0)
    pairs = np.flatnonzero(may.any(axis=1))
    value = int(worth.sum() - (face * w["faces"]).sum())
    pair, slot = np.nonzero(shared & paid)
    value -= int(day.ravel()[np.unique(group[pair] * 7 + slot // SLOTS_IN_DAY)].sum())
    value -= earned_by_suppliers(w, pairs, profit[pairs], new)
    value -= earned_by_slots(w, tight & paid, table)
    return -(-value // scale)


def check(parts: dict[str, Any]) -> list[str]:
    """What is wrong with a proof; nothing when it holds."""
    about, w = parts["about"], whole_week(parts["week"])
    wrong = odd_week(w)
    if sealed(parts) != parts["sha256"]:
        wrong.append("the file is not as it was written")
    if (about["kind"], about["format"]) != ("weekplan", 1):
        wrong.append("this is another kind of file")
    pair, slot = (np.array(parts["plan"][k], np.int64) for k in ("pair", "slot"))
    if wrong or (pair >= 0).tolist() != (slot >= 0).tolist() or pair.size != w["client"].size:
        return wrong or ["the plan is not one line per visit"]
    wrong = broken(w, pair, slot)
    if not wrong and cost_of(w, pair) != about["cost"]:
        wrong.append("the cost is not that of the plan")
    if least_cost(w, parts["prices"], int(about["price_scale"])) != about["bound"]:
        wrong.append("the bound is not that of the prices")
    if about["bound"] > about["cost"]:
        wrong.append("the bound lies above the cost")
    return wrong


def other_plan(parts: dict[str, Any], path: Path) -> list[str]:
    """Whether ``plan.csv`` beside the proof describes another plan."""
    names, week = parts["names"], parts["week"]
    if not path.exists() or not names:
        return []
    told = zip(names["visit"], parts["plan"]["pair"], strict=True)
    expected = {str(v): str(names["supplier"][week["supplier"][p]]) for v, p in told if p >= 0}
    with path.open(encoding="utf-8", newline="") as file:
        rows = {r["visit"]: r["supplier"] for r in csv.DictReader(file) if r["fixed"] == "no"}
    return [] if rows == expected else [f"{path.name} does not describe this plan"]


def check_file(path: Path) -> tuple[list[str], dict[str, Any]]:
    """Check a proof and the plan beside it; also return what the proof is about."""
    try:
        parts = read(path)
        wrong = check(parts) + other_plan(parts, path.with_name("plan.csv"))
        return wrong, parts["about"]
    except (KeyError, ValueError, TypeError, IndexError, ImportError, OSError) as error:
        reason = f"{type(error).__name__}: {error}"
        return [f"the file cannot be read as a proof: {reason}"], {}


def command(arguments: Namespace) -> int:
    """Entry point of the sub-command: 0 when the proof holds, 1 when it does not."""
    wrong, about = check_file(arguments.file)
    if wrong:
        sys.stdout.write("".join(f"{one}\n" for one in wrong))
        return 1
    gap = (about["cost"] - about["bound"]) / max(1, about["cost"])
    sys.stdout.write(
        f"the proof holds: cost {about['cost']}, no plan costs less than {about['bound']}, "
        f"gap {gap:.2%}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(command(Namespace(file=Path(sys.argv[1]))))
