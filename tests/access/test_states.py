"""What an end closes: every cell of the tables in docs/states.md is tried."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from tests.cast import NOON, Cast
from tests.matching.story import LATER, ask_for_company, introduce, match, propose
from tests.support.repository import ROOT

from samenspel.circles.models import Circle, Membership, RoleAgreement
from samenspel.circles.reads import circle_page
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, NewSeat, SeatRole
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.matching.models import Proposal
from samenspel.matching.reads import invitation_pages
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import question_page
from samenspel.needs.services import question_changes
from samenspel.own_data import services as own_data
from samenspel.people.services import acting_for
from samenspel.placements import services as placements

PAGE = ROOT / "docs/states.md"
AFTER = LATER + timedelta(hours=1)
Arrange = Callable[[Cast], Any]
Deed = Callable[[Cast, Any], object]


def tables() -> dict[str, dict[str, dict[str, str]]]:
    """The tables of the page: thing, state, deed, yes or no."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    thing, columns = "", []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            thing, columns = line[3:], []
        elif line.startswith("|") and not line.startswith("|---"):
            first, *cells = [cell.strip() for cell in line.strip("|").split("|")]
            if columns:
                found[thing][first] = dict(zip(columns, cells, strict=True))
            else:
                columns, found[thing] = cells, {}
    return found


# --- An invitation ----------------------------------------------------------------------------


def invited(cast: Cast) -> Membership:
    seat = membership.invite(
        actor=cast.joost, circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR), at=NOON,
    )  # fmt: skip
    consents.change_consent(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.els.pk,
        categories=[DataCategory.CONTACT], at=NOON,
    )  # fmt: skip
    return seat


def answered(cast: Cast, *, yes: bool) -> Membership:
    seat = invited(cast)
    membership.answer_invitation(actor=cast.els, membership_id=seat.pk, yes=yes, at=LATER)
    return seat


def invitation_taken_back(cast: Cast) -> Membership:
    seat = invited(cast)
    membership.remove_member(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.els.pk, at=LATER
    )
    return seat


def closed_after(arrange: Arrange) -> Arrange:
    def then_closed(cast: Cast) -> Any:
        thing = arrange(cast)
        membership.close_circle(actor=cast.joost, circle_id=cast.circle.pk, at=LATER)
        return thing

    return then_closed


def answer_invitation(who: str, *, yes: bool) -> Deed:
    return lambda cast, seat: membership.answer_invitation(
        actor=getattr(cast, who), membership_id=seat.pk, yes=yes, at=AFTER
    )


def show_more(cast: Cast, _seat: Membership) -> None:
    consents.change_consent(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.els.pk,
        categories=[DataCategory.AGENDA], at=AFTER,
    )  # fmt: skip


INVITATION: Mapping[str, Arrange] = {
    "open": invited,
    "accepted": lambda cast: answered(cast, yes=True),
    "declined": lambda cast: answered(cast, yes=False),
    "taken back by the person": invitation_taken_back,
    "in a circle that closed": closed_after(invited),
}
TO_AN_INVITATION: Mapping[str, Deed] = {
    "invited: yes": answer_invitation("els", yes=True),
    "invited: no": answer_invitation("els", yes=False),
    "the person shows more": show_more,
    "another answers it": answer_invitation("noor", yes=True),
}


# --- A seat -----------------------------------------------------------------------------------

TERMS = AgreementTerms("Koken.", "", (LATER + timedelta(days=60)).date())


def seat(cast: Cast) -> RoleAgreement:
    """Fatma's seat, with an agreement that waits for her."""
    return agreements.propose_agreement(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, terms=TERMS,
        at=NOON,
    )  # fmt: skip


def after(arrange: Arrange, end: Callable[[Cast], object]) -> Arrange:
    def then_ended(cast: Cast) -> Any:
        thing = arrange(cast)
        end(cast)
        return thing

    return then_ended


def take_consent_back(cast: Cast) -> None:
    own_data.stop_showing(actor=cast.joost, grantee=Grantee(person_id=cast.fatma.pk), at=LATER)


def let_consent_end(cast: Cast) -> None:
    Consent.objects.filter(grantee_person=cast.fatma).update(valid_until=LATER)


def leave(cast: Cast) -> None:
    membership.leave_circle(actor=cast.fatma, circle_id=cast.circle.pk, at=LATER)


def take_seat_away(cast: Cast) -> None:
    membership.remove_member(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=LATER
    )


def shut_out(cast: Cast) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.fatma.pk, at=LATER)


