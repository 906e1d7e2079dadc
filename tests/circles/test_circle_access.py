"""Who may do what with a circle: one matrix, one answer in list and detail."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from tests.cast import NOON, Cast, make_person, represent

from samenspel.access import decide as access
from samenspel.access.rules import GRANTS, Permission, Role
from samenspel.circles.actor_roles import roles_in_circle
from samenspel.circles.models import Circle, Membership, RoleAgreement
from samenspel.circles.reads import circle_page, edit_pages
from samenspel.circles.reads.seats import has_seat, roles_around
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Contact, NewSeat, SeatRole
from samenspel.consent.models import Consent
from samenspel.consent.reads import open_consents
from samenspel.consent.types import DataCategory
from samenspel.core.errors import NotFoundError
from samenspel.people.models import Person
from samenspel.people.services import acting_for
from samenspel.people.types import RepresentationKind

LATER = NOON + timedelta(days=3)
TERMS = AgreementTerms("Wandelen", "Medicijnen geven", NOON.date() + timedelta(days=60))


def seat(cast: Cast, person: Person, role: SeatRole, *, said_yes: bool = True) -> Membership:
    new_seat = NewSeat(person.pk, role, "", Contact.WEEKLY)
    invited = membership.invite(
        actor=cast.joost, circle_id=cast.circle.pk, new_seat=new_seat, at=NOON
    )
    if said_yes:
        membership.answer_invitation(actor=person, membership_id=invited.pk, yes=True, at=NOON)
    return invited


@pytest.fixture
def crowded(cast: Cast) -> Cast:
    """More kinds of people around Joost, and circles of others."""
    seat(cast, cast.els, SeatRole.VOLUNTEER)
    seat(cast, cast.wil, SeatRole.NEIGHBOUR, said_yes=False)
    represent(cast, cast.stranger, RepresentationKind.MENTOR)
    represent(cast, cast.dirk, RepresentationKind.BEWINDVOERDER)
    acting_for.block(actor=cast.joost, about_id=cast.noor.pk, at=NOON)
    other = make_person("Riet", "Testerink")
    membership.open_circle(actor=other, subject_id=other.pk, at=NOON)
    membership.open_circle(actor=cast.els, subject_id=cast.els.pk, at=NOON)
    closed = membership.open_circle(actor=cast.wil, subject_id=cast.wil.pk, at=NOON)
    new_seat = NewSeat(cast.fatma.pk, SeatRole.CARER)
    invited = membership.invite(actor=cast.wil, circle_id=closed.pk, new_seat=new_seat, at=NOON)
    membership.answer_invitation(actor=cast.fatma, membership_id=invited.pk, yes=True, at=NOON)
    Circle.objects.filter(pk=closed.pk).update(closed_at=NOON)
    return cast


def test_the_list_holds_exactly_the_circles_that_decide_opens(crowded: Cast) -> None:
    opened = {}
    for (name, person), circle in product(
        crowded.everyone().items(), Circle.objects.order_by("pk")
    ):
        listed = Circle.objects.visible_to(person, LATER).filter(pk=circle.pk).exists()
        decided = access.decide(person, Permission.CIRCLE_VIEW, circle, LATER).allowed
        assert listed == decided, (name, circle.pk)
        if decided and circle == crowded.circle:
            opened[name] = True
    assert set(opened) == {"joost", "fatma", "els", "stranger"}


def test_a_seat_counts_in_lists_as_far_as_its_role_goes(
    crowded: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Today every seat gives these; a list must not take that for granted."""
    around_joost = Person.objects.filter(pk=crowded.joost.pk)

    def listed() -> tuple[bool, bool]:
        seats_of_els = has_seat("pk", crowded.els.pk, Permission.QUESTION_VIEW)
        return (
            Circle.objects.visible_to(crowded.els, LATER).filter(pk=crowded.circle.pk).exists(),
            around_joost.filter(seats_of_els).exists(),
        )

    assert listed() == (True, True)
    less = GRANTS[Role.VOLUNTEER] - {Permission.CIRCLE_VIEW, Permission.QUESTION_VIEW}
    monkeypatch.setitem(GRANTS, Role.VOLUNTEER, less)
    assert listed() == (False, False)


@pytest.mark.parametrize("role", sorted(set(SeatRole) - {SeatRole.CARE_RECEIVER}))
def test_a_seat_is_named_for_what_it_is(cast: Cast, role: SeatRole) -> None:
    seat(cast, cast.els, role)
    assert roles_in_circle(cast.els, cast.circle, LATER) == {Role(role.value): None}


