"""The screen of a placement as its coordinator uses it, without a script."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.matching.story import LATER, match, signed_in

from samenspel.matching.models import Proposal
from samenspel.placements.forms import IntakeForm
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState

pytestmark = pytest.mark.usefixtures("later")

INTAKE = {
    "first_meeting_on": "2026-03-19",
    "does": "Samen wandelen.",
    "does_not": "Medicijnen geven.",
    "review_on": "2026-05-01",
    "trial_until": "2026-04-16",
    "weekday_1": "3",
    "starts_at_1": "14:00",
    "ends_at_1": "16:00",
}


def page(client: Client, proposal: Proposal) -> str:
    response = client.get(reverse("placements:follow_up", args=[proposal.pk]))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def post(
    client: Client, name: str, proposal: Proposal, data: dict[str, str] | None = None
) -> HttpResponse:
    return client.post(reverse(f"placements:{name}", args=[proposal.pk]), data or {})


def test_following_a_match_from_intake_to_the_end(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = match(cast)
    wrong = post(bram, "follow_up", proposal, {**INTAKE, "ends_at_1": "13:00"})
    assert "Samen wandelen." in wrong.content.decode()
    assert 'aria-invalid="true"' in wrong.content.decode()
    assert post(bram, "follow_up", proposal, INTAKE).status_code == 302
    assert "Samen wandelen." in page(bram, proposal)
    spoken = post(bram, "contacted", proposal, {"back": "match"})
    assert spoken.url == reverse("placements:follow_up", args=[proposal.pk])
    assert post(bram, "contacted", proposal).url == reverse("portal:work_list")
    post(bram, "lasting", proposal)
    assert Placement.objects.get().state == PlacementState.LASTING
    post(bram, "end", proposal, {"seek_again": "on"})
    assert "Deze koppeling is afgelopen" in page(bram, proposal)
    proposal.refresh_from_db()
    assert proposal.question.state == "open"


def test_a_moment_is_asked_in_full_and_the_second_one_stays_closed_until_used() -> None:
    for given, wrong in (
        ({"weekday_2": "4"}, {"starts_at_2": ["Vul in vanaf hoe laat."]}),
        ({"starts_at_2": "10:00"}, {"weekday_2": ["Kies een dag."]}),
        ({"ends_at_3": "10:00"}, {"weekday_3": ["Kies een dag."]}),
        (
            {"weekday_2": "4", "starts_at_2": "10:00", "ends_at_2": "10:00"},
            {"ends_at_2": ["Dit is eerder dan het begin."]},
        ),
    ):
        form = IntakeForm({**INTAKE, **given})
        assert form.errors == wrong
        assert form.first_rows_count() == 2
        assert len(form.other_rows()) == 1
    assert IntakeForm({**INTAKE, "weekday_1": ""}).first_rows_count() == 1
    assert IntakeForm().first_rows_count() == 1


def test_the_form_begins_with_what_was_agreed(cast: Cast) -> None:
    form = IntakeForm(INTAKE | {"weekday_2": "5", "starts_at_2": "09:00", "ends_at_2": "10:00"})
    assert form.is_valid(), form.errors
    initial = IntakeForm.initial_from(form.terms(), form.cleaned_data["first_meeting_on"])
    told = {name: value for name, value in form.cleaned_data.items() if value}
    assert {name: value for name, value in initial.items() if value} == told


def test_a_button_pressed_after_the_end_is_answered_in_words(cast: Cast) -> None:
    bram = signed_in(cast.bram)
    proposal = match(cast)
    post(bram, "end", proposal)
    post(bram, "lasting", proposal)
    assert "Deze koppeling is afgelopen." in page(bram, proposal)
    late = post(bram, "follow_up", proposal, INTAKE)
    assert late.status_code == 200
    assert Placement.objects.get().state == PlacementState.ENDED


def test_another_organisation_finds_nothing(cast: Cast) -> None:
    proposal = match(cast)
    dirk = signed_in(cast.dirk)
    address = reverse("placements:follow_up", args=[proposal.pk])
    assert dirk.get(address).status_code == 404
    for name in ("follow_up", "contacted", "lasting", "end"):
        assert post(dirk, name, proposal, INTAKE).status_code == 404, name
    assert Placement.objects.get().last_contact_at == LATER


def test_the_follow_up_shows_who_to_call(cast: Cast) -> None:
    text = page(signed_in(cast.bram), match(cast))
    assert "030\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}10" in text


def test_every_button_that_sends_carries_its_token(cast: Cast) -> None:
    text = page(signed_in(cast.bram), match(cast))
    forms = re.findall(r'<form[^>]*method="post".*?</form>', text, re.DOTALL)
    assert len(forms) > 3
    assert all("csrfmiddlewaretoken" in form for form in forms)