def read_about_health(cast: Cast, _agreement: RoleAgreement) -> None:
    view = circle_page.circle_view(
        cast.fatma, cast.circle.pk, at=AFTER, today=date(2026, 3, 13)
    )
    if DataCategory.HEALTH not in {note.category for note in view.notes}:
        raise NotFoundError("Nothing about health is on the page.")


def seat_with_a_note(cast: Cast) -> RoleAgreement:
    consents.write_note(
        actor=cast.joost, circle_id=cast.circle.pk, category=DataCategory.HEALTH,
        body="Slaapt slecht.", at=NOON,
    )  # fmt: skip
    return seat(cast)


SEAT: Mapping[str, Arrange] = {
    "in force": seat_with_a_note,
    "in force, consent taken back": after(seat_with_a_note, take_consent_back),
    "in force, consent ended by its date": after(seat_with_a_note, let_consent_end),
    "left": after(seat_with_a_note, leave),
    "taken away": after(seat_with_a_note, take_seat_away),
    "shut out": after(seat_with_a_note, shut_out),
    "in a circle that closed": closed_after(seat_with_a_note),
}
FROM_A_SEAT: Mapping[str, Deed] = {
    "opens the circle": lambda cast, _: circle_page.get_circle(
        cast.fatma, cast.circle.pk, at=AFTER
    ),
    "reads about health": read_about_health,
    "proposes an agreement": lambda cast, _: agreements.propose_agreement(
        actor=cast.fatma, circle_id=cast.circle.pk, person_id=cast.noor.pk, terms=TERMS,
        at=AFTER,
    ),
    "agrees": lambda cast, agreement: agreements.sign_agreement(
        actor=cast.fatma, agreement_id=agreement.pk, at=AFTER
    ),
    "leaves": lambda cast, _: membership.leave_circle(
        actor=cast.fatma, circle_id=cast.circle.pk, at=AFTER
    ),
}  # fmt: skip


# --- A question -------------------------------------------------------------------------------


def take_question(cast: Cast) -> None:
    question_changes.take_question(
        actor=cast.fatma, question_id=HelpQuestion.objects.get().pk, at=LATER
    )


def withdraw_question(cast: Cast) -> None:
    question_changes.withdraw_question(
        actor=cast.joost, question_id=HelpQuestion.objects.get().pk, at=LATER
    )


def close_to_organisation(cast: Cast) -> None:
    own_data.stop_showing(
        actor=cast.joost, grantee=Grantee(organisation_id=cast.helpdesk.pk), at=LATER
    )


QUESTION: Mapping[str, Arrange] = {
    "open": ask_for_company,
    "open, not shared with the organisation": after(ask_for_company, close_to_organisation),
    "taken by a carer": after(ask_for_company, take_question),
    "matched with a helper": lambda cast: match(cast).question,
    "withdrawn": after(ask_for_company, withdraw_question),
}
WITH_A_QUESTION: Mapping[str, Deed] = {
    "the person reads": lambda cast, question: question_page.question_page(
        cast.joost, question.pk, at=AFTER
    ),
    "the person changes": lambda cast, question: question_changes.set_helper_words(
        actor=cast.joost, question_id=question.pk, public_note="Iets", at=AFTER
    ),
    "a carer takes it": lambda cast, question: question_changes.take_question(
        actor=cast.fatma, question_id=question.pk, at=AFTER
    ),
    "coordinator holds it": lambda cast, question: coordinator_decisions.hold_question(
        actor=cast.bram, question_id=question.pk, until=(AFTER + timedelta(days=9)).date(),
        at=AFTER,
    ),
    "another reads": lambda cast, question: question_page.question_page(
        cast.stranger, question.pk, at=AFTER
    ),
}  # fmt: skip


# --- A proposal -------------------------------------------------------------------------------


def helper_said(answer: HelperAnswer) -> Arrange:
    def arrange(cast: Cast) -> Proposal:
        proposal = introduce(cast)
        return answers.answer_as_helper(
            actor=cast.els, proposal_id=proposal.pk, answer=answer, at=LATER
        )

    return arrange


def person_said_no(cast: Cast) -> Proposal:
    proposal = introduce(cast)
    return answers.answer_as_receiver(
        actor=cast.joost, proposal_id=proposal.pk, answer=ReceiverAnswer.NO, at=LATER
    )


def does_not_fit(cast: Cast) -> Proposal:
    return coordinator_decisions.judge_unsuitable(
        actor=cast.bram, proposal_id=propose(cast).pk, because="Kan niet", at=LATER
    )


def ended(cast: Cast) -> Proposal:
    proposal = match(cast)
    placements.end_placement(
        actor=cast.bram, placement_id=proposal.pk, seek_again=False, at=LATER
    )
    return proposal


