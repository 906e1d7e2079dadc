"""Whose word counts for what: every cell of the table in docs/in-whose-name.md is tried."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from tests.cast import NOON, Cast, represent
from tests.matching.story import LATER, ask_for_joost, run_round
from tests.support.repository import ROOT

from samenspel.circles.services import consents, membership
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Ground
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.matching.models import Proposal
from samenspel.matching.reads.waiting_answers import waiting_for
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.services.coordinator_decisions import ProposalError
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import question_page
from samenspel.needs.services import question_changes
from samenspel.notifications.models import Message
from samenspel.notifications.types import Occasion
from samenspel.people.models import Person, Representation
from samenspel.people.services import acting_for
from samenspel.people.types import RepresentationKind

PAGE = ROOT / "docs/in-whose-name.md"


def asked(cast: Cast, asked_by: Person) -> Proposal:
    """Someone asks for Joost, and Els was introduced."""
    question = ask_for_joost(cast, asked_by, urgency=5)
    run_round(cast)
    proposal = Proposal.objects.get(question=question, is_best=True)
    return coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)


def by_fatma(cast: Cast) -> tuple[Person, Proposal]:
    return cast.fatma, asked(cast, cast.fatma)


def ended_by_joost(cast: Cast) -> tuple[Person, Proposal]:
    proposal = asked(cast, cast.fatma)
    acting_for.end_representation(
        actor=cast.joost, represented_id=cast.joost.pk, representative_id=cast.fatma.pk,
        at=LATER,
    )  # fmt: skip
    return cast.fatma, proposal


def removed(cast: Cast) -> tuple[Person, Proposal]:
    proposal = asked(cast, cast.fatma)
    membership.remove_member(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=LATER
    )
    return cast.fatma, proposal


def left(cast: Cast) -> tuple[Person, Proposal]:
    proposal = asked(cast, cast.fatma)
    membership.leave_circle(actor=cast.fatma, circle_id=cast.circle.pk, at=LATER)
    return cast.fatma, proposal


def shut_out(cast: Cast) -> tuple[Person, Proposal]:
    proposal = asked(cast, cast.fatma)
    acting_for.block(actor=cast.joost, about_id=cast.fatma.pk, at=LATER)
    return cast.fatma, proposal


def asked_another(cast: Cast) -> tuple[Person, Proposal]:
    represent(cast, cast.stranger, RepresentationKind.WITH_CONSENT)
    return cast.stranger, asked(cast, cast.joost)


def legal(kind: RepresentationKind) -> Callable[[Cast], tuple[Person, Proposal]]:
    def arrange(cast: Cast) -> tuple[Person, Proposal]:
        represent(cast, cast.stranger, kind)
        return cast.stranger, asked(cast, cast.joost)

    return arrange


def mentor_shut_out(cast: Cast) -> tuple[Person, Proposal]:
    who = legal(RepresentationKind.MENTOR)(cast)
    acting_for.block(actor=cast.joost, about_id=cast.stranger.pk, at=LATER)
    return who


def mentor_until_yesterday(cast: Cast) -> tuple[Person, Proposal]:
    who = legal(RepresentationKind.MENTOR)(cast)
    Representation.objects.filter(representative=cast.stranger).update(
        valid_until=LATER.date() - timedelta(days=1)
    )
    return who


def did_not_ask(name: str) -> Callable[[Cast], tuple[Person, Proposal]]:
    def arrange(cast: Cast) -> tuple[Person, Proposal]:
        Consent.objects.filter(category=DataCategory.QUESTIONS).delete()
        return getattr(cast, name), asked(cast, cast.joost)

    return arrange


def first_contact(cast: Cast) -> tuple[Person, Proposal]:
    membership.set_first_contact(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=NOON
    )
    return did_not_ask("fatma")(cast)


WHO: dict[str, Callable[[Cast], tuple[Person, Proposal]]] = {
    "the person": lambda cast: (cast.joost, asked(cast, cast.joost)),
    "asked it, and asks together": by_fatma,
    "asked it, and the person ended that": ended_by_joost,
    "asked it, and lost the seat in the circle": removed,
    "asked it, and left the circle": left,
    "asked it, and was shut out": shut_out,
    "asks together, but did not ask this question": asked_another,
    "mentor": legal(RepresentationKind.MENTOR),
    "curator": legal(RepresentationKind.CURATOR),
    "attorney": legal(RepresentationKind.ATTORNEY),
    "parent": legal(RepresentationKind.PARENT),
    "mentor, shut out": mentor_shut_out,
    "mentor, whose mandate ended yesterday": mentor_until_yesterday,
    "bewindvoerder": legal(RepresentationKind.BEWINDVOERDER),
    "carer with a seat, did not ask": did_not_ask("fatma"),
    "first contact, did not ask": first_contact,
    "coordinator": did_not_ask("bram"),
    "stranger": did_not_ask("stranger"),
}


def follow(cast: Cast, actor: Person, proposal: Proposal) -> None:
    question_page.question_page(actor, proposal.question_id, at=LATER)


def change(cast: Cast, actor: Person, proposal: Proposal) -> None:
    question_changes.set_helper_words(
        actor=actor, question_id=proposal.question_id, public_note="Iets", at=LATER
    )


def answer(cast: Cast, actor: Person, proposal: Proposal, *, own_word: bool = False) -> None:
    answers.answer_as_receiver(
        actor=actor, proposal_id=proposal.pk, answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT], own_word=own_word, at=LATER,
    )  # fmt: skip


def passed_on(cast: Cast, actor: Person, proposal: Proposal) -> None:
    answer(cast, actor, proposal, own_word=True)


def circle(cast: Cast, actor: Person, proposal: Proposal) -> None:
    consents.change_consent(
        actor=actor, circle_id=cast.circle.pk, person_id=cast.noor.pk,
        categories=[DataCategory.AGENDA], at=LATER,
    )  # fmt: skip


DEEDS = {
    "follow": follow,
    "change": change,
    "answer": answer,
    "passed on": passed_on,
    "circle": circle,
}


def table() -> dict[str, dict[str, str]]:
    """The table of the page: row, column, yes or no."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("|") and not line.startswith("|---")
    ]
    columns = rows[0][1:]
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows[1:]}


