"""Check a result without trusting the program that made it.

This file uses nothing from the engine. It reads one proof (``.json`` or ``.parquet``), works
out every compatible pair and its cost again with plain rules of its own, and checks that nobody
is matched against a rule, that nobody has more people than places, and that the prices prove
that no other plan is better. Beside ``x-proof.json`` the proposals in ``x.csv`` are compared
too.

The proof in one line: every plan costs at least sum(u) - sum(places * v) - sum(quota * w) when
v >= 0, w >= 0, u <= cost + v + w for every compatible pair (w of all groups of the helper) and
u <= the cost of staying open. When the k-th person of a helper costs k steps more, a place
counts only for the part of v above that. When the worst match is to be the best, two more sets
of prices, in which only the classes left open count, prove that no plan serves more, and that
none serves as many with pairs above the floor alone.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from argparse import Namespace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

BODILY_TASK, BODILY_LIMIT, WHOLE = 11, 1 << 4, 1000
FORMAT, OUTPUT = 2, ("sha256", "about", "answer", "floor")
SIDES, NOBODY = ("requests", "offers"), np.zeros(0, int)
Numbers = NDArray[np.int64]


def read(path: Path) -> dict[str, Any]:
    """The parts of a proof."""
    if path.suffix != ".parquet":
        parts: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return parts
    rows = import_module("pyarrow.parquet").read_table(path).to_pydict()
    return {k: json.loads(v) for k, v in zip(rows["part"], rows["json"], strict=True)}


def sealed(parts: dict[str, Any], *left_out: str) -> str:
    """SHA-256 of everything but the parts left out."""
    content = {k: v for k, v in parts.items() if k not in left_out}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def whole(values: Any, size: int) -> Numbers:
    """A list of whole numbers of that length. Raises ``ValueError`` for anything else."""
    numbers = np.array(values)
    if numbers.shape != (size,) or (size and numbers.dtype.kind != "i"):
        raise ValueError("a list in the answer has the wrong length or kind")
    return numbers.astype(np.int64)


class Claim(NamedTuple):
    """Prices that prove something about the pairs of at least the ``lowest`` quality.

    ``helper``: with the prices of the groups; ``counts``: 0 when a match costs nothing.
    """

    request: Numbers
    helper: Numbers
    drop: Numbers
    lowest: int
    counts: int


class Plan:
    """The plan that a proof is about, and what it has to keep to."""

    def __init__(self, parts: dict[str, Any]) -> None:
        r, o = (
            {
                name: np.array(values or np.zeros(0, int))
                for name, values in parts[table].items()
            }
            for table in ("requests", "offers")
        )
        self.parts, self.requests, self.offers, self.settings = parts, r, o, parts["settings"]
        self.n, self.m = len(r["ids"]), len(o["ids"])
        self.helper = whole(parts["answer"]["helper"], self.n)
        if ((self.helper < -1) | (self.helper >= self.m)).any():
            raise ValueError("the answer points at a helper who does not exist")
        self.fixed = dict(parts["pairs"]["fixed"])
        self.taken = np.bincount(np.array([*self.fixed.values()], int), minlength=self.m)
        self.free = [i for i in range(self.n) if i not in self.fixed]
        self.load = np.bincount(self.helper[self.helper >= 0], minlength=self.m)
        self.most = whole(parts["quotas"]["most"], len(parts["quotas"]["parent"]))
        self.groups = [self.climb(j) for j in parts["quotas"]["group_of"]]

    def away2(self, i: int) -> Numbers:
        """Square metres from each helper to request ``i``; homes are in whole metres."""
        o, r = self.offers, self.requests
        dx, dy = (np.rint(o[axis]) - np.rint(r[axis][i]) for axis in ("x_m", "y_m"))
        return np.asarray(dx * dx + dy * dy, np.int64)

    def shared(self, name: str, i: int) -> Numbers:
        """How many bits of a column each helper has in common with request ``i``."""
        both = self.offers[name] & self.requests[name][i]
        return np.asarray(np.bitwise_count(both), np.int64)

    def climb(self, group: int) -> list[int]:
        """A group and all groups it is a part of."""
        found: list[int] = []
        while group >= 0 and group not in found:
            found.append(group)
            group = self.parts["quotas"]["parent"][group]
        return found

    def within(self, load: Numbers) -> Numbers:
        """Matches of each group."""
        total = np.zeros(len(self.most), np.int64)
        for j in np.flatnonzero(load).tolist():
            total[self.groups[j]] += load[j]
        return total

    def claims(self) -> list[Claim]:
        """What the prices are to prove, the cost of the plan first."""
        s, floor = self.settings, self.parts["floor"]
        classes = self.requests["urgency"] if s["urgent_first"] else np.ones(self.n, np.int64)
        most = min(int(self.offers["capacity"].max(initial=0)), self.n)
        unit = WHOLE + s["continuity"] + s["load_step"] * most + 1
        drop = classes * unit * (len(self.free) + self.m + 1)
        lowest = floor["quality"] if s["floor"] else 0
        claims = [self.claim(self.parts["answer"]["prices"], drop, lowest, 1)]
        if s["floor"]:
            claims.append(self.claim(floor["most"], classes, 0, 0))
            claims.append(self.claim(floor["higher"], classes, lowest + 1, 0))
        return claims

    def claim(self, prices: dict[str, Any], drop: Numbers, lowest: int, counts: int) -> Claim:
        """One set of prices; complains about its shape. Raises ``ValueError``."""
        u, v = whole(prices["request"], self.n), whole(prices["helper"], self.m)
        w = whole(prices["group"], len(self.most))
        if (v < 0).any() or (w < 0).any():
            raise ValueError("a helper or a group has a negative price")
        above = np.array([w[groups].sum() for groups in self.groups], np.int64)
        return Claim(u, v + above, drop, lowest, counts)

    def bound(self, prices: dict[str, Any], step: int) -> int:
        """A lower bound on the cost of every plan, if no price is too high for any pair."""
        bound = int(np.array(prices["request"], np.int64)[self.free].sum())
        room = zip(self.taken.tolist(), self.offers["capacity"].tolist(), strict=True)
        for price, (taken, most) in zip(prices["helper"], room, strict=True):
            last = min(most, -(-price // step)) if step else most
            bound -= sum(price - step * k for k in range(taken, last))
        left = self.most - self.within(self.taken)
        return bound - int((np.array(prices["group"], np.int64) * left).sum())


def rules_of(plan: Plan, i: int) -> dict[str, NDArray[np.bool_]]:
    """For each hard rule, by its key, the helpers whom it allows for request ``i``."""
    r, o = {name: values[i] for name, values in plan.requests.items()}, plan.offers
    bodily = r["task"] == BODILY_TASK or bool(r["boundaries"] & BODILY_LIMIT)
    ready = o["bodily_willing"] & o["bodily_trained"] & o["bodily_allowed"]
    vetoed = [b for a, b in plan.parts["pairs"]["forbidden"] if a == i]
    return {
        "task": (o["tasks"] >> r["task"] & 1) == 1,
        "distance": plan.away2(i) <= o["radius_m"] ** 2,
        "windows": plan.shared("windows", i) >= r["overlap_needed"],
        "hours": np.rint(60 * o["hours_per_week"]) >= np.rint(60 * r["hours_per_week"]),
        "language": (o["languages"] & r["languages"]) != 0,
        "boundaries": (o["refused"] & r["boundaries"]) == 0,
        "gender": (o["gender"] == r["gender_wish"]) | (not r["gender_required"]),
        "skills": (o["skills"] & r["skills_needed"]) == r["skills_needed"],
        "vog": o["vog_seen"] | (not r["vog_needed"]),
        "bodily_care": (ready & bool(r["bodily_comfortable"])) | (not bodily),
        "veto": ~np.isin(np.arange(plan.m), vetoed),
        "room": o["capacity"] > plan.taken,
    }


def quality_of(plan: Plan, i: int) -> Numbers:
    """The quality of every helper for request ``i``, whatever the rules say."""
    s, o, wish = plan.settings, plan.offers, plan.requests["gender_wish"][i]
    quality = np.floor(s["nearness"] * s["near_m"] / (s["near_m"] + np.sqrt(plan.away2(i))))
    for part, has, enough in (
        ("overlap", plan.shared("windows", i), s["enough_overlap"]),
        ("interests", plan.shared("interests", i), s["enough_interests"]),
        ("room", o["idle_weeks"], s["long_idle_weeks"]),
    ):
        quality += s[part] * np.minimum(has, enough) // enough
    quality += s["wishes"] * ((o["gender"] == wish) | (wish == 0))
    quality[[b for a, b in plan.parts["pairs"]["trusted"] if a == i]] += s["trusted"]
    return np.asarray(np.maximum(quality, 1), np.int64)


def check_places(plan: Plan) -> list[str]:
    """Hashes, places, quotas, fixed matches and plain totals."""
    parts, about = plan.parts, plan.parts["about"]
    told = about["format"], about["served"], about["quality"]
    quality = whole(parts["answer"]["quality"], plan.n)
    complaints = {
        "the file is not as it was written": sealed(parts, "sha256") != parts["sha256"],
        "the input is not what was solved": sealed(parts, *OUTPUT) != about["input_sha256"],
        "a fixed match was not kept": any(plan.helper[i] != j for i, j in plan.fixed.items()),
        "a helper has too many people": bool((plan.load > plan.offers["capacity"]).any()),
        "a group has too many matches": bool((plan.within(plan.load) > plan.most).any()),
        "the format, the number served or the quality is wrong": told
        != (FORMAT, int((plan.helper >= 0).sum()), int(quality.sum())),
    }
    return [text for text, true in complaints.items() if true]


def check_row(plan: Plan, i: int, claims: list[Claim]) -> tuple[int, list[str]]:
    """What request ``i`` costs, and what is wrong with its match and its prices."""
    parts, name, chosen = plan.parts, plan.requests["ids"][i], int(plan.helper[i])
    rules, quality, wrong = rules_of(plan, i), quality_of(plan, i), []
    if parts["answer"]["quality"][i] != (quality[chosen] if chosen >= 0 else 0):
        wrong.append(f"the quality of {name} is not right")
    if i in plan.fixed:
        return 0, wrong
    may = np.logical_and.reduce([*rules.values()])
    cost = WHOLE + plan.settings["continuity"] - quality
    cost[[j for k, j in parts["pairs"]["previous"] if k == i]] -= plan.settings["continuity"]
    for claim in claims:
        paid = (claim.counts * cost + claim.helper)[may & (quality >= claim.lowest)]
        if claim.request[i] > paid.min(initial=claim.drop[i]):
            wrong.append(f"the price of {name} is too high")
    if chosen < 0:
        return int(claims[0].drop[i]), wrong
    broken = [key for key, allows in rules.items() if not allows[chosen]]
    if broken or quality[chosen] < claims[0].lowest:
        why = ", ".join(broken) or "below the floor"
        wrong.append(f"{name} has a helper who may not be chosen: {why}")
    return int(cost[chosen]), wrong


def check_floor(plan: Plan, classes: Numbers) -> list[str]:
    """Whether no plan serves more, and none with a better worst match serves as many."""
    floor = plan.parts["floor"]
    left = [i for i in plan.free if plan.helper[i] < 0]
    lost = int(classes[left].sum())
    nobody = len(left) == len(plan.free) and floor["quality"] == 0
    wrong = []
    if plan.bound(floor["most"], 0) != lost:
        wrong.append("not proven that no plan serves more")
    if plan.bound(floor["higher"], 0) <= lost and not nobody:
        wrong.append("not proven that the worst match is the best")
    return wrong


def check(parts: dict[str, Any]) -> list[str]:
    """What is wrong with a proof; nothing when it holds."""
    plan = Plan(parts)
    wrong, claims, step = check_places(plan), plan.claims(), plan.settings["load_step"]
    places = zip(plan.taken.tolist(), plan.load.tolist(), strict=True)
    value = step * sum(sum(range(taken, load)) for taken, load in places)
    for i in range(plan.n):
        paid, complaints = check_row(plan, i, claims)
        value += paid
        wrong += complaints
    bound = plan.bound(parts["answer"]["prices"], step)
    if plan.settings["floor"]:
        wrong += check_floor(plan, claims[1].drop)
    elif parts["floor"] is not None:
        wrong.append("a floor was not asked for")
    if (value, bound) != (parts["about"]["value"], parts["about"]["bound"]):
        wrong.append("the totals are not those of the plan and the prices")
    return wrong if value == bound else [*wrong, f"not proven optimal: gap {value - bound}"]


def check_file(path: Path) -> list[str]:
    """Check a proof and, where there are any beside it, its proposals."""
    try:
        parts = read(path)
        wrong = check(parts)
        proposals = path.with_name(path.stem.removesuffix("-proof") + ".csv")
        if path.stem.endswith("-proof") and proposals.exists():
            ids, names = parts["offers"]["ids"], parts["requests"]["ids"]
            plan = zip(names, parts["answer"]["helper"], strict=True)
            expected = [(str(name), str(ids[j])) for name, j in plan if j >= 0]
            with proposals.open(encoding="utf-8", newline="") as file:
                told = [(row["request_id"], row["offer_id"]) for row in csv.DictReader(file)]
            if told != expected:
                wrong.append(f"{proposals.name} does not describe this plan")
    except (KeyError, ValueError, TypeError, IndexError, ImportError, OSError) as error:
        return [f"the file cannot be read as a proof: {type(error).__name__}: {error}"]
    return wrong


def command(arguments: Namespace) -> int:
    """Say what is wrong with the proof: 0 when it holds, 1 when it does not."""
    wrong = check_file(arguments.file)
    sys.stdout.write("".join(f"{one}\n" for one in wrong) or "the proof holds: optimal\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(command(Namespace(file=Path(sys.argv[1]))))
