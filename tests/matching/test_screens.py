"""The screens of matching as people use them, without a script."""

import json
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import NOON, Cast, els_offers, make_person
from tests.matching.story import (
    CANARY,
    LATER,
    ask_for_company,
    ask_more,
    clock_at,
    introduce,
    match,
    propose,
    queries,
    run_round,
    signed_in,
)

from samenspel.consent import services as consent_services
from samenspel.consent.types import DataCategory, Grantee
from samenspel.matching.models import Proposal, QuestionHold, Round
from samenspel.matching.services import coordinator_decisions, rounds
from samenspel.matching.types import ProposalState, ReceiverAnswer, RoundState
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
    assert 'name="shared" value="contact"' in introduction
    assert " checked" not in introduction, "nobody decides beforehand what one shows"
    post(
        joost, "introduction", {"answer": "yes", "shared": ["contact"]}, proposal_id=proposal.pk
    )
    circle_url = reverse("portal:circle", args=[cast.circle.pk])
    assert circle_url in page(joost, "introduction", proposal_id=proposal.pk)
    assert circle_url in page(els, "invitation", proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ACCEPTED
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
    assert "Joost" not in page(bram, "round")


def test_another_organisation_finds_nothing_anywhere(cast: Cast) -> None:
    proposal = match(cast)
    dirk = signed_in(cast.dirk)
    question = {"question_id": proposal.question_id}
    about = {"proposal_id": proposal.pk}
    gets = [
        ("match_table", question),
        ("certificate", {"round_id": proposal.round_id}),
        ("invitation", about),
        ("introduction", about),
    ]
    posts = [
        ("introduce", about),
        ("unsuitable", about),
        ("answer_by_phone", about),
        ("contacted", about),
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


@pytest.mark.parametrize("name", ["els", "joost", "wil", "noor", "stranger"])
def test_someone_who_coordinates_nowhere_sees_no_rounds(cast: Cast, name: str) -> None:
    client = signed_in(getattr(cast, name))
    assert client.get(reverse("matching:round")).status_code == 404
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
    table = page(bram, "match_table", question_id=proposal.question_id)
    assert 'name="said_by"' in table
    assert not re.search(r'name="(said_by|shared)"[^>]* checked', table)
    by_nobody = post(bram, "answer_by_phone", {"answer": "yes"}, proposal_id=proposal.pk)
    assert "Kies met wie u sprak." in by_nobody.content.decode()
    proposal.refresh_from_db()
    assert not proposal.receiver_answer
    told = {"answer": "yes", "shared": ["contact"], "said_by": str(cast.joost.pk)}
    post(bram, "answer_by_phone", told, proposal_id=proposal.pk)
    proposal.refresh_from_db()
    assert proposal.receiver_answer == ReceiverAnswer.YES
    assert proposal.receiver_answered_by == cast.joost
    assert proposal.last_contact_at == LATER


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


def _lists() -> list[str]:
    """The pages with lists; the match table of a question that has a best proposal now."""
    best = Proposal.objects.filter(state=ProposalState.PROPOSED, is_best=True).first()
    assert best is not None
    return [
        reverse("matching:round"),
        reverse("matching:match_table", args=[best.question_id]),
    ]


def test_lists_cost_as_many_queries_for_twenty_rows_as_for_one(cast: Cast) -> None:
    later_still = LATER + timedelta(days=40)
    with clock_at(later_still):
        bram = signed_in(cast.bram)
        ask_more(cast, range(2))
        run_round(cast, later_still)
        few = [queries(bram, url) for url in _lists()]
        ask_more(cast, range(2, 22))
        run_round(cast, later_still + timedelta(minutes=1))
        assert [queries(bram, url) for url in _lists()] == few


def test_the_match_table_leads_to_what_became_of_two_yeses(cast: Cast) -> None:
    proposal = match(cast)
    table = page(signed_in(cast.bram), "match_table", question_id=proposal.question_id)
    assert "Allebei ja gezegd" in table
    assert reverse("placements:follow_up", args=[proposal.pk]) in table


def test_every_button_that_sends_carries_its_token(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    question = {"question_id": proposal.question_id}
    coordinator_decisions.hold_question(
        actor=cast.bram, until=LATER.date() + timedelta(days=9), at=LATER, **question
    )
    texts = [page(bram, "match_table", **question), page(bram, "round")]
    coordinator_decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=LATER)
    about = {"proposal_id": proposal.pk}
    texts += [page(bram, "match_table", **question)]
    texts += [page(signed_in(cast.els), "invitation", **about)]
    texts += [page(signed_in(cast.joost), "introduction", **about)]
    post(signed_in(cast.els), "invitation", {"answer": "yes"}, **about)
    for text in texts:
        forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
        assert len(forms) > 2
        assert all("csrfmiddlewaretoken" in form for form in forms)


def test_english_is_complete_on_the_match_table(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = propose(cast)
    url = reverse("matching:match_table", args=[proposal.question_id])
    bram.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = bram.get(url).content.decode()
    assert "This round cannot be better" in text
    assert "Is free on Thursday afternoon" in text


def test_a_very_long_search_is_cut_off(cast: Cast) -> None:
    proposal = propose(cast)
    address = reverse("matching:match_table", args=[proposal.question_id])
    answer = signed_in(cast.bram).get(address, {"helper": "x" * 300})
    assert answer.context["search"] == "x" * 80


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