def test_the_page_and_the_tests_speak_of_the_same() -> None:
    written = table()
    assert set(written) == set(WHO)
    assert {column for row in written.values() for column in row} == set(DEEDS)
    assert {cell for row in written.values() for cell in row.values()} == {"yes", "no"}


@pytest.mark.parametrize("who", WHO)
def test_every_cell_holds(cast: Cast, who: str) -> None:
    actor, proposal = WHO[who](cast)
    found = {}
    for name, deed in DEEDS.items():
        found[name] = "yes"
        with transaction.atomic():
            try:
                deed(cast, actor, proposal)
            except (DomainError, NotFoundError):
                found[name] = "no"
            transaction.set_rollback(True)
    assert found == table()[who]


def told(person: Person) -> int:
    """How often this person heard that something was done in their name."""
    return Message.objects.filter(recipient=person, occasion=Occasion.IN_YOUR_NAME).count()


def test_the_person_hears_at_once_what_is_done_in_their_name(cast: Cast) -> None:
    """When it is asked, answered, opened and signed; not when they do it themselves."""
    proposal = asked(cast, cast.fatma)
    assert told(cast.joost) == 1
    passed_on(cast, cast.fatma, proposal)
    assert told(cast.joost) == 2
    represent(cast, cast.stranger)
    circle(cast, cast.stranger, proposal)
    assert told(cast.joost) == 3
    circle(cast, cast.joost, proposal)
    assert told(cast.joost) == 3