def test_a_circle_that_is_closed_makes_nobody_anything(crowded: Cast) -> None:
    assert roles_around(crowded.fatma, crowded.wil.pk, LATER) == {}
    membership.open_circle(actor=crowded.wil, subject_id=crowded.wil.pk, at=LATER)
    assert roles_around(crowded.fatma, crowded.wil.pk, LATER) == {}
    assert roles_around(crowded.wil, crowded.wil.pk, LATER) == {Role.SELF: None}
    assert roles_around(crowded.els, crowded.joost.pk, LATER) == {Role.VOLUNTEER: None}


def test_deciding_all_at_once_gives_the_same_answers_as_one_by_one(crowded: Cast) -> None:
    for person in crowded.everyone().values():
        roles = access.roles_towards(person, crowded.circle, LATER)
        consents = open_consents(crowded.joost.pk, LATER)
        together = access.decide_all(roles, person, crowded.circle, consents)
        apart = {
            each: access.decide(person, each, crowded.circle, LATER) for each in Permission
        }
        assert together == apart


def test_a_seat_counts_only_after_the_persons_own_yes(cast: Cast) -> None:
    invited = seat(cast, cast.els, SeatRole.NEIGHBOUR, said_yes=False)
    assert roles_in_circle(cast.els, cast.circle, LATER) == {}
    with pytest.raises(NotFoundError):
        circle_page.get_circle(cast.els, cast.circle.pk, at=LATER)
    with pytest.raises(NotFoundError):
        membership.answer_invitation(
            actor=cast.stranger, membership_id=invited.pk, yes=True, at=LATER
        )
    membership.answer_invitation(actor=cast.els, membership_id=invited.pk, yes=True, at=LATER)
    assert circle_page.get_circle(cast.els, cast.circle.pk, at=LATER) == cast.circle


def test_an_invitation_is_answered_once_and_not_by_someone_shut_out(cast: Cast) -> None:
    invited = seat(cast, cast.els, SeatRole.NEIGHBOUR, said_yes=False)

    def answer() -> None:
        membership.answer_invitation(
            actor=cast.els, membership_id=invited.pk, yes=True, at=LATER
        )

    acting_for.block(actor=cast.joost, about_id=cast.els.pk, at=NOON)
    with pytest.raises(NotFoundError):
        answer()
    acting_for.unblock(actor=cast.joost, about_id=cast.els.pk)
    answer()
    with pytest.raises(NotFoundError, match="no role here grants seat:answer"):
        answer()
    with pytest.raises(NotFoundError):
        membership.answer_invitation(
            actor=cast.els, membership_id=cast.circle.pk, yes=True, at=LATER
        )


def test_a_no_leaves_no_trace_for_others(cast: Cast) -> None:
    invited = seat(cast, cast.els, SeatRole.NEIGHBOUR, said_yes=False)
    membership.answer_invitation(actor=cast.els, membership_id=invited.pk, yes=False, at=LATER)
    view = circle_page.circle_view(cast.joost, cast.circle.pk, at=LATER, today=LATER.date())
    assert cast.els.full_name not in [member.name for member in view.members]


def test_there_is_always_exactly_one_regisseur(cast: Cast) -> None:
    assert cast.circle.regisseur == cast.joost
    membership.hand_over_regie(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.noor.pk, at=NOON
    )
    cast.circle.refresh_from_db()
    assert cast.circle.regisseur == cast.noor
    membership.leave_circle(actor=cast.noor, circle_id=cast.circle.pk, at=LATER)
    cast.circle.refresh_from_db()
    assert cast.circle.regisseur == cast.joost
    with pytest.raises(IntegrityError), transaction.atomic():
        Circle.objects.filter(pk=cast.circle.pk).update(regisseur=None)


def test_only_someone_with_a_seat_can_be_regisseur(cast: Cast) -> None:
    with pytest.raises(membership.SeatError):
        membership.hand_over_regie(
            actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.els.pk, at=NOON
        )


