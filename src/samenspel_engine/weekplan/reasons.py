"""The reasons of a weekly plan as plain data; ``sentences`` puts them into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from samenspel_engine.rules import RuleCount


@dataclass(frozen=True)
class LimitCount:
    """A limit (see ``usage.LIMITS``) and the number of suppliers it keeps away."""

    limit: str
    suppliers: int


@dataclass(frozen=True)
class PlacedVisit:
    """Why a visit is done by this supplier.

    Parameters
    ----------
    visit, client, supplier : object
        Identifiers.
    tier : int
        Code in ``words.TIERS``.
    slot : int
        ``day * 4 + daypart``.
    fixed : bool
        Agreed beforehand.
    known, previous : bool
        The two know each other; this supplier did the visit last week.
    distance_m : int
        Straight-line distance in whole metres.
    shared_interests : int
    fit : int
        1 to 100.
    parts : tuple of (str, int)
        Points of each part of the fit, in the order of ``score.PARTS``.
    nearer_tiers : tuple of (int, tuple of LimitCount)
        For each tier that goes before this one and may do the visit: what keeps away its
        suppliers who break no rule; empty when there are none.
    """

    visit: Any
    client: Any
    supplier: Any
    tier: int
    slot: int
    fixed: bool
    known: bool
    previous: bool
    distance_m: int
    shared_interests: int
    fit: int
    parts: tuple[tuple[str, int], ...]
    nearer_tiers: tuple[tuple[int, tuple[LimitCount, ...]], ...]


@dataclass(frozen=True)
class OpenVisit:
    """Why a visit stays open.

    Parameters
    ----------
    visit, client : object
        Identifiers.
    code : str
        ``"no_suppliers"`` (there are none at all), ``"nobody_fits"`` (see ``steps``),
        ``"all_full"`` (see ``limits``) or ``"room"`` (someone still has room: it would cost
        more than it is worth, or the search was stopped).
    urgency : int
    slots : int
        Parts of the week that suit, bits of ``vocabulary.WINDOWS``.
    suitable : int
        Suppliers who break no rule.
    steps : tuple of RuleCount
        The search rule by rule; empty when there are suitable suppliers.
    limits : tuple of LimitCount
        What keeps the suitable suppliers away, the commonest first.
    could : tuple of object
        Identifiers of suppliers who still have room.
    """

    visit: Any
    client: Any
    code: str
    urgency: int
    slots: int
    suitable: int
    steps: tuple[RuleCount, ...] = ()
    limits: tuple[LimitCount, ...] = ()
    could: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Help:
    """One extra helper and what they would solve.

    Parameters
    ----------
    area : int
        Place in ``PlanProblem.areas``; -1 when not given.
    place : str
        Name of the area, empty when it has none.
    tier, task, slot : int
        Codes of the kind of helper, the task and the part of the week.
    visits : tuple of int
        Rows of the open visits this helper would do.
    minutes : int
        Minutes of care, without travel.
    """

    area: int
    place: str
    tier: int
    task: int
    slot: int
    visits: tuple[int, ...]
    minutes: int