PROPOSAL: Mapping[str, Arrange] = {
    "proposed": propose,
    "put to both": introduce,
    "helper said yes": helper_said(HelperAnswer.YES),
    "helper said no": helper_said(HelperAnswer.NOT_NOW),
    "the person said no": person_said_no,
    "question withdrawn": after(introduce, withdraw_question),
    "organisation may no longer read": after(introduce, close_to_organisation),
    "does not fit": does_not_fit,
    "both said yes": match,
    "ended": ended,
}


def helper_sees(cast: Cast, proposal: Proposal) -> None:
    page = invitation_pages.invitation_page(cast.els, proposal.pk, at=AFTER)
    if not (page.title or page.summary or page.public_note or page.facts):
        raise NotFoundError("Nothing of the question is on the page.")


def person_sees(cast: Cast, proposal: Proposal) -> None:
    page = invitation_pages.introduction_page(cast.joost, proposal.pk, at=AFTER)
    if not (page.helper or page.helper_name or page.reasons):
        raise NotFoundError("Nothing of the helper is on the page.")


TO_A_PROPOSAL: Mapping[str, Deed] = {
    "helper sees": helper_sees,
    "helper answers": lambda cast, proposal: answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=AFTER
    ),
    "the person sees": person_sees,
    "the person answers": lambda cast, proposal: answers.answer_as_receiver(
        actor=cast.joost, proposal_id=proposal.pk, answer=ReceiverAnswer.YES, at=AFTER
    ),
    "coordinator puts to both": lambda cast, proposal: coordinator_decisions.introduce(
        actor=cast.bram, proposal_id=proposal.pk, at=AFTER
    ),
    "coordinator refuses": lambda cast, proposal: coordinator_decisions.judge_unsuitable(
        actor=cast.bram, proposal_id=proposal.pk, because="Toch niet", at=AFTER
    ),
}


# --- An agreement -----------------------------------------------------------------------------


def sign_both(cast: Cast) -> RoleAgreement:
    agreement = seat(cast)
    for person in (cast.joost, cast.fatma):
        agreements.sign_agreement(actor=person, agreement_id=agreement.pk, at=LATER)
    return agreement


def sign(who: str) -> Deed:
    return lambda cast, agreement: agreements.sign_agreement(
        actor=getattr(cast, who), agreement_id=agreement.pk, at=AFTER
    )


AGREEMENT: Mapping[str, Arrange] = {
    "proposed": seat,
    "agreed by both": sign_both,
    "replaced by a newer one": after(seat, seat),
    "ended with the seat": after(seat, leave),
}
TO_AN_AGREEMENT: Mapping[str, Deed] = {
    "the member agrees": sign("fatma"),
    "the person agrees": sign("joost"),
    "another agrees": sign("noor"),
}
THINGS: Mapping[str, tuple[Mapping[str, Arrange], Mapping[str, Deed]]] = {
    "An invitation to a seat": (INVITATION, TO_AN_INVITATION),
    "A seat": (SEAT, FROM_A_SEAT),
    "A help question": (QUESTION, WITH_A_QUESTION),
    "A proposal": (PROPOSAL, TO_A_PROPOSAL),
    "An agreement": (AGREEMENT, TO_AN_AGREEMENT),
}
STATES = [(thing, state) for thing, (states, _deeds) in THINGS.items() for state in states]


def test_the_page_and_the_tests_speak_of_the_same() -> None:
    written = tables()
    assert set(written) == set(THINGS)
    for thing, (states, deeds) in THINGS.items():
        assert set(written[thing]) == set(states), thing
        for cells in written[thing].values():
            assert set(cells) == set(deeds), thing
            assert set(cells.values()) <= {"yes", "no"}, thing


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("thing", "state"), STATES)
def test_every_cell_holds(cast: Cast, thing: str, state: str) -> None:
    """Facts published after a commit have been carried out before the cells are tried."""
    states, deeds = THINGS[thing]
    row = states[state](cast)
    found = {}
    for name, deed in deeds.items():
        found[name] = "yes"
        with transaction.atomic():
            try:
                deed(cast, row)
            except (DomainError, NotFoundError):
                found[name] = "no"
            transaction.set_rollback(True)
    assert found == tables()[thing][state]


def test_an_open_circle_is_found_and_a_closed_one_is_not(cast: Cast) -> None:
    """The circle itself: its two states, in every list."""
    everyone = cast.everyone().values()
    seen = [Circle.objects.visible_to(person, AFTER).count() for person in everyone]
    assert sum(seen) == 3
    membership.close_circle(actor=cast.joost, circle_id=cast.circle.pk, at=LATER)
    assert not any(Circle.objects.visible_to(person, AFTER) for person in everyone)
