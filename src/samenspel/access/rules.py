"""Every access rule of the product: role x permission. Nothing else decides who may do what.

A role is what someone is *towards one object* (this circle, this question), found by the
resolver that the object's room registers. Consent is a second lock: a permission named in
NEEDS_CONSENT also asks for an open consent of the person it is about; one named in
WITHOUT_CONSENT says why it does not. A permission in neither is refused to everyone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from samenspel.consent.types import DataCategory

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Role(TextChoices):
    """What someone is towards an object."""

    ASKER = "asker", _("asked on behalf of the person")
    CARER = "carer", _("carer")
    COORDINATOR = "coordinator", _("coordinator")
    HELPER = "helper", _("helper in this proposal")
    INVITED = "invited", _("asked to take a seat")
    LEGAL_REPRESENTATIVE = "legal_representative", _("legal representative")
    NEIGHBOUR = "neighbour", _("friend or neighbour")
    PROFESSIONAL = "professional", _("professional")
    REGISSEUR = "regisseur", _("regisseur")
    SELF = "self", _("the person in the middle")
    SPOKESPERSON = "spokesperson", _("asks together with the person")
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
    SEAT_ANSWER = "seat:answer", _("answer an invitation to a circle")


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
    Role.ASKER: frozenset({P.QUESTION_VIEW}),
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
    Role.INVITED: frozenset({P.SEAT_ANSWER}),
    Role.LEGAL_REPRESENTATIVE: frozenset(_OWN_CIRCLE | _RECEIVER),
    Role.NEIGHBOUR: frozenset(_SEAT | _MAY_SEE),
    Role.PROFESSIONAL: frozenset(_SEAT | _MAY_SEE | _SENSITIVE | {P.AGREEMENT_PROPOSE}),
    Role.REGISSEUR: frozenset({P.AGREEMENT_PROPOSE, P.CIRCLE_CHANGE, P.CONSENT_VIEW}),
    Role.SELF: frozenset(_OWN_CIRCLE | _RECEIVER),
    Role.SPOKESPERSON: frozenset(_RECEIVER),
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

WITHOUT_CONSENT: dict[Permission, str] = {
    P.AGREEMENT_PROPOSE: "it tells nothing; the other has to agree before it holds",
    P.AGREEMENT_SIGN: "people may read what they themselves are asked to agree to",
    P.CIRCLE_CHANGE: "it arranges who takes part; what each may see needs its own consent",
    P.CIRCLE_VIEW: "a seat is given by the person; what is inside needs its own consent",
    P.CONSENT_CHANGE: "giving and taking back consent cannot itself need consent",
    P.CONSENT_VIEW: "whoever keeps the overview must see what is open to help close it",
    P.LETTER_PRINT: "a letter reveals nothing but its addressee, who asked to be written to",
    P.OFFER_CHANGE: "the helper gave it to this organisation to keep it correct",
    P.OFFER_VIEW: "the helper gave it to this organisation to be found by it",
    P.PROPOSAL_ANSWER_AS_HELPER: "it gives no name and no address, and stops with the sharing",
    P.PROPOSAL_ANSWER_AS_RECEIVER: "it answers for the person, who is told at once",
    P.PROPOSAL_VIEW: "the asker sees a helper in general terms; the name comes after two yeses",
    P.ROUND_RUN: "a round names nobody; it takes only questions that people share",
    P.ROUND_VIEW: "a round names nobody; each line needs the permission for its question",
    P.SEAT_ANSWER: "the invitation is the person's own asking",
}
"""Why these permissions need no consent of the person they are about."""

NO_CONSENT_NEEDED: dict[Role, str] = {
    Role.ASKER: "reads back what they themselves asked, whatever came of it",
    Role.LEGAL_REPRESENTATIVE: "decides about care in the person's name, by law or mandate",
    Role.SELF: "is the person",
    Role.SPOKESPERSON: "asks together with the person, as long as that is on record",
}
"""Roles that act as, or in the name of, the person; for these the second lock is open."""

NAMELESS: dict[Permission, _StrPromise] = {
    P.PROPOSAL_ANSWER_AS_HELPER: _("A helper who was asked"),
    P.PROPOSAL_VIEW: _("Someone who asks for help"),
    P.SEAT_ANSWER: _("Someone who was asked for a seat"),
}
"""Looks by people whose names the person does not know yet, and how they are spoken of.

Helper and asker learn each other's name after two yeses, and an invitation must not tell who is
behind an address: the list of who looked would reveal it. The log itself keeps the name.
"""


def is_settled(permission: Permission) -> bool:
    """Say whether the rules say if a permission needs consent, or why it does not."""
    return permission in NEEDS_CONSENT or permission in WITHOUT_CONSENT


def roles_with(permission: Permission) -> frozenset[Role]:
    """Return the roles that the matrix grants a permission."""
    return frozenset(role for role, granted in GRANTS.items() if permission in granted)
