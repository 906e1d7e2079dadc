"""The hard rules of the week: a visit and a supplier that break one are never planned together.

Each rule has a key, a sentence in Dutch and English, and one function over NumPy arrays. The
fast search in ``compiling`` applies the same rules in compiled code; the tests compare the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from samenspel_engine.vocabulary import BODILY_CARE_BOUNDARY
from samenspel_engine.weekplan.problem import PlanProblem
from samenspel_engine.weekplan.words import (
    BODILY_CARE,
    LOAD_PERCENT,
    MINUTES_IN_QUARTER,
    OWN,
    PROFESSIONAL,
    PROFESSIONAL_ONLY,
)

Rows = NDArray[np.int64]
Allowed = NDArray[np.bool_]

NEAR_M = 1500
"""Own network living nearer than this needs no travel time; an assumption."""
METRES_PER_QUARTER = 7500
"""Each stretch of this length, even if only begun, costs a quarter of an hour of travel: 30
km/h, by bicycle or car."""


@dataclass(frozen=True)
class PlanRule:
    """One hard rule.

    Parameters
    ----------
    key : str
        Stable name, also used in files.
    nl, en : str
        What the rule asks, to be read after "iemand die ..." and "someone who ...".
    allows : callable
        ``allows(problem, visit, rows)`` is true for the supplier rows that may do the visit;
        shape ``(len(rows),)``.
    """

    key: str
    nl: str
    en: str
    allows: Callable[[PlanProblem, int, Rows], Allowed]


def involves_bodily_care(problem: PlanProblem) -> Allowed:
    """Visits that involve bodily care, as task or as part; shape ``(n,)``."""
    visits = problem.visits
    involved: Allowed = visits.bodily_part | (visits.task == BODILY_CARE)
    return involved


def informal_may(problem: PlanProblem) -> Allowed:
    """Visits that someone who is not a professional may do at all; shape ``(n,)``."""
    visits = problem.visits
    reserved = (PROFESSIONAL_ONLY >> visits.task.astype(np.int64) & 1) > 0
    comfortable = problem.clients.bodily_comfortable[visits.client]
    may: Allowed = visits.informal_allowed & ~reserved
    return may & (comfortable | ~involves_bodily_care(problem))


def distance_m(
    problem: PlanProblem, clients: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """Straight-line distance in whole metres, rounded down."""
    homes, suppliers = problem.clients, problem.suppliers
    dx = suppliers.x_m[rows] - homes.x_m[clients]
    dy = suppliers.y_m[rows] - homes.y_m[clients]
    metres: NDArray[np.int64] = np.sqrt(dx * dx + dy * dy).astype(np.int64)
    return metres


def travel_quarters(
    problem: PlanProblem, rows: NDArray[np.integer], metres: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Travel that one visit costs, in quarters of an hour."""
    at_home = (problem.suppliers.tier[rows] == OWN) & (metres <= NEAR_M)
    quarters: NDArray[np.int64] = np.where(at_home, 0, metres // METRES_PER_QUARTER + 1)
    return quarters


def load_quarters(
    problem: PlanProblem, visits: NDArray[np.integer], rows: NDArray[np.integer]
) -> NDArray[np.int64]:
    """How much each visit takes of its supplier's week besides travel: weighted for a carer."""
    quarters = problem.visits.quarters[visits].astype(np.int64)
    percent = np.array(LOAD_PERCENT)[problem.visits.task[visits]]
    weighted = -(-quarters * percent // 100)
    load: NDArray[np.int64] = np.where(problem.suppliers.tier[rows] == OWN, weighted, quarters)
    return load


def _needs(problem: PlanProblem, i: int, rows: Rows) -> tuple[Rows, Rows]:
    """Time in the daypart and load in the week that visit ``i`` takes of each row."""
    visit = np.full(rows.size, i)
    metres = distance_m(problem, problem.visits.client[visit], rows)
    travel = travel_quarters(problem, rows, metres)
    return problem.visits.quarters[i] + travel, load_quarters(problem, visit, rows) + travel


def _client(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    own = problem.suppliers.client[rows]
    allowed: Allowed = (own < 0) | (own == problem.visits.client[i])
    return allowed


def _tier(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    visits = problem.visits
    reserved = PROFESSIONAL_ONLY >> int(visits.task[i]) & 1
    may = bool(visits.informal_allowed[i]) and not reserved
    allowed: Allowed = (problem.suppliers.tier[rows] == PROFESSIONAL) | may
    return allowed


def _task(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    allowed: Allowed = (
        problem.suppliers.tasks[rows] >> int(problem.visits.task[i]) & 1
    ).astype(np.bool_)
    return allowed


def _distance(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    client = problem.visits.client[np.full(rows.size, i)]
    own = problem.suppliers.tier[rows] == OWN
    allowed: Allowed = own | (
        distance_m(problem, client, rows) <= problem.suppliers.radius_m[rows]
    )
    return allowed


def _slots(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    allowed: Allowed = (problem.suppliers.windows[rows] & problem.visits.slots[i]) != 0
    return allowed


def _daypart(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    room = problem.suppliers.minutes_per_daypart[rows] // MINUTES_IN_QUARTER
    allowed: Allowed = _needs(problem, i, rows)[0] <= room
    return allowed


def _week(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    room = problem.suppliers.minutes_per_week[rows] // MINUTES_IN_QUARTER
    allowed: Allowed = _needs(problem, i, rows)[1] <= room
    return allowed


def _people(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    suppliers = problem.suppliers
    own = suppliers.tier[rows] == OWN
    meets = problem.clients.most_faces[problem.visits.client[i]] > 0
    allowed: Allowed = own | ((suppliers.most_people[rows] > 0) & meets)
    return allowed


def ready_for_bodily_care(problem: PlanProblem) -> Allowed:
    """Suppliers who may give bodily care to a client comfortable with it; shape ``(m,)``.

    A professional always; own network when willing; others when willing, trained for it, and
    allowed to by their organisation.
    """
    suppliers = problem.suppliers
    three = suppliers.bodily_willing & suppliers.bodily_trained & suppliers.bodily_allowed
    own = (suppliers.tier == OWN) & suppliers.bodily_willing
    ready: Allowed = (suppliers.tier == PROFESSIONAL) | own | three
    return ready


def _bodily_care(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    if not involves_bodily_care(problem)[i]:
        return np.ones(rows.size, np.bool_)
    comfortable = problem.clients.bodily_comfortable[problem.visits.client[i]]
    professional = problem.suppliers.tier[rows] == PROFESSIONAL
    allowed: Allowed = ready_for_bodily_care(problem)[rows] & (professional | comfortable)
    return allowed


def _skills(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    needed = problem.visits.skills_needed[i]
    allowed: Allowed = (problem.suppliers.skills[rows] & needed) == needed
    return allowed


def _vog(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    suppliers = problem.suppliers
    asked = problem.visits.vog_needed[i]
    allowed: Allowed = suppliers.vog_seen[rows] | (suppliers.tier[rows] == OWN) | ~asked
    return allowed


def _language(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    asked = problem.clients.languages[problem.visits.client[i]]
    own = problem.suppliers.tier[rows] == OWN
    allowed: Allowed = own | ((problem.suppliers.languages[rows] & asked) != 0)
    return allowed


def _boundaries(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    met = int(problem.clients.boundaries[problem.visits.client[i]])
    if involves_bodily_care(problem)[i]:
        met |= BODILY_CARE_BOUNDARY
    allowed: Allowed = (problem.suppliers.refused[rows] & met) == 0
    return allowed


def _veto(problem: PlanProblem, i: int, rows: Rows) -> Allowed:
    vetoed = problem.forbidden[problem.forbidden[:, 0] == problem.visits.client[i], 1]
    return ~np.isin(rows, vetoed)


PLAN_RULES: tuple[PlanRule, ...] = (
    PlanRule("client", "bij deze persoon hoort", "belongs to this person", _client),
    PlanRule("tier", "dit mag doen", "may do this", _tier),
    PlanRule("task", "deze hulp geeft", "gives this kind of help", _task),
    PlanRule("distance", "zo ver wil reizen", "accepts this distance", _distance),
    PlanRule("slots", "dan kan", "is available then", _slots),
    PlanRule("daypart", "er lang genoeg voor kan blijven", "can stay long enough", _daypart),
    PlanRule(
        "week", "er in de week genoeg tijd voor heeft", "has enough time in the week", _week
    ),
    PlanRule("people", "nog iemand kan helpen", "can help another person", _people),
    PlanRule(
        "bodily_care",
        "aan alle voorwaarden voor lichamelijke verzorging voldoet",
        "meets every condition for bodily care",
        _bodily_care,
    ),
    PlanRule("skills", "kan wat hiervoor nodig is", "has the skills needed", _skills),
    PlanRule("vog", "een VOG heeft", "has a certificate of conduct (VOG)", _vog),
    PlanRule("language", "dezelfde taal spreekt", "speaks the same language", _language),
    PlanRule(
        "boundaries",
        "geen grens heeft die hier speelt",
        "has no personal limit that applies here",
        _boundaries,
    ),
    PlanRule("veto", "niet is uitgesloten", "is not ruled out", _veto),
)
"""In the order in which a search that found nobody is explained."""

PLAN_RULE = {rule.key: rule for rule in PLAN_RULES}


def compatible_suppliers(problem: PlanProblem, i: int) -> Rows:
    """Supplier rows that break no rule for visit ``i``, in row order."""
    left = np.arange(len(problem.suppliers), dtype=np.int64)
    for rule in PLAN_RULES:
        left = left[rule.allows(problem, i, left)]
    return left


def broken_plan_rules(problem: PlanProblem, i: int, j: int) -> tuple[PlanRule, ...]:
    """Every rule that visit row ``i`` with supplier row ``j`` breaks."""
    one = np.array([j], np.int64)
    return tuple(rule for rule in PLAN_RULES if not rule.allows(problem, i, one)[0])
