"""A plan as files: the plan, what stays open, a week per person and per helper, the proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samenspel_engine.vocabulary import DAYPARTS, EN, NL, WEEKDAYS, WINDOWS
from samenspel_engine.weekplan.arrays import SLOTS_IN_DAY
from samenspel_engine.weekplan.proof import proof_of_result, write_proof
from samenspel_engine.weekplan.reasons import OpenVisit
from samenspel_engine.weekplan.result import PlannedVisit, PlanResult
from samenspel_engine.weekplan.score import fit_of, knows
from samenspel_engine.weekplan.sentences import help_sentence, open_plan_sentences
from samenspel_engine.weekplan.words import OWN, TIERS, WEEK_TASKS
from samenspel_engine.weekplan.writing import write_rows

PLAN = (
    "visit", "client", "supplier", "tier", "task", "day", "daypart", "minutes",
    "travel_minutes", "fit", "new_face", "fixed",
)  # fmt: skip
OPEN_VISITS = (
    "visit", "client", "task", "minutes", "urgency", "windows", "code", "suitable",
    "reason_nl", "reason_en",
)  # fmt: skip
CLIENT_WEEK = (
    "client", "day", "daypart", "task", "minutes", "supplier", "tier", "visit",
)  # fmt: skip
SUPPLIER_WEEK = (
    "supplier", "day", "daypart", "client", "task", "minutes", "travel_minutes", "visit",
)  # fmt: skip
HELP = ("place", "kind", "task", "day", "daypart", "visits", "minutes", "nl", "en")
MOST_HELP = 20

Cells = Sequence[Any]


@dataclass(frozen=True)
class PlanFiles:
    """Paths of the files of one plan."""

    plan: Path
    open: Path
    clients: Path
    suppliers: Path
    help: Path
    certificate: Path
    proof: Path


def write_plan(result: PlanResult, folder: Path, *, parquet: bool = False) -> PlanFiles:
    """Write a plan to ``folder``.

    ``certificate.json`` holds the totals and what was proven; the proof, which anyone can check
    with ``check-certificate``, is JSON or Parquet.
    """
    files = PlanFiles(
        folder / "plan.csv",
        folder / "open.csv",
        folder / "weeks-of-clients.csv",
        folder / "weeks-of-suppliers.csv",
        folder / "what-would-help.csv",
        folder / "certificate.json",
        folder / ("proof.parquet" if parquet else "proof.json"),
    )
    lines = result.timetable()
    write_rows(files.plan, PLAN, _plan_rows(result, lines))
    write_rows(files.open, OPEN_VISITS, _open_rows(result))
    write_rows(files.clients, CLIENT_WEEK, _client_rows(lines))
    write_rows(files.suppliers, SUPPLIER_WEEK, _supplier_rows(lines))
    write_rows(files.help, HELP, _help_rows(result))
    text = json.dumps(certificate_of(result), indent=1)
    files.certificate.write_text(text + "\n", encoding="utf-8")
    write_proof(proof_of_result(result), files.proof)
    return files


def certificate_of(result: PlanResult) -> dict[str, Any]:
    """Totals, weights and what was proven, ready for JSON."""
    return {
        "totals": asdict(result.totals),
        "weights": asdict(result.compiled.weights),
        "strict": result.compiled.params.strict,
        **result.certificate.as_dict(),
    }


def plan_columns(result: PlanResult) -> dict[str, Any]:
    """The planned visits as columns of ids and codes, in order of time."""
    rows = result.usage.planned
    rows = rows[np.lexsort((rows, result.slot_of[rows]))]
    problem, by = result.problem, result.supplier_of[rows]
    client = problem.visits.client[rows]
    new = (problem.suppliers.tier[by] != OWN) & ~knows(problem, client, by)
    return {
        "visit": problem.visits.ids[rows],
        "client": problem.clients.ids[client],
        "supplier": problem.suppliers.ids[by],
        "tier": problem.suppliers.tier[by],
        "task": problem.visits.task[rows],
        "day": result.slot_of[rows] // SLOTS_IN_DAY,
        "daypart": result.slot_of[rows] % SLOTS_IN_DAY,
        "minutes": problem.visits.minutes[rows],
        "fit": fit_of(problem, rows, by),
        "new_face": new,
    }


def _when(line: PlannedVisit) -> tuple[str, str]:
    return WEEKDAYS.keys[line.day], DAYPARTS.keys[line.daypart]


def _yes(value: object) -> str:
    return "yes" if value else "no"


def _plan_rows(result: PlanResult, lines: Sequence[PlannedVisit]) -> Iterator[Cells]:
    columns = plan_columns(result)
    told = zip(lines, columns["fit"].tolist(), columns["new_face"].tolist(), strict=True)
    for line, fit, new in told:
        who = line.visit, line.client, line.supplier, TIERS.keys[line.tier]
        how = line.minutes, line.travel_minutes, fit, _yes(new), _yes(line.fixed)
        yield *who, WEEK_TASKS.keys[line.task], *_when(line), *how


def _open_rows(result: PlanResult) -> Iterator[Cells]:
    visits = result.problem.visits
    for i in result.open_visits().tolist():
        reason = result.why(i)
        assert isinstance(reason, OpenVisit)
        yield (
            reason.visit,
            reason.client,
            WEEK_TASKS.keys[visits.task[i]],
            int(visits.minutes[i]),
            reason.urgency,
            "|".join(WINDOWS.keys_in(reason.slots)),
            reason.code,
            reason.suitable,
            *(" ".join(open_plan_sentences(reason, language)) for language in (NL, EN)),
        )


def _client_rows(lines: Sequence[PlannedVisit]) -> Iterator[Cells]:
    for line in sorted(lines, key=lambda one: str(one.client)):
        task, tier = WEEK_TASKS.keys[line.task], TIERS.keys[line.tier]
        yield line.client, *_when(line), task, line.minutes, line.supplier, tier, line.visit


def _supplier_rows(lines: Sequence[PlannedVisit]) -> Iterator[Cells]:
    for line in sorted(lines, key=lambda one: str(one.supplier)):
        what = line.client, WEEK_TASKS.keys[line.task], line.minutes, line.travel_minutes
        yield line.supplier, *_when(line), *what, line.visit


def _help_rows(result: PlanResult) -> Iterator[Cells]:
    for one in result.what_would_help(MOST_HELP):
        day, part = divmod(one.slot, SLOTS_IN_DAY)
        when = WEEKDAYS.keys[day], DAYPARTS.keys[part]
        kind = one.place, TIERS.keys[one.tier], WEEK_TASKS.keys[one.task]
        said = (help_sentence(one, language) for language in (NL, EN))
        yield *kind, *when, len(one.visits), one.minutes, *said
