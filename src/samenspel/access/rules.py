"""Every access rule of the product: role x permission. Nothing else decides who may do what.

A role is what someone is *towards one object* (this circle, this question), found by the
resolver that the object's room registers. Consent is a second lock: a permission named in
NEEDS_CONSENT also asks for an open consent of the person it is about.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samenspel.consent.types import DataCategory


class Role(TextChoices):
    """What someone is towards an object."""

    ASKER = "asker", _("asked on behalf of the person")
    CARER = "carer", _("carer")
    COORDINATOR = "coordinator", _("coordinator")
    HELPER = "helper", _("helper in this proposal")
    LEGAL_REPRESENTATIVE = "legal_representative", _("legal representative")
    NEIGHBOUR = "neighbour", _("friend or neighbour")
    PROFESSIONAL = "professional", _("professional")
    REGISSEUR = "regisseur", _("regisseur")
    SELF = "self", _("the person in the middle")
    VOLUNTEER = "volunteer", _("volunteer")


class Permission(TextChoices):
    """What can be done, as object:verb, in alphabetical order."""

    AGREEMENT_PROPOSE = "agreement:propose", _("propose an agreement")
    AGREEMENT_SIGN = "agreement:sign", _("agree to what was proposed for one's own seat")
    CIRCLE_AGENDA = "circle:agenda", _("see the agenda")
    CIRCLE_CHANGE = "circle:change", _("change the circle")
    CIRCLE_CONTACT = "circle:contact", _("see address and phone number")
    CIRCLE_DAILY_LIFE = "circle:daily_life", _("read how the days go")
    CIRCLE_HEALTH = "circle:health", _("read about health")
    CIRCLE_MONEY = "circle:money", _("read about money matters")
    CIRCLE_PEOPLE = "circle:people", _("see who is in the circle")
    CIRCLE_VIEW = "circle:view", _("open the circle")
    CONSENT_CHANGE = "consent:change", _("decide who sees what")
    CONSENT_VIEW = "consent:view", _("see who sees what")
    LETTER_PRINT = "letter:print", _("print letters")
    OFFER_CHANGE = "offer:change", _("change an offer")
    OFFER_VIEW = "offer:view", _("see an offer")
    PLACEMENT_FOLLOW = "placement:follow", _("follow how a match goes")
    PROPOSAL_ANSWER_AS_HELPER = "proposal:answer_as_helper", _("answer as helper")
    PROPOSAL_ANSWER_AS_RECEIVER = "proposal:answer_as_receiver", _("answer as receiver")
    PROPOSAL_DECIDE = "proposal:decide", _("accept, change or hold a proposal")
    PROPOSAL_VIEW = "proposal:view", _("see a proposal")
    QUESTION_CHANGE = "question:change", _("change or withdraw a help question")
    QUESTION_TAKE = "question:take", _("take a help question oneself")
    QUESTION_VIEW = "question:view", _("read a help question")
    ROUND_RUN = "round:run", _("run a matching round")
    ROUND_VIEW = "round:view", _("see a matching round")


P = Permission

_SEAT = {P.AGREEMENT_SIGN, P.CIRCLE_VIEW}
_MAY_SEE = {
    P.CIRCLE_AGENDA, P.CIRCLE_CONTACT, P.CIRCLE_DAILY_LIFE, P.CIRCLE_PEOPLE,
    P.QUESTION_TAKE, P.QUESTION_VIEW,
}  # fmt: skip
_SENSITIVE = {P.CIRCLE_HEALTH, P.CIRCLE_MONEY}
_OWN_CIRCLE = (
    _SEAT | _MAY_SEE | _SENSITIVE
    | {P.AGREEMENT_PROPOSE, P.CIRCLE_CHANGE, P.CONSENT_CHANGE, P.CONSENT_VIEW}
)  # fmt: skip
_RECEIVER = {
    P.PROPOSAL_ANSWER_AS_RECEIVER, P.PROPOSAL_VIEW, P.QUESTION_CHANGE, P.QUESTION_VIEW,
}  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.ASKER: frozenset(_RECEIVER),
    Role.CARER: frozenset(
        _SEAT | _MAY_SEE | _SENSITIVE | {P.AGREEMENT_PROPOSE, P.CONSENT_VIEW}
    ),
    Role.COORDINATOR: frozenset(
        {
            P.LETTER_PRINT, P.OFFER_CHANGE, P.OFFER_VIEW, P.PLACEMENT_FOLLOW, P.PROPOSAL_DECIDE,
            P.PROPOSAL_VIEW, P.QUESTION_CHANGE, P.QUESTION_VIEW, P.ROUND_RUN, P.ROUND_VIEW,
        }
    ),
    Role.HELPER: frozenset(
        {P.OFFER_CHANGE, P.OFFER_VIEW, P.PROPOSAL_ANSWER_AS_HELPER, P.PROPOSAL_VIEW}
    ),
    Role.LEGAL_REPRESENTATIVE: frozenset(_OWN_CIRCLE | _RECEIVER),
    Role.NEIGHBOUR: frozenset(_SEAT | _MAY_SEE),
    Role.PROFESSIONAL: frozenset(_SEAT | _MAY_SEE | _SENSITIVE | {P.AGREEMENT_PROPOSE}),
    Role.REGISSEUR: frozenset({P.AGREEMENT_PROPOSE, P.CIRCLE_CHANGE, P.CONSENT_VIEW}),
    Role.SELF: frozenset(_OWN_CIRCLE | _RECEIVER),
    Role.VOLUNTEER: frozenset(_SEAT | _MAY_SEE),
}  # fmt: skip

NEEDS_CONSENT: dict[Permission, DataCategory] = {
    P.CIRCLE_AGENDA: DataCategory.AGENDA,
    P.CIRCLE_CONTACT: DataCategory.CONTACT,
    P.CIRCLE_DAILY_LIFE: DataCategory.DAILY_LIFE,
    P.CIRCLE_HEALTH: DataCategory.HEALTH,
    P.CIRCLE_MONEY: DataCategory.MONEY,
    P.CIRCLE_PEOPLE: DataCategory.PEOPLE,
    P.PLACEMENT_FOLLOW: DataCategory.QUESTIONS,
    P.PROPOSAL_DECIDE: DataCategory.QUESTIONS,
    P.QUESTION_CHANGE: DataCategory.QUESTIONS,
    P.QUESTION_TAKE: DataCategory.QUESTIONS,
    P.QUESTION_VIEW: DataCategory.QUESTIONS,
}

NO_CONSENT_NEEDED = frozenset({Role.ASKER, Role.LEGAL_REPRESENTATIVE, Role.SELF})
"""Roles that act as, or in the name of, the person; for these the second lock is open."""


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that the matrix grants a permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)
