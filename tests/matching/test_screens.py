"""The screens of matching as people use them, without a script."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.cast import NOON, Cast, els_offers, make_person
from tests.matching.story import (
    CANARY,
    LATER,
    ask_for_company,
    clock_at,
    introduce,
    match,
    propose,
    run_round,
    signed_in,
)

from samenspel.access.models import ReadLogEntry
from samenspel.consent import services as consent_services
from samenspel.consent.types import DataCategory, Grantee
from samenspel.matching.models import Proposal, QuestionHold, Round
from samenspel.matching.services import answers, decisions, rounds
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer, RoundState
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering import services as volunteering

pytestmark = pytest.mark.usefixtures("later")


def page(client: Client, name: str, **kwargs: object) -> str:
    response = client.get(reverse(f"matching:{name}", kwargs=kwargs or None))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(
    client: Client, name: str, data: dict[str, object] | None = None, **kwargs: object
) -> HttpResponse:
    return client.post(reverse(f"matching:{name}", kwargs=kwargs or None), data or {})


def test_the_main_job_through_the_screens(cast: Cast) -> None:
    bram, els, joost = signed_in(cast.bram), signed_in(cast.els), signed_in(cast.joost)
    question = ask_for_company(cast)
    assert post(bram, "round_start").status_code == 302
    assert bram.get(reverse("matching:round")).headers["Refresh"] == "2"
    rounds.run_round(round_id=Round.objects.get().pk, at=LATER)
    response = bram.get(reverse("matching:round"))
    assert "Refresh" not in response.headers
    assert "Deze ronde kan niet beter" in response.content.decode()

    table = page(bram, "match_table", question_id=question.pk)
    assert "Els Proefstra" in table
    assert "Kan op donderdagmiddag, woont ongeveer 4 minuten fietsen verderop" in table
    proposal = Proposal.objects.get()
    assert post(bram, "introduce", proposal_id=proposal.pk).status_code == 302

    response = els.get(reverse("matching:invitations"))
    assert response.url == reverse("matching:invitation", args=[proposal.pk])
    invitation = page(els, "invitation", proposal_id=proposal.pk)
    assert "Wilt u op donderdagmiddag iemand gezelschap houden?" in invitation
    for secret in ("Joost", "Testerink", CANARY):
        assert secret not in invitation
    post(els, "invitation", {"answer": "yes"}, proposal_id=proposal.pk)
    assert "Wij wachten op de ander" in page(els, "invitation", proposal_id=proposal.pk)

    introduction = page(joost, "introduction", proposal_id=proposal.pk)
    assert "Els" not in introduction
    assert 'value="contact" checked' in introduction
    assert 'value="health" checked' not in introduction
    post(
        joost, "introduction", {"answer": "yes", "shared": ["contact"]}, proposal_id=proposal.pk
    )
    circle_url = reverse("portal:circle", args=[cast.circle.pk])
    assert circle_url in page(joost, "introduction", proposal_id=proposal.pk)
    assert circle_url in page(els, "invitation", proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.TRIAL
    assert proposal.shared_categories == ["contact"]


def test_no_answer_gets_a_friendly_word(cast: Cast) -> None:
    els = signed_in(cast.els)
    proposal = introduce(cast)
    post(els, "invitation", {"answer": "not_now"}, proposal_id=proposal.pk)
    assert "Wij zoeken iemand anders" in page(els, "invitation", proposal_id=proposal.pk)
    assert "Er is nu geen vraag voor u" in page(els, "invitations")
    # A second press of the button is told the same, not that the page is gone.
    late = post(els, "invitation", {"answer": "yes"}, proposal_id=proposal.pk)
    assert late.status_code == 302


def test_withdrawn_consent_closes_the_invitation(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    els = signed_in(cast.els)
    proposal = introduce(cast)
    with django_capture_on_commit_callbacks(execute=True):
        consent_services.withdraw_consent(
            actor=cast.joost,
            subject_id=cast.joost.pk,
            grantee=Grantee(organisation_id=cast.helpdesk.pk),
            at=LATER,
        )
    url = reverse("matching:invitation", args=[proposal.pk])
    assert els.get(url).status_code == 404
    assert els.post(url, {"answer": "yes"}).status_code == 302
    proposal.refresh_from_db()
    assert proposal.helper_answer == ""
    bram = signed_in(cast.bram)
    table = reverse("matching:match_table", args=[proposal.question_id])
    assert bram.get(table).status_code == 404
    assert "Joost" not in page(bram, "worklist")
    assert "Joost" not in page(bram, "round")


def test_another_organisation_finds_nothing_anywhere(cast: Cast) -> None:
    proposal = match(cast)
    dirk = signed_in(cast.dirk)
    question = {"question_id": proposal.question_id}
    about = {"proposal_id": proposal.pk}
    gets = [
        ("match_table", question),
        ("follow_up", about),
        ("certificate", {"round_id": proposal.round_id}),
        ("invitation", about),
        ("introduction", about),
    ]
    posts = [
        ("introduce", about),
        ("unsuitable", about),
        ("answer_by_phone", about),
        ("contacted", about),
        ("lasting", about),
        ("end", about),
        ("follow_up", about),
        ("hold", question),
        ("release", question),
        ("helper_words", question),
    ]
    data = {"because": "x", "until": "2026-06-01", "answer": "yes", "public_note": "x"}
    for name, kwargs in gets:
        response = dirk.get(reverse(f"matching:{name}", kwargs=kwargs))
        assert response.status_code == 404, name
    for name, kwargs in posts:
        assert post(dirk, name, data, **kwargs).status_code == 404, name
    choose = post(dirk, "propose_other", {"offer": str(cast.offer.pk)}, **question)
    assert choose.status_code == 404
    assert "Joost" not in page(dirk, "worklist")


@pytest.mark.parametrize("name", ["els", "joost", "wil", "noor", "stranger"])
def test_who_coordinates_nowhere_has_no_work_list(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))
    for route in ("worklist", "round"):
        assert client.get(reverse(f"matching:{route}")).status_code == 404
    assert post(client, "round_start").status_code == 404


def test_a_refusal_keeps_what_was_written(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    empty = post(bram, "unsuitable", {"because": "   "}, proposal_id=proposal.pk)
    assert "Schrijf in een paar woorden waarom dit niet past" in empty.content.decode()
    past = post(bram, "hold", {"until": "2026-03-01"}, question_id=proposal.question_id)
    assert "Kies een dag die nog komt" in past.content.decode()
    assert 'value="2026-03-01"' in past.content.decode()
    assert not QuestionHold.objects.exists()
    words = "x" * 700
    long = post(bram, "helper_words", {"public_note": words}, question_id=proposal.question_id)
    assert words in long.content.decode()


def test_a_coordinator_decides_with_the_other_buttons(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    question = {"question_id": proposal.question_id}
    post(bram, "helper_words", {"public_note": "Zij wandelt graag."}, **question)
    post(bram, "hold", {"until": "2026-04-01"}, **question)
    assert "U houdt deze vraag vast tot" in page(bram, "match_table", **question)
    post(bram, "release", **question)
    assert not QuestionHold.objects.exists()
    samira = make_person("Samira", "Namaak")
    offer = volunteering.register_offer(person=samira, offering=els_offers(), at=NOON)
    found = bram.get(reverse("matching:match_table", kwargs=question), {"helper": "sami"})
    assert str(offer.pk) in found.content.decode()
    post(bram, "propose_other", {"offer": str(offer.pk)}, **question)
    assert "Samira Namaak" in page(bram, "match_table", **question)
    post(bram, "unsuitable", {"because": "Ze kennen elkaar."}, proposal_id=proposal.pk)
    assert "Els Proefstra" not in page(bram, "match_table", **question)
    added = Proposal.objects.get(helper=samira)
    post(bram, "introduce", proposal_id=added.pk)
    invitation = page(signed_in(samira), "invitation", proposal_id=added.pk)
    assert "Zij wandelt graag." in invitation


def test_an_answer_by_phone_is_written_down(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = introduce(cast)
    assert "Schrijf het antwoord op" in page(
        bram, "match_table", question_id=proposal.question_id
    )
    post(bram, "contacted", proposal_id=proposal.pk)
    post(
        bram, "answer_by_phone", {"answer": "yes", "shared": ["contact"]},
        proposal_id=proposal.pk,
    )  # fmt: skip
    proposal.refresh_from_db()
    assert proposal.receiver_answer == ReceiverAnswer.YES
    assert proposal.receiver_answered_by == cast.joost
    assert proposal.last_contact_at == LATER


def test_following_a_match_from_intake_to_the_end(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = match(cast)
    about = {"proposal_id": proposal.pk}
    intake = {
        "first_meeting_on": "2026-03-19",
        "does": "Samen wandelen.",
        "does_not": "Medicijnen geven.",
        "review_on": "2026-05-01",
        "trial_until": "2026-04-16",
        "weekday_1": "3",
        "starts_at_1": "14:00",
        "ends_at_1": "13:00",
    }
    wrong = post(bram, "follow_up", intake, **about).content.decode()
    assert "Samen wandelen." in wrong
    assert 'aria-invalid="true"' in wrong
    assert post(bram, "follow_up", {**intake, "ends_at_1": "16:00"}, **about).status_code == 302
    assert "Samen wandelen." in page(bram, "follow_up", **about)
    post(bram, "contacted", {"back": "match"}, **about)
    post(bram, "lasting", **about)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.LASTING
    post(bram, "end", {"seek_again": "on"}, **about)
    assert "Deze koppeling is afgelopen" in page(bram, "follow_up", **about)
    proposal.refresh_from_db()
    assert proposal.question.state == "open"


def test_the_proof_is_handed_over_without_names(cast: Cast) -> None:
    proposal = propose(cast)
    response = signed_in(cast.bram).get(
        reverse("matching:certificate", args=[proposal.round_id])
    )
    data = json.loads(response.content)
    assert (data["served"], data["gap"]) == (1, 0)
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = response.content.decode()
    for person in (cast.joost, cast.els, cast.bram):
        assert person.given_name not in text
        assert person.family_name not in text


def test_a_failed_round_apologises_and_shows_the_way_on(cast: Cast) -> None:
    asked = rounds.request_round(actor=cast.bram, at=LATER)
    Round.objects.filter(pk=asked.pk).update(state=RoundState.FAILED)
    text = page(signed_in(cast.bram), "round")
    assert "Dat spijt ons" in text
    assert "Nieuwe ronde" in text


def test_the_work_list_can_be_narrowed(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    ask_for_company(cast)
    ask_for_company(cast, cast.stranger, task_types=(TaskType.PETS,), place="Proefdorp")
    url = reverse("matching:worklist")
    for query, shown, hidden in (
        ({"zoek": "joost"}, "Joost T.", "Vreemd O."),
        ({"waar": "Proefdorp"}, "Vreemd O.", "Joost T."),
        ({"wat": "pets"}, "Vreemd O.", "Joost T."),
    ):
        text = bram.get(url, query).content.decode()
        assert shown in text, query
        assert hidden not in text, query


def _more(cast: Cast, numbers: range) -> None:
    """More questions with a helper each, and as many for which nobody can be found."""
    for number in numbers:
        person = make_person(f"Vrager{number}", "Verzonneman")
        helper = make_person(f"Helper{number}", "Verzonneman")
        moment = windows_of([(Weekday(number % 7), Daypart(number // 7 % 3))])
        volunteering.register_offer(
            person=helper, offering=els_offers(windows=moment, radius_km=20), at=NOON
        )
        ask_for_company(cast, person, windows=moment)
        ask_for_company(cast, person, task_types=(TaskType.DIGITAL,))


def _introduce_with_one_yes(cast: Cast, count: int, at: datetime) -> None:
    proposals = Proposal.objects.filter(state=ProposalState.PROPOSED, is_best=True)
    for proposal in proposals.order_by("pk")[:count]:
        decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=at)
        answers.answer_as_helper(
            actor=proposal.helper, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=at
        )


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def _lists(lived: Proposal) -> list[str]:
    """The pages with lists; the match table of a question that has a best proposal now."""
    best = Proposal.objects.filter(state=ProposalState.PROPOSED, is_best=True).first()
    assert best is not None
    return [
        reverse("matching:worklist"),
        reverse("matching:round"),
        reverse("matching:match_table", args=[best.question_id]),
        reverse("matching:follow_up", args=[lived.pk]),
    ]


def test_lists_cost_as_many_queries_for_twenty_rows_as_for_one(cast: Cast) -> None:
    lived = match(cast)
    silent = LATER + timedelta(days=40)
    with clock_at(silent):
        bram = signed_in(cast.bram)
        _more(cast, range(2))
        run_round(cast, silent)
        _introduce_with_one_yes(cast, 1, silent)
        few = [_queries(bram, url) for url in _lists(lived)]
        _more(cast, range(2, 22))
        run_round(cast, silent + timedelta(minutes=1))
        _introduce_with_one_yes(cast, 10, silent)
        assert [_queries(bram, url) for url in _lists(lived)] == few


def test_the_follow_up_shows_who_to_call_and_logs_the_look(cast: Cast) -> None:
    proposal = match(cast, LATER - timedelta(days=1))
    text = page(signed_in(cast.bram), "follow_up", proposal_id=proposal.pk)
    assert "030\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}10" in text
    look = ReadLogEntry.objects.get(user=cast.bram, object_kind="matching.proposal")
    assert (look.client, look.object_id) == (cast.joost, proposal.pk)
    assert set(look.categories) == {DataCategory.QUESTIONS, DataCategory.CONTACT}


def test_every_button_that_sends_carries_its_token(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    question = {"question_id": proposal.question_id}
    decisions.hold_question(
        actor=cast.bram, until=LATER.date() + timedelta(days=9), at=LATER, **question
    )
    texts = [page(bram, "match_table", **question), page(bram, "round")]
    decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    about = {"proposal_id": proposal.pk}
    texts += [page(bram, "match_table", **question)]
    texts += [page(signed_in(cast.els), "invitation", **about)]
    texts += [page(signed_in(cast.joost), "introduction", **about)]
    post(signed_in(cast.els), "invitation", {"answer": "yes"}, **about)
    texts += [page(bram, "worklist")]
    post(signed_in(cast.joost), "introduction", {"answer": "yes"}, **about)
    texts += [page(bram, "follow_up", **about)]
    for text in texts:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        assert len(forms) > 2
        assert all("csrfmiddlewaretoken" in form for form in forms)
    assert reverse("matching:contacted", kwargs=about) in texts[-2]


def test_english_is_complete_on_the_match_table(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    url = reverse("matching:match_table", args=[proposal.question_id])
    bram.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = bram.get(url).content.decode()
    assert "This round cannot be better" in text
    assert "Is free on Thursday afternoon" in text


def test_unknown_categories_are_refused(cast: Cast) -> None:
    joost = signed_in(cast.joost)
    proposal = introduce(cast)
    response = post(
        joost, "introduction", {"answer": "yes", "shared": ["money"]}, proposal_id=proposal.pk
    )
    assert response.status_code == 200
    proposal.refresh_from_db()
    assert proposal.receiver_answer == ""
    assert DataCategory.MONEY.value not in proposal.shared_categories
