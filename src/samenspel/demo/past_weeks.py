"""Some weeks of life in Noor's organisation, so that her work list looks like one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from samenspel.consent.types import DataCategory
from samenspel.matching.reads import proposals as match_proposals
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.services import asking, question_changes
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails
from samenspel.placements import services as placements
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering.reads import offers as offer_reads

if TYPE_CHECKING:
    from samenspel.demo.story_circle import Scene
    from samenspel.matching.model_types import Proposal

Happening = Callable[["Scene", "Proposal", datetime], None]


def live_long_ago(scene: Scene, then: datetime, at: datetime) -> None:
    """Let the oldest questions become matches that last, half of them silent by now.

    Old questions for which nobody was found have been withdrawn since.
    """
    for number, proposal in enumerate(
        match_proposals.best_proposals(scene.noor, at=then, limit=40)
    ):
        _both_yes(scene, proposal, then)
        last = at - timedelta(days=37 if number % 2 else 6)
        placements.call_lasting(actor=scene.noor, placement_id=proposal.pk, at=last)
    for question in need_reads.open_for_coordinator(scene.noor, at=then):
        if question.asked_at < then:
            question_changes.withdraw_question(
                actor=scene.noor, question_id=question.id, at=then + timedelta(days=9)
            )


def live_through(scene: Scene, at: datetime) -> None:
    """Let a dozen matches happen: put to both, half a yes, no, on trial, lasting, silent."""
    happenings: tuple[Happening, ...] = (
        _put_to_both, _put_to_both, _overdue, _overdue, _helper_said_yes, _helper_said_yes,
        _not_now, _not_now, _on_trial, _on_trial,
    )  # fmt: skip
    spared = {scene.people["samira"].pk, scene.people["ravi"].pk, scene.people["riet"].pk}
    proposals = match_proposals.best_proposals(scene.noor, at=at, limit=40)
    chosen = [p for p in proposals if not {p.helper_id, p.question.subject_id} & spared]
    for happening, proposal in zip(happenings, chosen, strict=False):
        happening(scene, proposal, at)
    _ask_ravi(scene, at)


def _introduce(scene: Scene, proposal: Proposal, at: datetime) -> None:
    coordinator_decisions.introduce(actor=scene.noor, proposal_id=proposal.pk, at=at)


def _put_to_both(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _introduce(scene, proposal, at - timedelta(hours=20))


def _overdue(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _introduce(scene, proposal, at - timedelta(days=4))


def _helper_said_yes(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _introduce(scene, proposal, at - timedelta(days=2))
    _answer_helper(proposal, HelperAnswer.YES, at - timedelta(days=1))


def _not_now(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _introduce(scene, proposal, at - timedelta(days=3))
    _answer_helper(proposal, HelperAnswer.NOT_NOW, at - timedelta(days=2))


def _on_trial(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _both_yes(scene, proposal, at - timedelta(days=1))


def _both_yes(scene: Scene, proposal: Proposal, at: datetime) -> None:
    _introduce(scene, proposal, at)
    _answer_helper(proposal, HelperAnswer.YES, at)
    answers.answer_as_receiver(
        actor=proposal.question.subject,
        proposal_id=proposal.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=at,
    )


def _answer_helper(proposal: Proposal, answer: HelperAnswer, at: datetime) -> None:
    answers.answer_as_helper(
        actor=proposal.helper, proposal_id=proposal.pk, answer=answer, at=at
    )


def _ask_ravi(scene: Scene, at: datetime) -> None:
    """Put a question to Ravi, so that one can look around as a volunteer with an invitation."""
    began = at - timedelta(days=2)
    person = people_services.record_person(
        actor=scene.noor,
        details=PersonDetails(
            "Harm", "Mockema", birth_year=1950, phone="030 000 00 02", is_synthetic=True
        ),
        at=began,
        place=scene.home,
    )
    question = asking.ask(
        asked_by=person,
        subject=person,
        question=Ask(
            own_words="Ik moet elke maandag naar het ziekenhuis en rijd niet meer.",
            public_note="Hij vertelt onderweg graag over zijn jaren op de grote vaart.",
            task_types=(TaskType.TRANSPORT,),
            windows=windows_of([(Weekday.MONDAY, Daypart.MORNING)]),
            place=scene.home,
            who_may_know=WhoMayKnow.NEIGHBOURHOOD,
            urgency=4,
        ),
        recorded_by=scene.noor,
        organisation_id=scene.organisations[scene.home].pk,
        at=began,
    )
    offer_id = offer_reads.find_own_offer_id(scene.people["ravi"])
    assert offer_id is not None
    proposal = coordinator_decisions.propose_other(
        actor=scene.noor, question_id=question.pk, offer_id=offer_id, at=at
    )
    _introduce(scene, proposal, at - timedelta(hours=3))
