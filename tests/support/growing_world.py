"""A world in which there is ever more of everything that a page can show as rows.

Whatever grows has a number in its name (``Vriend7``), so that a test can count how many of them
a page shows.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from tests.cast import NOON, Cast, els_offers, make_person
from tests.matching.story import LATER, ask_for_company, run_round

from samenspel.circles.models import Circle
from samenspel.circles.reads import circle_page
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Contact, Moment, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.organisations import services as organisations
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people.models import Person
from samenspel.people.types import Channel
from samenspel.placements import services as placements
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Weekday
from samenspel.volunteering import services as volunteering

SILENT = LATER + timedelta(days=40)
"""A Wednesday, long enough after LATER for a match to have gone silent."""
CONTACTS = (Contact.DAILY, Contact.WEEKLY, Contact.MONTHLY)
"""One ring of the drawing each: a full ring takes seconds to draw."""
NOTES = (DataCategory.DAILY_LIFE, DataCategory.HEALTH, DataCategory.MONEY)


def _terms(moments: int = 1) -> AgreementTerms:
    """An agreement with this many moments on Wednesday, which is today."""
    return AgreementTerms(
        "Samen wandelen.",
        "",
        SILENT.date() + timedelta(days=60),
        moments=tuple(Moment(Weekday.WEDNESDAY, time(9 + hour)) for hour in range(moments)),
    )


class GrowingWorld:
    """The cast, with as many of everything as it has been grown to."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.grown = 0
        self.match: Proposal | None = None

    def grow_to(self, size: int) -> None:
        """Add to everything until there are ``size`` of each."""
        numbers = range(self.grown, size)
        self.grown = size
        self.add_helpers(numbers)
        self.add_matches(numbers)
        self.add_questions(numbers)
        for number in numbers:
            self.add_members(number)
            self.add_other_circles(number)
            self.add_small_things(number)
        self.put_to_els()
        if self.grown == 1:
            self.leave_one_card()

    @property
    def best(self) -> Proposal:
        """A proposal that waits for Bram's decision, for a question with a helper found."""
        found = Proposal.objects.filter(state=ProposalState.PROPOSED, is_best=True)
        return found.order_by("question__subject__given_name", "pk")[0]

    def add_helpers(self, numbers: Iterable[int]) -> None:
        """Helpers for a match, for two questions that wait, and one who suits none of them."""
        company, pets = els_offers(), els_offers(task_types=(TaskType.PETS,))
        for number in numbers:
            for name in ("Helper", "Maat", "Hulp", "Oppas"):
                volunteering.register_offer(
                    person=make_person(f"{name}{number}", "Proefman"),
                    offering=pets if name == "Oppas" else company,
                    at=NOON,
                )

    def add_matches(self, numbers: Iterable[int]) -> None:
        """Matches made at LATER that nobody has spoken about since."""
        asked = [
            ask_for_company(self.cast, self._subject(f"Paar{number}")) for number in numbers
        ]
        run_round(self.cast, LATER)
        for proposal in self._best_of(asked):
            self._introduce(proposal)
            answers.answer_as_helper(
                actor=proposal.helper, proposal_id=proposal.pk, answer=HelperAnswer.YES,
                at=LATER,
            )  # fmt: skip
            answers.answer_as_receiver(
                actor=proposal.question.subject,
                proposal_id=proposal.pk,
                answer=ReceiverAnswer.YES,
                shared=[DataCategory.CONTACT],
                at=LATER,
            )
            self.match = self.match or proposal

    def add_questions(self, numbers: Iterable[int]) -> None:
        """One put to a helper, one with proposals, one for which there is nobody."""
        put = []
        for number in numbers:
            subject = self._subject(f"Vrager{number}")
            put.append(ask_for_company(self.cast))
            ask_for_company(self.cast, subject)
            ask_for_company(self.cast, subject, task_types=(TaskType.DIGITAL,))
        # Each time a little later: the newest round is what pages show.
        run_round(self.cast, SILENT + timedelta(seconds=self.grown))
        for proposal in self._best_of(put):
            self._introduce(proposal, SILENT)

    def put_to_els(self) -> None:
        """Let what waits for helpers wait for Els alone, and half of it for the other side.

        Straight into the table: the rules let nobody be asked that often.
        """
        waiting = Proposal.objects.filter(state=ProposalState.INTRODUCED, helper_answer="")
        waiting.update(helper=self.cast.els)
        for proposal in waiting.order_by("introduced_at", "pk")[::2]:
            answers.answer_as_helper(
                actor=self.cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=SILENT
            )

    def leave_one_card(self) -> None:
        """Let the match table of ``best`` show one proposal; a round makes three at most."""
        others = Proposal.objects.filter(
            question=self.best.question_id, state=ProposalState.PROPOSED
        ).exclude(pk=self.best.pk)
        for proposal in others:
            coordinator_decisions.judge_unsuitable(
                actor=self.cast.bram, proposal_id=proposal.pk, because="Buren.", at=SILENT
            )

    def add_members(self, number: int) -> None:
        """In Joost's circle: one who agreed, one whose agreement waits, one who is invited."""
        contact = CONTACTS[number % len(CONTACTS)]
        for name, role, signs in (
            ("Vriend", SeatRole.NEIGHBOUR, True),
            ("Familie", SeatRole.CARER, False),
        ):
            person = make_person(f"{name}{number}", "Proefman")
            self._seat(self.cast.circle, NewSeat(person.pk, role, contact=contact), person)
            agreement = agreements.propose_agreement(
                actor=self.cast.joost,
                circle_id=self.cast.circle.pk,
                person_id=person.pk,
                terms=_terms(),
                at=SILENT,
            )
            for signer in (self.cast.joost, person) if signs else ():
                agreements.sign_agreement(actor=signer, agreement_id=agreement.pk, at=SILENT)
        guest = make_person(f"Genood{number}", "Proefman")
        self._seat(self.cast.circle, NewSeat(guest.pk, SeatRole.NEIGHBOUR, contact=contact))

    def add_other_circles(self, number: int) -> None:
        """Fatma has a seat in one more circle, comes there today, and is asked for another."""
        for name, joins in (("Kring", True), ("Nodigt", False)):
            person = make_person(f"{name}{number}", "Proefman")
            circle = membership.open_circle(actor=person, subject_id=person.pk, at=NOON)
            seat = NewSeat(self.cast.fatma.pk, SeatRole.CARER)
            self._seat(circle, seat, self.cast.fatma if joins else None)
            if joins:
                agreement = agreements.propose_agreement(
                    actor=person,
                    circle_id=circle.pk,
                    person_id=self.cast.fatma.pk,
                    terms=_terms(),
                    at=SILENT,
                )
                for signer in (person, self.cast.fatma):
                    agreements.sign_agreement(
                        actor=signer, agreement_id=agreement.pk, at=SILENT
                    )

    def add_small_things(self, number: int) -> None:
        """A look, a note, one more moment in an agreement, a refusal, an employment."""
        cast = self.cast
        at = SILENT - timedelta(days=number)
        circle_page.circle_view(cast.noor, cast.circle.pk, at=at, today=at.date())
        consents.write_note(
            actor=cast.joost, circle_id=cast.circle.pk, category=NOTES[number % len(NOTES)],
            body=f"Notitie{number}.", at=SILENT,
        )  # fmt: skip
        agreements.propose_agreement(
            actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk,
            terms=_terms(number + 1), at=SILENT,
        )  # fmt: skip
        assert self.match is not None
        placements.record_intake(
            actor=cast.bram, placement_id=self.match.pk,
            first_meeting_on=LATER.date(), terms=_terms(number + 1), at=LATER,
        )  # fmt: skip
        volunteering.refuse_task(
            offer_id=cast.offer.pk, task_types=TaskType.values[number : number + 1], at=SILENT
        )
        organisation = organisations.set_up_organisation(
            name=f"Stichting{number}", kind=OrganisationKind.CARE
        )
        organisations.appoint(
            person_id=cast.bram.pk, organisation=organisation, job_role=JobRole.PROFESSIONAL,
            valid_from=NOON.date(),
        )  # fmt: skip

    def _subject(self, name: str) -> Person:
        person = make_person(name, "Proefman")
        person.channel = Channel.LETTER
        person.save(update_fields=["channel"])
        return person

    def _seat(self, circle: Circle, new_seat: NewSeat, joins: Person | None = None) -> None:
        """Invite someone; whoever joins says yes and may see the people and the agenda."""
        subject = circle.subject
        seat = membership.invite(actor=subject, circle_id=circle.pk, new_seat=new_seat, at=NOON)
        if joins:
            membership.answer_invitation(actor=joins, membership_id=seat.pk, yes=True, at=NOON)
            consents.change_consent(
                actor=subject, circle_id=circle.pk, person_id=joins.pk,
                categories=[DataCategory.PEOPLE, DataCategory.AGENDA], at=NOON,
            )  # fmt: skip

    def _best_of(self, questions: list[HelpQuestion]) -> list[Proposal]:
        found = Proposal.objects.filter(
            question__in=questions, is_best=True, state=ProposalState.PROPOSED
        ).select_related("helper", "question__subject")
        assert len(found) == len(questions), "a question of this world found no helper"
        return list(found)

    def _introduce(self, proposal: Proposal, at: datetime = LATER) -> None:
        coordinator_decisions.introduce(actor=self.cast.bram, proposal_id=proposal.pk, at=at)
