"""Who reaches what the person wrote for their circle, and what a seat opens elsewhere."""

from samenspel.access.rules import NEEDS_CONSENT, Permission, Role, roles_with
from samenspel.circles.actor_roles import ROLE_OF_SEAT
from samenspel.consent.row_policies import OPEN
from samenspel.consent.types import DataCategory
from samenspel.core.row_policies import ACTOR, Ids, Policy, among, leave_out, register

_WORDS = (Permission.CIRCLE_DAILY_LIFE, Permission.CIRCLE_HEALTH, Permission.CIRCLE_MONEY)
_AROUND = Permission.QUESTION_VIEW


def _seats(permission: Permission) -> str:
    granting = roles_with(permission)
    kinds = sorted(seat.value for seat, role in ROLE_OF_SEAT.items() if role in granting)
    return ", ".join(f"'{kind}'" for kind in kinds)


_SEAT = (
    "FROM circles_circle AS circle JOIN circles_membership AS seat"
    f" ON seat.circle_id = circle.id AND seat.person_id = {ACTOR}"
    " AND seat.said_yes_at IS NOT NULL AND seat.left_at IS NULL WHERE circle.closed_at IS NULL"
    " AND circle.subject_id <> ALL((SELECT samenspel_shut_out_by())::uuid[])"
)


def _key(category: DataCategory) -> str:
    return f"circle.id::text || ':{category.value}'"


def _keys(permission: Permission) -> str:
    """Return the query for keys of circle and category: the person, whoever decides about
    their care, and seats with consent for the category."""
    category = NEEDS_CONSENT[permission]
    return (
        f"SELECT {_key(category)} FROM circles_circle AS circle"
        f" WHERE circle.subject_id = {ACTOR}"
        f" UNION ALL SELECT {_key(category)} FROM circles_circle AS circle WHERE"
        f" circle.closed_at IS NULL AND {among('circle.subject_id', 'represented')}"
        f" UNION ALL SELECT {_key(category)} {_SEAT} AND seat.role IN ({_seats(permission)})"
        " AND circle.subject_id IN (SELECT subject_id FROM consent_consent"
        f" WHERE grantee_person_id = {ACTOR} AND category = '{category.value}'"
        f" AND {OPEN})"
    )


_IS_REGISSEUR = (
    f"circle.regisseur_id = {ACTOR}"
    if Role.REGISSEUR in roles_with(Permission.CONSENT_VIEW)
    else "false"
)

register(
    Ids("note_keys", " UNION ALL ".join(map(_keys, _WORDS)), kind="text"),
    Ids(
        "overseen",
        f"SELECT circle.subject_id {_SEAT}"
        f" AND (seat.role IN ({_seats(Permission.CONSENT_VIEW)}) OR {_IS_REGISSEUR})",
    ),
    Ids(
        "questions_around",
        f"SELECT circle.subject_id {_SEAT} AND seat.role IN ({_seats(_AROUND)})"
        f" AND {among('circle.subject_id', 'shares_questions')}",
    ),
    Policy(
        "circles.CircleNote",
        "by_key",
        among("(circle_id::text || ':' || category)", "note_keys", "text"),
    ),
    Policy(
        "consent.Consent", "overseen", among("subject_id", "overseen"), takes=None, inserts=None
    ),
)
leave_out(
    "it says who is in a circle, and the other policies are decided by it",
    "circles.Circle",
    "circles.Membership",
)
leave_out(
    "whoever it was proposed to reads it with or without consent",
    "circles.RoleAgreement",
    "circles.AgreementMoment",
    "circles.AgreementSignature",
)
