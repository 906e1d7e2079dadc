"""Whoever decides on a row holds it: of two at once, the second sees what the first did."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast
from tests.matching.story import LATER, ask_for_company, introduce, match

from samenspel.circles.models import RoleAgreement
from samenspel.circles.services import agreements, membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.matching.services import answers
from samenspel.matching.types import HelperAnswer
from samenspel.needs.services import question_changes
from samenspel.notifications import tasks
from samenspel.notifications.models import Message

Step = Callable[[], object]


def take(cast: Cast) -> Step:
    question = ask_for_company(cast)
    return lambda: question_changes.take_question(
        actor=cast.fatma, question_id=question.pk, at=LATER
    )


def close(cast: Cast) -> Step:
    question = ask_for_company(cast)
    return lambda: question_changes.close_as_matched(
        question_id=question.pk, helper=cast.els, at=LATER
    )


def answer(cast: Cast) -> Step:
    proposal = introduce(cast)
    return lambda: answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )


def sign(cast: Cast) -> Step:
    match(cast)
    agreement = RoleAgreement.objects.get()
    return lambda: agreements.sign_agreement(
        actor=cast.els, agreement_id=agreement.pk, at=LATER
    )


def sit_down(cast: Cast) -> Step:
    seat = membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR),
        at=NOON,
    )
    return lambda: membership.answer_invitation(
        actor=cast.els, membership_id=seat.pk, yes=True, at=LATER
    )


def send(cast: Cast) -> Step:
    ask_for_company(cast)
    message = Message.objects.get()
    return lambda: tasks.claim(str(message.pk))


@pytest.mark.parametrize(
    ("prepare", "table"),
    [
        (take, "needs_helpquestion"),
        (close, "needs_helpquestion"),
        (answer, "matching_proposal"),
        (sign, "circles_roleagreement"),
        (sit_down, "circles_membership"),
        (send, "notifications_message"),
    ],
)
def test_a_decision_holds_its_row(
    cast: Cast, prepare: Callable[[Cast], Step], table: str
) -> None:
    decide = prepare(cast)
    with CaptureQueriesContext(connection) as captured:
        decide()
    held = [
        query["sql"]
        for query in captured
        if f'FROM "{table}"' in query["sql"] and "FOR NO KEY UPDATE" in query["sql"]
    ]
    assert held, f"nothing held {table}: take it through core.locked_rows before deciding"
