"""Every change of one condition, filter or role in the code that decides about access."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from code_changes import every_change
from mutants import Mutant

ROOMS = "src/samenspel"
PLACES: dict[str, tuple[str, ...]] = {
    "access/decide.py": (
        "roles_towards", "with_ties", "decide", "decide_with", "decide_all", "decide_given",
        "_decide", "_grantees", "require",
    ),
    "access/rules.py": ("is_settled", "roles_with"),
    "circles/actor_roles.py": (),
    "needs/actor_roles.py": (),
    "matching/actor_roles.py": (),
    "placements/actor_roles.py": (),
    "volunteering/actor_roles.py": (),
    "circles/reads/seats.py": ("roles_around", "has_seat"),
    "circles/models.py": ("visible_to", "in_force"),
    "needs/models.py": (
        "visible_to", "with_consent", "coordinated_by", "_organisation_may_read",
        "SHARED_WITH_CIRCLE",
    ),
    "volunteering/models.py": ("visible_to",),
    "consent/models.py": ("in_force",),
    "consent/reads.py": (
        "is_open", "open_consents", "_open_rows", "allows_person", "allows_organisation",
    ),
    "organisations/models.py": ("in_force",),
    "organisations/reads.py": ("organisations_where", "coordinated_by"),
    "people/models.py": ("in_force",),
    "people/reads.py": (
        "ties_and_home", "_ties_rows", "blocking", "represented_by", "represents",
        "asks_together", "who_decides_for",
    ),
    "people/types.py": (
        "LEGAL_FOR_CARE", "MAY_ANSWER", "may_decide_about_care", "asks_together",
    ),
}  # fmt: skip
NEAREST = (
    "tests/access/test_who_has_what.py",
    "tests/access/test_written_rules.py",
    "tests/access/test_decisions.py::test_every_way_of_deciding_says_what_is_written",
    "tests/access/test_rules.py",
)
WIDER = (
    "tests/access/test_in_whose_name.py",
    "tests/access/test_row_security.py",
    "tests/access/test_looks.py",
    "tests/access/test_who_looked.py",
    "tests/access/test_matrix.py",
    "tests/access/test_states.py",
    "tests/access/test_what_is_over.py",
    "tests/circles",
    "tests/consent",
    "tests/people",
    "tests/needs",
    "tests/matching",
    "tests/organisations",
    "tests/volunteering",
    "tests/placements",
)
"""Asked about what the nearest tests do not notice: those among them that run it."""


def code_mutants(root: Path) -> Iterator[Mutant]:
    """Yield every change of the code that decides."""
    for place, names in PLACES.items():
        file = f"{ROOMS}/{place}"
        text = (root / file).read_text(encoding="utf-8")
        for change in every_change(text, names):
            yield Mutant(f"{place} {change.name}", f"code of {place}", file, text, change)
