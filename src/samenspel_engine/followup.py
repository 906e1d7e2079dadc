"""What became of proposals: anonymous rows to learn from, and what is never learned from.

A row says how the parts of a pair's fit stood, whether it led to a match, and in which week.
Rows have no names and no identifiers. A column is refused unless it is on the list of what may
be used; the columns that are refused on principle are listed with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samenspel_engine.columns import Column, clean_columns
from samenspel_engine.errors import EngineInputError
from samenspel_engine.params import TOP_QUALITY, Params
from samenspel_engine.problem import Problem
from samenspel_engine.score import PARTS, points_table, quality_parts
from samenspel_engine.vocabulary import INTERESTS, NL, TASKS

AWGB = "Algemene wet gelijke behandeling, article 1"
WGBHCZ = "Wet gelijke behandeling op grond van handicap of chronische ziekte, article 1"
WGBL = "Wet gelijke behandeling op grond van leeftijd bij de arbeid, article 1"
GDPR = "GDPR, article 9"
LONGEST_WEEKS = 100_000
FAITH = np.uint32(INTERESTS.bit("faith"))


@dataclass(frozen=True)
class NeverUsed:
    """A characteristic that nothing is learned from.

    Parameters
    ----------
    key : str
    names : tuple of str
        Column names that stand for it, in lower case.
    nl, en : str
        Why, as a sentence.
    source : str
    """

    key: str
    names: tuple[str, ...]
    nl: str
    en: str
    source: str


def _never(key: str, names: str, why: tuple[str, str], source: str) -> NeverUsed:
    return NeverUsed(key, (key, *names.split()), *why, source)


_LAW = (
    "De wet verbiedt om hier onderscheid op te maken.",
    "The law forbids distinguishing by it.",
)
_SPECIAL = (
    "Dit is een bijzonder persoonsgegeven: wie hulp krijgt mag er niet van afhangen.",
    "This is a special category of personal data: who gets help must not depend on it.",
)
_PROXY = (
    "Dit verraadt vaak afkomst of inkomen, ook als niemand dat bedoelt.",
    "This often gives away origin or income, even if nobody means it to.",
)
_PERSON = (
    "De regels zijn anoniem: niets mag naar een mens wijzen.",
    "The rows are anonymous: nothing may point at a person.",
)

NEVER_USED: tuple[NeverUsed, ...] = (
    _never("gender", "sex geslacht gender_wish gender_required gender_met wishes", _LAW, AWGB),
    _never("age", "leeftijd birth_date birthday year_of_birth geboortedatum", _LAW, WGBL),
    _never("origin", "ethnicity race afkomst etniciteit ras country_of_birth", _SPECIAL,
           f"{AWGB}; {GDPR}"),
    _never("nationality", "nationaliteit citizenship", _LAW, AWGB),
    _never("language", "languages taal talen spoken_language mother_tongue", _PROXY, AWGB),
    _never("religion", "religious_belief faith geloof godsdienst belief", _SPECIAL,
           f"{AWGB}; {GDPR}"),
    _never("political_opinion", "politics politiek", _SPECIAL, f"{AWGB}; {GDPR}"),
    _never("health", "diagnosis gezondheid diagnose boundaries illness dementia psychiatric",
           _SPECIAL, f"{WGBHCZ}; {GDPR}"),
    _never("disability", "handicap wheelchair beperking", _SPECIAL, f"{WGBHCZ}; {GDPR}"),
    _never("sexual_orientation", "sexuality seksuele_gerichtheid", _SPECIAL, f"{AWGB}; {GDPR}"),
    _never("marital_status", "burgerlijke_staat", _LAW, AWGB),
    _never("income", "inkomen salary benefits uitkering", _PROXY, "no ground; a proxy"),
    _never("postcode", "zip neighbourhood buurt wijk address adres municipality x_m y_m",
           _PROXY, "no ground; a proxy"),
    _never("identity", "id ids name naam first_name last_name email telephone bsn person_id",
           _PERSON, "GDPR, articles 4 and 5"),
)  # fmt: skip
"""A fit with the wish for a woman or a man tells the helper's gender, so it is not used."""


@dataclass(frozen=True)
class Feature:
    """A column that may be used: its label and its largest value."""

    key: str
    nl: str
    en: str
    most: int


FEATURES: tuple[Feature, ...] = (
    Feature("nearness", "dichtbij", "close by", TOP_QUALITY),
    Feature("overlap", "tijd", "time", TOP_QUALITY),
    Feature("interests", "interesses", "interests", TOP_QUALITY),
    Feature("room", "eerlijk verdeeld", "shared fairly", TOP_QUALITY),
    Feature("trusted", "vertrouwd", "trusted", TOP_QUALITY),
    Feature("weeks_idle", "weken niet gevraagd", "weeks not asked", LONGEST_WEEKS),
    Feature("earlier_yes", "eerder ja gezegd", "said yes before", LONGEST_WEEKS),
    Feature("earlier_no", "eerder nee gezegd", "said no before", LONGEST_WEEKS),
    Feature("task", "soort hulp", "kind of help", len(TASKS) - 1),
)
"""Everything a probability may depend on. The first five are parts of the pair's quality, with
the interest in faith left out; ``task`` is a code of ``vocabulary.TASKS``."""

