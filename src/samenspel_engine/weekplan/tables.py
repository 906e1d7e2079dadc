"""What a week asks for and who can do it: frozen, checked column arrays.

Build the tables with ``from_columns``; columns that are left out get their default. Every value
is checked, and the first wrong one is named with its row. Places are counted in whole metres.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.columns import Column, clean_columns, clean_ids, first_wrong
from samenspel_engine.people_columns import FAR_M
from samenspel_engine.vocabulary import (
    BODILY_CARE_BOUNDARY,
    BOUNDARIES,
    INTERESTS,
    LANGUAGES,
    SKILLS,
    WINDOWS,
)
from samenspel_engine.weekplan.arrays import NO_LIMIT
from samenspel_engine.weekplan.words import MINUTES_IN_QUARTER, OWN, TIERS, WEEK_TASKS

MINUTES_IN_DAYPART = 6 * 60
MINUTES_IN_WEEK = 7 * 24 * 60
MOST_ROWS = 2**31 - 1

CLIENT_COLUMNS = {
    "x_m": Column(np.float64, -FAR_M, FAR_M),
    "y_m": Column(np.float64, -FAR_M, FAR_M),
    "area": Column(np.int32, -1, MOST_ROWS, -1),
    "most_faces": Column(np.int32, 0, NO_LIMIT, NO_LIMIT),
    "languages": Column(np.uint16, 1, LANGUAGES.all_bits, 1),
    "boundaries": Column(np.uint16, 0, BOUNDARIES.all_bits, 0),
    "bodily_comfortable": Column(np.bool_, 0, 1, 0),
    "interests": Column(np.uint32, 0, INTERESTS.all_bits, 0),
}

VISIT_COLUMNS = {
    "client": Column(np.int32, 0, MOST_ROWS),
    "task": Column(np.uint8, 0, len(WEEK_TASKS) - 1),
    "minutes": Column(np.int32, MINUTES_IN_QUARTER, MINUTES_IN_DAYPART),
    "slots": Column(np.uint32, 1, WINDOWS.all_bits),
    "urgency": Column(np.uint8, 1, 5, 3),
    "series": Column(np.int64, -1, 2**53, -1),
    "informal_allowed": Column(np.bool_, 0, 1, 1),
    "bodily_part": Column(np.bool_, 0, 1, 0),
    "skills_needed": Column(np.uint16, 0, SKILLS.all_bits, 0),
    "vog_needed": Column(np.bool_, 0, 1, 0),
    "previous_supplier": Column(np.int32, -1, MOST_ROWS, -1),
}

SUPPLIER_COLUMNS = {
    "tier": Column(np.uint8, 0, len(TIERS) - 1),
    "client": Column(np.int32, -1, MOST_ROWS, -1),
    "x_m": Column(np.float64, -FAR_M, FAR_M),
    "y_m": Column(np.float64, -FAR_M, FAR_M),
    "tasks": Column(np.uint16, 0, WEEK_TASKS.all_bits),
    "windows": Column(np.uint32, 0, WINDOWS.all_bits),
    "minutes_per_week": Column(np.int32, 0, MINUTES_IN_WEEK),
    "minutes_per_daypart": Column(np.int32, 0, MINUTES_IN_DAYPART, 210),
    "most_people": Column(np.int32, 0, NO_LIMIT, NO_LIMIT),
    "radius_m": Column(np.float64, 0, FAR_M, FAR_M),
    "languages": Column(np.uint16, 0, LANGUAGES.all_bits, 1),
    "refused": Column(np.uint16, 0, BOUNDARIES.all_bits, 0),
    "skills": Column(np.uint16, 0, SKILLS.all_bits, 0),
    "vog_seen": Column(np.bool_, 0, 1, 0),
    "bodily_willing": Column(np.bool_, 0, 1, 0),
    "bodily_trained": Column(np.bool_, 0, 1, 0),
    "bodily_allowed": Column(np.bool_, 0, 1, 0),
    "interests": Column(np.uint32, 0, INTERESTS.all_bits, 0),
    "recent_load": Column(np.uint8, 0, 100, 0),
}


def _cleaned(table: str, spec: dict[str, Column], ids: ArrayLike, given: Any) -> dict[str, Any]:
    """Checked identifiers and columns, places in whole metres."""
    clean = clean_ids(table, ids)
    columns = clean_columns(table, clean, spec, given)
    for name in ("x_m", "y_m"):
        if name in columns:
            columns[name] = np.rint(columns[name]) + 0.0  # no negative zero
            columns[name].setflags(write=False)
    return {"ids": clean, **columns}


@dataclass(frozen=True, eq=False)
class Clients:
    """People who are cared for, one value each in every array (shape ``(c,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
        Unique identifiers.
    x_m, y_m : ndarray of float64
        Where they live, whole metres on a flat map (see ``geography.project``).
    area : ndarray of int32
        Place in ``PlanProblem.areas``; -1 when not given.
    most_faces : ndarray of int32
        Most different people from outside their own network who may come in one week.
    languages : ndarray of uint16
        Languages the client can be helped in.
    boundaries : ndarray of uint16
        What a visitor meets there, bits of ``vocabulary.BOUNDARIES`` except bodily care, which
        is given per visit.
    bodily_comfortable : ndarray of bool
        Comfortable with bodily care by someone who is not a professional.
    interests : ndarray of uint32
        Bits of ``vocabulary.INTERESTS``.
    """

    ids: NDArray[Any]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    area: NDArray[np.int32]
    most_faces: NDArray[np.int32]
    languages: NDArray[np.uint16]
    boundaries: NDArray[np.uint16]
    bodily_comfortable: NDArray[np.bool_]
    interests: NDArray[np.uint32]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        table = cls(**_cleaned("clients", CLIENT_COLUMNS, ids, columns))
        bodily = (table.boundaries & BODILY_CARE_BOUNDARY) != 0
        rule = "must not hold bodily_care, which is given per visit"
        first_wrong("clients", table.ids, "boundaries", bodily, rule)
        return table

    def __len__(self) -> int:
        return int(self.ids.size)


@dataclass(frozen=True, eq=False)
class Visits:
    """Visits asked for this week, one value per visit in every array (shape ``(n,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
        Unique identifiers.
    client : ndarray of int32
        Row of the client.
    task : ndarray of uint8
        Code in ``words.WEEK_TASKS``.
    minutes : ndarray of int32
        Length without travel, a multiple of 15.
    slots : ndarray of uint32
        Parts of the week that suit, bits of ``vocabulary.WINDOWS``.
    urgency : ndarray of uint8
        1 (can wait) to 5 (cannot be missed).
    series : ndarray of int64
        Visits with the same number are one need of one client and fall on different days; -1
        for a visit on its own.
    informal_allowed : ndarray of bool
        Informal care may and will do this. Means nothing for tasks that only professionals may
        do.
    bodily_part : ndarray of bool
        Bodily care is part of the visit, besides the task.
    skills_needed : ndarray of uint16
        Bits of ``vocabulary.SKILLS``.
    vog_needed : ndarray of bool
        Asks for a certificate of conduct from anyone outside the client's own network.
    previous_supplier : ndarray of int32
        Row of the supplier who came last week; -1 for nobody.
    """

    ids: NDArray[Any]
    client: NDArray[np.int32]
    task: NDArray[np.uint8]
    minutes: NDArray[np.int32]
    slots: NDArray[np.uint32]
    urgency: NDArray[np.uint8]
    series: NDArray[np.int64]
    informal_allowed: NDArray[np.bool_]
    bodily_part: NDArray[np.bool_]
    skills_needed: NDArray[np.uint16]
    vog_needed: NDArray[np.bool_]
    previous_supplier: NDArray[np.int32]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        table = cls(**_cleaned("visits", VISIT_COLUMNS, ids, columns))
        odd = table.minutes % MINUTES_IN_QUARTER != 0
        first_wrong("visits", table.ids, "minutes", odd, "must be a multiple of 15")
        order = np.argsort(table.series, kind="stable")
        series, client = table.series[order], table.client[order]
        mixed = np.zeros(len(table), np.bool_)
        mixed[order[1:]] = (series[1:] == series[:-1]) & (client[1:] != client[:-1])
        mixed &= table.series >= 0
        first_wrong("visits", table.ids, "series", mixed, "also belongs to another client")
        return table

    @property
    def quarters(self) -> NDArray[np.int32]:
        """Length in quarters of an hour, shape ``(n,)``."""
        return (self.minutes // MINUTES_IN_QUARTER).astype(np.int32)

    def __len__(self) -> int:
        return int(self.ids.size)


@dataclass(frozen=True, eq=False)
class Suppliers:
    """Everyone who can do visits, one value each in every array (shape ``(m,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
        Unique identifiers.
    tier : ndarray of uint8
        Code in ``words.TIERS``: own network, neighbours and volunteers, professionals.
    client : ndarray of int32
        Row of the client whose own network this is; -1 for the other tiers.
    x_m, y_m : ndarray of float64
        Where the supplier starts from, whole metres.
    tasks : ndarray of uint16
        Bits of ``words.WEEK_TASKS``.
    windows : ndarray of uint32
        Parts of the week offered; 0 for someone who is taking a break.
    minutes_per_week : ndarray of int32
        Hard limit for the week, including travel; for a carer in weighted minutes
        (``words.LOAD_PERCENT``).
    minutes_per_daypart : ndarray of int32
        Most minutes in one part of one day, including travel.
    most_people : ndarray of int32
        Most different clients in one week.
    radius_m : ndarray of float64
        Longest distance accepted, in a straight line; does not apply to own network.
    languages, refused, skills : ndarray of uint16
        Languages spoken, what the supplier does not want to meet, skills held.
    vog_seen : ndarray of bool
        A valid certificate of conduct has been seen.
    bodily_willing, bodily_trained, bodily_allowed : ndarray of bool
        Willing to give bodily care, trained for it, and allowed to by the organisation.
    interests : ndarray of uint32
        Bits of ``vocabulary.INTERESTS``.
    recent_load : ndarray of uint8
        Share of their own limit that was used in the past weeks, in percent.
    """

    ids: NDArray[Any]
    tier: NDArray[np.uint8]
    client: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    tasks: NDArray[np.uint16]
    windows: NDArray[np.uint32]
    minutes_per_week: NDArray[np.int32]
    minutes_per_daypart: NDArray[np.int32]
    most_people: NDArray[np.int32]
    radius_m: NDArray[np.float64]
    languages: NDArray[np.uint16]
    refused: NDArray[np.uint16]
    skills: NDArray[np.uint16]
    vog_seen: NDArray[np.bool_]
    bodily_willing: NDArray[np.bool_]
    bodily_trained: NDArray[np.bool_]
    bodily_allowed: NDArray[np.bool_]
    interests: NDArray[np.uint32]
    recent_load: NDArray[np.uint8]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        table = cls(**_cleaned("suppliers", SUPPLIER_COLUMNS, ids, columns))
        wrong = (table.tier == OWN) != (table.client >= 0)
        rule = "must be given for own network, and only for own network"
        first_wrong("suppliers", table.ids, "client", wrong, rule)
        return table

    def __len__(self) -> int:
        return int(self.ids.size)