@pytest.mark.parametrize("signer", ["joost", "fatma"])
def test_an_agreement_needs_both_signatures(signer: str, cast: Cast) -> None:
    agreement = agreements.propose_agreement(
        actor=cast.fatma,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        terms=TERMS,
        at=NOON,
    )
    one = cast.everyone()[signer]
    agreements.sign_agreement(actor=one, agreement_id=agreement.pk, at=NOON)
    agreements.sign_agreement(actor=one, agreement_id=agreement.pk, at=NOON)
    assert RoleAgreement.objects.get(pk=agreement.pk).agreed_at is None
    other = cast.fatma if signer == "joost" else cast.joost
    agreements.sign_agreement(actor=other, agreement_id=agreement.pk, at=LATER)
    assert RoleAgreement.objects.get(pk=agreement.pk).agreed_at == LATER


def test_nobody_signs_for_another(cast: Cast) -> None:
    agreement = agreements.propose_agreement(
        actor=cast.fatma,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        terms=TERMS,
        at=NOON,
    )
    for person in (cast.noor, cast.stranger):
        with pytest.raises(NotFoundError):
            agreements.sign_agreement(actor=person, agreement_id=agreement.pk, at=NOON)


def test_leaving_closes_everything(cast: Cast) -> None:
    agreements.propose_agreement(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.noor.pk,
        terms=TERMS,
        at=NOON,
    )
    membership.leave_circle(actor=cast.noor, circle_id=cast.circle.pk, at=LATER)
    with pytest.raises(NotFoundError):
        circle_page.get_circle(cast.noor, cast.circle.pk, at=LATER)
    assert not Consent.objects.in_force(LATER).filter(grantee_person=cast.noor).exists()
    assert not RoleAgreement.objects.filter(ended_at__isnull=True).exists()
    again = seat(cast, cast.noor, SeatRole.PROFESSIONAL)
    again.refresh_from_db()
    assert (again.said_yes_at, again.left_at) == (NOON, None)
    view = circle_page.circle_view(cast.noor, cast.circle.pk, at=LATER, today=LATER.date())
    assert Permission.CIRCLE_HEALTH not in view.may


def test_giving_up_every_seat_leaves_alone_what_is_closed_and_ones_own_circle(
    crowded: Cast,
) -> None:
    own = membership.open_circle(actor=crowded.fatma, subject_id=crowded.fatma.pk, at=NOON)
    closed = Circle.objects.get(subject=crowded.wil)
    membership.leave_every_circle(actor=crowded.fatma, at=LATER)
    left = Membership.objects.filter(person=crowded.fatma, left_at__isnull=False)
    assert set(left.values_list("circle", flat=True)) == {crowded.circle.pk}
    assert Membership.objects.get(circle=closed, person=crowded.fatma).left_at is None
    own.refresh_from_db()
    assert own.closed_at is None


def test_the_person_in_the_middle_cannot_leave(cast: Cast) -> None:
    with pytest.raises(membership.SeatError):
        membership.leave_circle(actor=cast.joost, circle_id=cast.circle.pk, at=LATER)


@pytest.mark.parametrize("name", ["fatma", "noor", "els", "bram", "stranger"])
def test_only_the_one_who_decides_changes_consent(name: str, cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        consents.change_consent(
            actor=cast.everyone()[name],
            circle_id=cast.circle.pk,
            person_id=cast.noor.pk,
            categories=[DataCategory.MONEY],
            at=LATER,
        )


def test_a_regisseur_sees_who_sees_what_and_does_not_decide_it(cast: Cast) -> None:
    membership.hand_over_regie(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.noor.pk, at=NOON
    )
    page = edit_pages.change_page(cast.noor, cast.circle.pk, at=LATER)
    assert page.may_change
    assert not page.may_decide
    assert all(member.shows_access for member in page.members if not member.is_subject)
    with pytest.raises(NotFoundError):
        edit_pages.consent_page(cast.noor, cast.circle.pk, cast.fatma.pk, at=LATER)


def test_a_mentor_decides_and_a_bewindvoerder_does_not(crowded: Cast) -> None:
    assert edit_pages.change_page(crowded.stranger, crowded.circle.pk, at=LATER).may_decide
    with pytest.raises(NotFoundError):
        edit_pages.change_page(crowded.dirk, crowded.circle.pk, at=LATER)


def test_only_what_a_seat_can_ever_see_is_offered(cast: Cast) -> None:
    seat(cast, cast.els, SeatRole.VOLUNTEER)
    page = edit_pages.consent_page(cast.joost, cast.circle.pk, cast.els.pk, at=LATER)
    offered = {option.category for option in page.options}
    assert DataCategory.CONTACT in offered
    assert not offered & {DataCategory.HEALTH, DataCategory.MONEY}
