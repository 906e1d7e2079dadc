"""The coordinator's work list, composed from several rooms."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.matching.story import (
    LATER,
    ask_for_company,
    ask_more,
    clock_at,
    introduce,
    introduce_some,
    match,
    queries,
    run_round,
    signed_in,
)

from samenspel.consent import services as consent_services
from samenspel.consent.types import Grantee
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers, coordinator_decisions
from samenspel.matching.types import HelperAnswer
from samenspel.placements import services as placements
from samenspel.placements.models import Placement
from samenspel.portal.reads import work_list
from samenspel.portal.reads.work_list import WorklistFilter, WorklistPage
from samenspel.vocabulary.kinds_of_help import TaskType

HOUR = timedelta(hours=1)
MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    """It is three days after the question was asked."""
    with clock_at(LATER):
        yield


def page(client: Client) -> str:
    response = client.get(reverse("portal:work_list"))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def seen_by_bram(cast: Cast, at: object = LATER) -> WorklistPage:
    return work_list.work_list_page(cast.bram, WorklistFilter(), at=at)


def test_the_work_list_can_be_narrowed(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    ask_for_company(cast)
    ask_for_company(cast, cast.stranger, task_types=(TaskType.PETS,), place="Proefdorp")
    url = reverse("portal:work_list")
    for query, shown, hidden in (
        ({"zoek": "joost"}, "Joost T.", "Vreemd O."),
        ({"waar": "Proefdorp"}, "Vreemd O.", "Joost T."),
        ({"wat": "pets"}, "Vreemd O.", "Joost T."),
    ):
        text = bram.get(url, query).content.decode()
        assert shown in text, query
        assert hidden not in text, query


def test_a_row_says_how_far_the_search_is(cast: Cast) -> None:
    question = ask_for_company(cast)

    def row() -> tuple[str, bool]:
        found = seen_by_bram(cast)
        (one,) = found.late_rows + found.rows
        return one.why, one.may_wait

    assert row() == ("nog niemand gevonden", True)
    run_round(cast)
    assert row() == ("1 goed voorstel ligt klaar", True)
    until = (LATER + MONTH).date()
    coordinator_decisions.hold_question(
        actor=cast.bram, question_id=question.pk, until=until, at=LATER
    )
    assert row() == ("u houdt deze vraag vast", False)
    proposal = Proposal.objects.get()
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    assert row() == ("voorgelegd, wacht op antwoord", False)
    coordinator_decisions.release_question(actor=cast.bram, question_id=question.pk, at=LATER)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.NOT_NOW, at=LATER
    )
    assert row() == ("1 keer nee, zoek verder", True)


def test_calls_of_two_rooms_stand_in_one_order(cast: Cast) -> None:
    """What was put to people longest ago comes first, whichever room it is from."""
    ask_more(cast, range(3))
    run_round(cast)
    for hours, yeses in ((3, 1), (2, 2), (1, 1)):
        introduce_some(cast, count=1, yeses=yeses, at=LATER - hours * HOUR)
    moments = dict(Proposal.objects.values_list("pk", "introduced_at"))
    placed = Placement.objects.get()
    found = seen_by_bram(cast).calls
    assert [moments[row.id] for row in found] == [LATER - n * HOUR for n in (3, 2, 1)]
    assert [row.id == placed.pk for row in found] == [False, True, False]
    text = page(signed_in(cast.bram))
    for row in found:
        assert f'href="{row.url}"' in text
        assert f'action="{row.called_url}"' in text
    assert found[1].url == reverse("placements:follow_up", args=[placed.pk])


def test_called_is_written_down_from_the_list_in_either_room(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = introduce(cast)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    (row,) = seen_by_bram(cast).calls
    assert bram.post(row.called_url).url == reverse("portal:work_list")
    assert seen_by_bram(cast).calls == ()
    answers.answer_by_phone(actor=cast.bram, proposal_id=proposal.pk, answer="yes", at=LATER)
    (row,) = seen_by_bram(cast).calls
    with clock_at(LATER + HOUR):
        assert bram.post(row.called_url).url == reverse("portal:work_list")
    assert Placement.objects.get().last_contact_at == LATER + HOUR


def test_silence_is_noticed_after_four_weeks(cast: Cast) -> None:
    proposal = match(cast)
    assert (seen_by_bram(cast).silent, seen_by_bram(cast).going_well) == ((), 1)
    found = seen_by_bram(cast, LATER + MONTH)
    assert [row.id for row in found.silent] == [proposal.pk]
    assert found.going_well == 0


def test_the_list_costs_as_many_queries_for_twenty_rows_as_for_one(cast: Cast) -> None:
    match(cast)
    silent = LATER + timedelta(days=40)
    with clock_at(silent):
        bram, url = signed_in(cast.bram), reverse("portal:work_list")
        ask_more(cast, range(4))
        run_round(cast, silent)
        introduce_some(cast, count=1, yeses=1, at=silent)
        introduce_some(cast, count=1, yeses=2, at=silent)
        few = queries(bram, url)
        ask_more(cast, range(4, 22))
        run_round(cast, silent + timedelta(minutes=1))
        introduce_some(cast, count=6, yeses=1, at=silent)
        introduce_some(cast, count=6, yeses=2, at=silent)
        assert len(seen_by_bram(cast, silent).calls) == 15
        assert queries(bram, url) == few


def test_every_button_that_sends_carries_its_token(cast: Cast) -> None:
    ask_more(cast, range(2))
    run_round(cast)
    introduce_some(cast, count=1, yeses=1, at=LATER)
    introduce_some(cast, count=1, yeses=2, at=LATER)
    text = page(signed_in(cast.bram))
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert len(forms) > 2
    assert all("csrfmiddlewaretoken" in form for form in forms)


def test_another_organisation_and_withdrawn_consent_show_nothing(cast: Cast) -> None:
    proposal = introduce(cast)
    bram, dirk = signed_in(cast.bram), signed_in(cast.dirk)
    assert "Joost" in page(bram)
    assert "Joost" not in page(dirk)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    answers.answer_by_phone(actor=cast.bram, proposal_id=proposal.pk, answer="yes", at=LATER)
    assert "Joost" in page(bram)
    assert "Joost" not in page(dirk)
    consent_services.withdraw_consent(
        actor=cast.joost,
        subject_id=cast.joost.pk,
        grantee=Grantee(organisation_id=cast.helpdesk.pk),
        at=LATER,
    )
    assert "Joost" not in page(bram)


@pytest.mark.parametrize("name", ["els", "joost", "wil", "noor", "stranger"])
def test_someone_who_coordinates_nowhere_has_no_work_list(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert client.get(reverse("portal:work_list")).status_code == 404


def test_what_ended_is_on_no_list(cast: Cast) -> None:
    proposal = match(cast)
    assert len(seen_by_bram(cast).calls) == 1
    placements.end_placement(
        actor=cast.bram, placement_id=proposal.pk, seek_again=False, at=LATER
    )
    found = seen_by_bram(cast, LATER + MONTH)
    assert (found.calls, found.silent, found.going_well) == ((), (), 0)