_SPEC = {one.key: Column(np.float64, 0, one.most) for one in FEATURES}
_ROWS = {"outcome": Column(np.bool_, 0, 1), "week": Column(np.int64, 0, LONGEST_WEEKS)}


def refuse_columns(table: str, names: Mapping[str, Any]) -> None:
    """Raise ``EngineInputError`` for the first column that may not be used."""
    for name in sorted(names):
        if name in _SPEC:
            continue
        for one in NEVER_USED:
            if name.lower().strip() in one.names:
                raise EngineInputError(
                    table, name, f"is never used. {one.en} Source: {one.source}"
                )
        known = ", ".join(_SPEC)
        raise EngineInputError(table, name, f"is not on the list of what may be used: {known}")


def clean_features(table: str, columns: Mapping[str, ArrayLike]) -> dict[str, NDArray[Any]]:
    """The columns of :data:`FEATURES` as float64. Raises ``EngineInputError``."""
    refuse_columns(table, columns)
    sizes = [np.size(values) for values in columns.values()]
    return clean_columns(table, np.arange(max(sizes, default=0)), _SPEC, columns)


@dataclass(frozen=True, eq=False)
class FollowUp:
    """What became of proposals, one value per proposal in every array (shape ``(n,)``).

    Parameters
    ----------
    features : dict of str to ndarray of float64
        The columns of :data:`FEATURES`.
    outcome : ndarray of bool
        Whether it led to a match.
    week : ndarray of int64
        Number of the week; the newest weeks check what the older ones taught.
    """

    features: dict[str, NDArray[Any]]
    outcome: NDArray[np.bool_]
    week: NDArray[np.int64]

    @classmethod
    def from_columns(
        cls, *, outcome: ArrayLike, week: ArrayLike, **features: ArrayLike
    ) -> Self:
        """Check the columns and freeze them. Raises ``EngineInputError``."""
        clean = clean_features("follow-up", features)
        rows = np.arange(clean["nearness"].size)
        given = {"outcome": outcome, "week": week}
        return cls(clean, **clean_columns("follow-up", rows, _ROWS, given))

    @classmethod
    def none(cls) -> Self:
        """No follow-up yet."""
        return cls.from_columns(outcome=[], week=[], **{key: [] for key in _SPEC})

    def __len__(self) -> int:
        return int(self.outcome.size)

    def take(self, rows: ArrayLike) -> Self:
        """Only the proposals at ``rows``, in that order."""
        chosen = np.asarray(rows)
        features = {key: values[chosen] for key, values in self.features.items()}
        return type(self)(features, self.outcome[chosen], self.week[chosen])


def pair_features(
    problem: Problem,
    pairs: ArrayLike,
    *,
    params: Params | None = None,
    earlier_yes: ArrayLike | None = None,
    earlier_no: ArrayLike | None = None,
) -> dict[str, NDArray[Any]]:
    """The columns of :data:`FEATURES` for pairs of a problem.

    Parameters
    ----------
    problem : Problem
    pairs : array_like of int, shape (k, 2)
        Request row and offer row.
    params : Params, optional
    earlier_yes, earlier_no : array_like of int, shape (m,), optional
        How often each helper said yes and no before; 0 when left out.
    """
    rows = np.asarray(pairs, np.int64).reshape(-1, 2)
    plain = _without_faith(problem)
    points = points_table(plain, params or Params())
    parts = np.zeros((len(rows), len(PARTS)), np.int64)
    order = np.argsort(rows[:, 0], kind="stable")
    owners, first = np.unique(rows[order, 0], return_index=True)
    for i, mine in zip(owners.tolist(), np.split(order, first[1:]), strict=True):
        parts[mine] = quality_parts(plain, points, i, rows[mine, 1])
    named = {part.key: parts[:, at] for at, part in enumerate(PARTS) if part.key in _SPEC}
    nothing, helper = np.zeros(len(problem.offers)), rows[:, 1]
    more = {
        "weeks_idle": problem.offers.idle_weeks[helper],
        "earlier_yes": np.asarray(nothing if earlier_yes is None else earlier_yes)[helper],
        "earlier_no": np.asarray(nothing if earlier_no is None else earlier_no)[helper],
        "task": problem.requests.task[rows[:, 0]],
    }
    return clean_features("problem", {**named, **more})


def _without_faith(problem: Problem) -> Problem:
    """The same problem with the interest in faith left out."""
    requests, offers = problem.requests, problem.offers
    return Problem(
        replace(requests, interests=requests.interests & ~FAITH),
        replace(offers, interests=offers.interests & ~FAITH),
        trusted=problem.trusted,
    )


def feature_label(key: str, language: str = NL) -> str:
    """Label of a feature."""
    found = next(one for one in FEATURES if one.key == key)
    return found.nl if language == NL else found.en