def test_consents_say_on_what_ground_they_were_given(cast: Cast) -> None:
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    given = Consent.objects.get(subject=cast.joost, grantee_person=cast.els)
    assert (given.category, given.ground, given.given_by) == (
        DataCategory.CONTACT, Ground.OWN_WORD, cast.fatma,
    )  # fmt: skip
    both = Message.objects.filter(occasion=Occasion.BOTH_SAID_YES)
    assert {message.recipient for message in both} == {cast.joost, cast.fatma, cast.els}


@pytest.mark.parametrize("end", [ended_by_joost, removed, left, shut_out])
def test_a_yes_lapses_with_the_relation(
    cast: Cast, end: Callable[[Cast], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fatma passed on a yes, then lost the right to: the helper's yes makes no match."""
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    monkeypatch.setattr(f"{__name__}.asked", lambda *_args: proposal)
    end(cast)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.INTRODUCED
    assert (proposal.receiver_answer, proposal.shared_categories) == ("", [])
    assert not Consent.objects.filter(grantee_person=cast.els).exists()
    assert waiting_for(cast.joost, LATER)[0].id == proposal.pk
    assert not waiting_for(cast.fatma, LATER)
    answer(cast, cast.joost, proposal)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_the_person_is_asked_as_soon_as_nobody_speaks_for_them(cast: Cast) -> None:
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    assert not waiting_for(cast.joost, LATER)
    acting_for.end_representation(
        actor=cast.joost, represented_id=cast.joost.pk, representative_id=cast.fatma.pk,
        at=LATER,
    )  # fmt: skip
    assert [line.id for line in waiting_for(cast.joost, LATER)] == [proposal.pk]
    assert Message.objects.filter(
        recipient=cast.joost, occasion=Occasion.PROPOSAL_FOR_RECEIVER
    ).exists()


def test_what_the_person_ended_begins_again_with_their_own_word_alone(cast: Cast) -> None:
    ended_by_joost(cast)
    for actor, allowed in ((cast.fatma, False), (cast.bram, False), (cast.joost, True)):
        with suppress(DomainError):
            acting_for.record_representation(
                actor=actor, represented=cast.joost, representative=cast.fatma,
                kind=RepresentationKind.WITH_CONSENT, relation="dochter", at=LATER,
            )  # fmt: skip
        assert Representation.objects.in_force(LATER).exists() is allowed
    with pytest.raises(DomainError):
        acting_for.end_representation(
            actor=cast.joost, represented_id=cast.joost.pk,
            representative_id=cast.fatma.pk, at=LATER,
        )  # fmt: skip
        asked(cast, cast.fatma)


def test_on_the_phone_the_one_who_said_it_must_speak_now(cast: Cast) -> None:
    actor, proposal = removed(cast)

    def write_down(said_by: Person) -> Proposal:
        return answers.answer_by_phone(
            actor=cast.bram, proposal_id=proposal.pk, answer=ReceiverAnswer.YES,
            said_by_id=said_by.pk, at=LATER,
        )  # fmt: skip

    for nobody in (actor, cast.stranger, cast.bram):
        with pytest.raises(ProposalError):
            write_down(nobody)
    assert write_down(cast.joost).receiver_ground == Ground.SELF


def test_an_introduction_goes_to_whoever_may_answer_it(cast: Cast) -> None:
    """Asked by Fatma, removed before the introduction: Joost himself gets the message."""
    question = HelpQuestion.objects.get(pk=asked(cast, cast.fatma).question_id)
    first = Message.objects.get(occasion=Occasion.PROPOSAL_FOR_RECEIVER)
    assert first.recipient == cast.fatma
    Proposal.objects.filter(question=question).update(state=ProposalState.PROPOSED)
    Message.objects.all().delete()
    membership.remove_member(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=LATER
    )
    later = LATER + timedelta(days=40)
    proposal = Proposal.objects.get(question=question, is_best=True)
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=later)
    again = Message.objects.get(occasion=Occasion.PROPOSAL_FOR_RECEIVER)
    assert again.recipient == cast.joost
    with pytest.raises(NotFoundError):
        passed_on(cast, cast.fatma, proposal)
