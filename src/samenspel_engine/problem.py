"""What is asked and what is offered: frozen, checked column arrays.

Build the tables with ``Requests.from_columns`` and ``Offers.from_columns``; columns that are
left out get their default. Every value is checked, and the first wrong one is named with its
row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.columns import Column, clean_columns, clean_ids, clean_pairs, first_wrong
from samenspel_engine.errors import EngineInputError
from samenspel_engine.people_columns import OFFER_COLUMNS, REQUEST_COLUMNS
from samenspel_engine.quotas import Quotas


@dataclass(frozen=True, eq=False)
class Requests:
    """Open help questions, one value per question in every array (shape ``(n,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
        Unique identifiers; ties between equal matches are settled by them.
    x_m, y_m : ndarray of float64
        Home of the person, metres on a flat map (see ``geography.project``).
    task : ndarray of uint8
        Code in ``vocabulary.TASKS``.
    windows : ndarray of uint32
        Windows of the week that suit, bits of ``vocabulary.WINDOWS``; at least one.
    overlap_needed : ndarray of uint8
        Windows that question and helper must have in common, at least 1.
    hours_per_week : ndarray of float64
        Hours asked for.
    languages : ndarray of uint16
        Languages spoken, bits of ``vocabulary.LANGUAGES``; one in common is enough.
    boundaries : ndarray of uint16
        What a helper meets here, bits of ``vocabulary.BOUNDARIES``.
    gender_wish : ndarray of uint8
        Code in ``vocabulary.GENDERS``; 0 is no wish.
    gender_required : ndarray of bool
        The wish is a demand rather than a preference.
    skills_needed : ndarray of uint16
        Bits of ``vocabulary.SKILLS``, all needed.
    vog_needed : ndarray of bool
        A certificate of conduct must have been seen.
    bodily_comfortable : ndarray of bool
        The person is comfortable with bodily care by a volunteer.
    urgency : ndarray of uint8
        1 (can wait) .. 5 (most urgent).
    interests : ndarray of uint32
        Bits of ``vocabulary.INTERESTS``.
    """

    ids: NDArray[Any]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    task: NDArray[np.uint8]
    windows: NDArray[np.uint32]
    overlap_needed: NDArray[np.uint8]
    hours_per_week: NDArray[np.float64]
    languages: NDArray[np.uint16]
    boundaries: NDArray[np.uint16]
    gender_wish: NDArray[np.uint8]
    gender_required: NDArray[np.bool_]
    skills_needed: NDArray[np.uint16]
    vog_needed: NDArray[np.bool_]
    bodily_comfortable: NDArray[np.bool_]
    urgency: NDArray[np.uint8]
    interests: NDArray[np.uint32]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        clean = clean_ids("requests", ids)
        table = cls(ids=clean, **clean_columns("requests", clean, REQUEST_COLUMNS, columns))
        free = np.bitwise_count(table.windows)
        first_wrong(
            "requests", clean, "overlap_needed", table.overlap_needed > free,
            lambda row: f"must be at most {free[row]}, the number of windows given",
        )  # fmt: skip
        unnamed = table.gender_required & (table.gender_wish == 0)
        first_wrong("requests", clean, "gender_required", unnamed, "needs a gender_wish")
        return table

    def __len__(self) -> int:
        return int(self.ids.size)

    def take(self, rows: ArrayLike) -> Self:
        """Only the questions at ``rows``, in that order."""
        return self.from_columns(**_rows(self, REQUEST_COLUMNS, rows))


@dataclass(frozen=True, eq=False)
class Offers:
    """Helpers and what they offer, one value per helper in every array (shape ``(m,)``).

    Parameters
    ----------
    ids : ndarray of int64 or str
        Unique identifiers.
    x_m, y_m : ndarray of float64
        Where the helper starts from, metres.
    tasks : ndarray of uint16
        Task types offered, bits of ``vocabulary.TASKS``.
    windows : ndarray of uint32
        Windows of the week offered; 0 for a helper who is taking a break.
    hours_per_week : ndarray of float64
        Hours the helper can give to one person.
    languages : ndarray of uint16
        Languages spoken.
    refused : ndarray of uint16
        What the helper does not want to meet, bits of ``vocabulary.BOUNDARIES``.
    gender : ndarray of uint8
        Code in ``vocabulary.GENDERS``.
    skills : ndarray of uint16
        Skills held.
    vog_seen : ndarray of bool
        A valid certificate of conduct has been seen.
    bodily_willing, bodily_trained, bodily_allowed : ndarray of bool
        Willing to give bodily care, trained for it, and allowed to by the organisation.
    radius_m : ndarray of float64
        Longest distance the helper accepts, metres in a straight line.
    capacity : ndarray of int32
        Relations the helper can still take on.
    interests : ndarray of uint32
        Bits of ``vocabulary.INTERESTS``.
    idle_weeks : ndarray of int32
        Weeks since the helper was last asked.
    """

    ids: NDArray[Any]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    tasks: NDArray[np.uint16]
    windows: NDArray[np.uint32]
    hours_per_week: NDArray[np.float64]
    languages: NDArray[np.uint16]
    refused: NDArray[np.uint16]
    gender: NDArray[np.uint8]
    skills: NDArray[np.uint16]
    vog_seen: NDArray[np.bool_]
    bodily_willing: NDArray[np.bool_]
    bodily_trained: NDArray[np.bool_]
    bodily_allowed: NDArray[np.bool_]
    radius_m: NDArray[np.float64]
    capacity: NDArray[np.int32]
    interests: NDArray[np.uint32]
    idle_weeks: NDArray[np.int32]

    @classmethod
    def from_columns(cls, *, ids: ArrayLike, **columns: ArrayLike) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        clean = clean_ids("offers", ids)
        return cls(ids=clean, **clean_columns("offers", clean, OFFER_COLUMNS, columns))

    def __len__(self) -> int:
        return int(self.ids.size)

    def take(self, rows: ArrayLike) -> Self:
        """Only the helpers at ``rows``, in that order."""
        return self.from_columns(**_rows(self, OFFER_COLUMNS, rows))


def _rows(
    table: Requests | Offers, spec: dict[str, Column], rows: ArrayLike
) -> dict[str, NDArray[Any]]:
    chosen = np.asarray(rows)
    return {name: getattr(table, name)[chosen] for name in ("ids", *spec)}


def _no_pairs() -> NDArray[np.int64]:
    return np.empty((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Problem:
    """Questions, helpers and what is known about pairs of them.

    Parameters
    ----------
    requests : Requests
    offers : Offers
    forbidden : array_like of int, shape (k, 2)
        Pairs (row of the request, row of the offer) that are never proposed: a veto of either
        side, a block, "never for this question".
    fixed : array_like of int, shape (k, 2)
        Matches people have agreed on; they are kept and use up capacity.
    trusted : array_like of int, shape (k, 2)
        Pairs that know and trust each other; they get the points for it.
    previous : array_like of int, shape (k, 2)
        Matches of an earlier round, at most one per request; see ``Params.continuity``.
    quotas : Quotas, optional
        Most matches of groups of offers, such as an organisation or a neighbourhood.
    """

    requests: Requests
    offers: Offers
    forbidden: NDArray[np.int64] = field(default_factory=_no_pairs)
    fixed: NDArray[np.int64] = field(default_factory=_no_pairs)
    trusted: NDArray[np.int64] = field(default_factory=_no_pairs)
    previous: NDArray[np.int64] = field(default_factory=_no_pairs)
    quotas: Quotas | None = None

    def __post_init__(self) -> None:
        n, m = len(self.requests), len(self.offers)
        for name in ("forbidden", "fixed", "trusted", "previous"):
            pairs = clean_pairs("problem", name, getattr(self, name), n, m)
            object.__setattr__(self, name, pairs)
        self._check_fixed()
        if self.quotas is not None:
            self.quotas.left(np.bincount(self.fixed[:, 1], minlength=m))

    def _check_fixed(self) -> None:
        rows, columns = self.fixed.T
        _refuse_first("is given twice for request", self.requests, np.bincount(rows) > 1)
        load = np.bincount(columns, minlength=len(self.offers))
        _refuse_first("exceeds the capacity of offer", self.offers, load > self.offers.capacity)
        both = set(map(tuple, self.fixed.tolist())) & set(map(tuple, self.forbidden.tolist()))
        if both:
            row = min(both)[0]
            rule = "holds a pair that is also forbidden, for request"
            raise EngineInputError("problem", f"fixed {rule} {self.requests.ids[row]}", "")

    def pairs_by_id(self, pairs: Iterable[tuple[Any, Any]]) -> NDArray[np.int64]:
        """Turn (request id, offer id) pairs into row numbers; unknown ids are left out."""
        row = {one: at for at, one in enumerate(self.requests.ids.tolist())}
        column = {one: at for at, one in enumerate(self.offers.ids.tolist())}
        known = [(row[i], column[j]) for i, j in pairs if i in row and j in column]
        return np.array(known, np.int64).reshape(-1, 2)

    def content_hash(self) -> str:
        """SHA-256 of all values, in row order: the same input gives the same hash."""
        digest = sha256()
        for table, spec in ((self.requests, REQUEST_COLUMNS), (self.offers, OFFER_COLUMNS)):
            digest.update(f"{table.ids.dtype.str}{table.ids.size}".encode())
            digest.update(np.ascontiguousarray(table.ids).view(np.uint8).data)
            for name in spec:
                digest.update(np.ascontiguousarray(getattr(table, name)).view(np.uint8).data)
        for pairs in (self.forbidden, self.fixed, self.trusted, self.previous):
            digest.update(pairs.shape[0].to_bytes(8, "little") + pairs.tobytes())
        if self.quotas is not None:
            for part in (self.quotas.group_of, self.quotas.parent, self.quotas.most):
                digest.update(part.tobytes())
        return digest.hexdigest()


def _refuse_first(rule: str, table: Requests | Offers, wrong: NDArray[np.bool_]) -> None:
    if wrong.any():
        one = table.ids[int(np.argmax(wrong))]
        raise EngineInputError("problem", "fixed", f"{rule} {one}")
