"""Whose rows someone reaches because of who they are to the person."""

from samenspel.core.row_policies import ACTOR, TODAY, Ids, leave_out, register
from samenspel.people.types import LEGAL_FOR_CARE, RepresentationKind

SHUT_OUT = f"SELECT by_id FROM people_block WHERE about_id = {ACTOR}"


def _represented(*kinds: RepresentationKind) -> str:
    listed = ", ".join(f"'{kind.value}'" for kind in sorted(kinds))
    return (
        "SELECT represented_id FROM people_representation"
        f" WHERE representative_id = {ACTOR} AND kind IN ({listed})"
        f" AND valid_from <= {TODAY} AND (valid_until IS NULL OR valid_until >= {TODAY})"
        " AND (ended_at IS NULL OR ended_at > clock_timestamp())"
        f" AND represented_id NOT IN ({SHUT_OUT})"
    )


register(
    Ids("shut_out_by", SHUT_OUT),
    Ids("represented", _represented(*LEGAL_FOR_CARE)),
    Ids("asks_together_with", _represented(RepresentationKind.WITH_CONSENT)),
)
leave_out(
    "it is read at sign-in and to find out who somebody is, before anything can be decided",
    "people.Account",
    "people.Block",
    "people.Person",
    "people.Representation",
)
leave_out(
    "it is read only together with a decision about the person, for a letter or a meeting",
    "people.Address",
)
