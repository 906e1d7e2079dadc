"""One's own data, from seeing them to being forgotten."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.access.test_in_whose_name import asked, passed_on
from tests.access.world import World
from tests.cast import NOON, Cast, Enter, represent
from tests.matching.story import CANARY, LATER, introduce, match

from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.consent.models import Consent
from samenspel.consent.types import Grantee
from samenspel.core.clock import now
from samenspel.core.errors import NotFoundError
from samenspel.core.privacy_registry import registered
from samenspel.matching.models import Proposal
from samenspel.matching.types import ProposalState
from samenspel.needs.models import HelpQuestion
from samenspel.needs.types import QuestionState
from samenspel.own_data import services
from samenspel.own_data.reads import own_page
from samenspel.own_data.reads.kept_words import FIELDS, KINDS
from samenspel.own_data.reads.take_along import FOR_PROGRAMS, READABLE, archive_of
from samenspel.people import reads as people_reads
from samenspel.people.models import Account, Address, Person
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState
from samenspel.volunteering.models import Offer

PAGE = "/mijn-gegevens/"


def read(client: object, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: object, name: str, **data: object) -> int:
    return client.post(reverse(f"own_data:{name}"), data).status_code


def test_every_kind_and_every_field_has_words() -> None:
    assert set(KINDS) == {entry.model._meta.label for entry in registered()}
    assert set(FIELDS) == {name for entry in registered() for name in entry.exported}


def test_a_newcomer_sees_that_everything_is_closed(cast: Cast, enter: Enter) -> None:
    page = read(enter(cast.stranger))
    assert "Niemand. Alles van u is gesloten." in page
    assert "In uw naam" not in page
    assert "Joost" not in page


def test_who_sees_what_is_told_and_closed(cast: Cast, enter: Enter) -> None:
    introduce(cast)
    joost = enter(cast.joost)
    assert "Fatma Testoğlu" in read(joost)
    assert send(joost, "stop_showing", person=cast.fatma.pk) == 302
    assert send(joost, "stop_showing", organisation=cast.helpdesk.pk) == 302
    left = own_page.own_data_page(cast.joost, at=LATER).seen_by
    assert {line.name for line in left} == {"Noor Maquetstra"}
    assert Proposal.objects.filter(state=ProposalState.INTRODUCED).exists() is True


@pytest.mark.django_db(transaction=True)
def test_an_organisation_that_may_not_read_stops_looking(cast: Cast, enter: Enter) -> None:
    introduce(cast)
    send(enter(cast.joost), "stop_showing", organisation=cast.helpdesk.pk)
    assert not Proposal.objects.filter(
        state__in=[ProposalState.PROPOSED, ProposalState.INTRODUCED]
    ).exists()


@pytest.mark.parametrize("both", [{}, {"person": "x"}, {"organisation": "1", "person": "2"}])
def test_nonsense_closes_nothing(cast: Cast, enter: Enter, both: dict[str, str]) -> None:
    before = Consent.objects.filter(withdrawn_at__isnull=True).count()
    for name in ("stop_showing", "shut_out", "let_back", "end_asking", "take_back"):
        assert send(enter(cast.joost), name, **both) == 404
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == before


def test_what_was_done_in_ones_name_is_seen_and_taken_back(cast: Cast, enter: Enter) -> None:
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    joost = enter(cast.joost)
    page = read(joost)
    for words in ("In uw naam", "Fatma Testoğlu", "zei ja tegen een helper"):
        assert words in page
    assert send(joost, "take_back", proposal=proposal.pk) == 302
    proposal.refresh_from_db()
    assert (proposal.receiver_answer, proposal.shared_categories) == ("", [])
    assert send(joost, "take_back", proposal=proposal.pk) == 404, "it was taken back already"
    assert send(joost, "end_asking", person=cast.fatma.pk) == 302
    assert not people_reads.who_speaks_for(cast.joost.pk, now())
    assert send(joost, "end_asking", person=cast.fatma.pk) == 404


def test_only_the_person_takes_an_answer_back(cast: Cast, enter: Enter) -> None:
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    for other in (cast.fatma, cast.els, cast.bram, cast.stranger):
        assert send(enter(other), "take_back", proposal=proposal.pk) == 404
    proposal.refresh_from_db()
    assert proposal.receiver_answer


def test_what_a_court_decided_has_no_button(cast: Cast, enter: Enter) -> None:
    represent(cast, cast.stranger)
    page = read(enter(cast.joost))
    assert "Mentor" in page
    assert reverse("own_data:end_asking") not in page
    assert send(enter(cast.joost), "end_asking", person=cast.stranger.pk) == 404


def test_whoever_is_shut_out_loses_seat_and_sight(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    assert send(joost, "shut_out", person=cast.fatma.pk) == 302
    assert not Membership.objects.in_force().filter(person=cast.fatma).exists()
    assert not Consent.objects.filter(
        grantee_person=cast.fatma, withdrawn_at__isnull=True
    ).exists()
    assert enter(cast.fatma).get(f"/kringen/{cast.circle.pk}/").status_code == 404
    assert "Fatma" in read(joost)
    assert send(joost, "let_back", person=cast.fatma.pk) == 302
    assert "Fatma" not in read(joost), "neither shut out nor known any more"
    assert enter(cast.fatma).get(f"/kringen/{cast.circle.pk}/").status_code == 404


def test_nobody_is_shut_out_by_a_guessed_id(cast: Cast, enter: Enter) -> None:
    assert send(enter(cast.joost), "shut_out", person=cast.stranger.pk) == 404
    assert send(enter(cast.joost), "shut_out", person=cast.joost.pk) == 404
    assert not people_reads.shut_out_by(cast.joost.pk)


def test_whoever_shuts_out_the_person_in_the_middle_leaves(cast: Cast) -> None:
    services.shut_out(actor=cast.noor, person_id=cast.joost.pk, at=LATER)
    assert not Membership.objects.in_force().filter(person=cast.noor).exists()


def test_shutting_out_ends_what_waits_between_the_two(cast: Cast) -> None:
    proposal = match(cast)
    assert proposal.state == ProposalState.ACCEPTED
    other = introduce_again(cast)
    services.shut_out(actor=cast.joost, person_id=cast.els.pk, at=LATER)
    other.refresh_from_db()
    assert other.state == ProposalState.SUPERSEDED


def introduce_again(cast: Cast) -> Proposal:
    """Another proposal of Els for Joost, put to both."""
    first = Proposal.objects.get(state=ProposalState.ACCEPTED)
    question = HelpQuestion.objects.get(pk=first.question_id)
    question.pk = None
    question._state.adding = True
    question.state, question.closed_at, question.taken_by = QuestionState.OPEN, None, None
    question.save()
    return Proposal.objects.create(
        round=first.round, question=question, offer=first.offer, helper=first.helper, rank=1,
        quality=500, state=ProposalState.INTRODUCED,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_match_ends_with_the_seat(cast: Cast) -> None:
    """However the seat ended: the helper has room again."""
    match(cast)
    services.shut_out(actor=cast.joost, person_id=cast.els.pk, at=LATER)
    placement = Placement.objects.get()
    assert (placement.state, placement.ended_at) == (PlacementState.ENDED, LATER)
    assert placement.proposal.state == ProposalState.ENDED


def test_the_archive_holds_everything_and_nobody_else(cast: Cast, enter: Enter) -> None:
    match(cast)
    answer = enter(cast.joost).get(reverse("own_data:take_along"))
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        page = archive.read(READABLE).decode()
        told = json.loads(archive.read(FOR_PROGRAMS))
    assert CANARY in page
    assert "In uw eigen woorden" in page
    assert told["data"]["needs.HelpQuestion"][0]["own_words"].endswith(f"{CANARY}.")
    assert told["data"]["people.Person"][0]["family_name"] == "Testerink"
    for other in (cast.els, cast.noor, cast.bram):
        assert other.family_name not in page
        assert other.email not in page + json.dumps(told)
    assert CANARY not in archive_of(cast.els, at=LATER).decode("latin-1")


def test_the_archive_costs_as_many_queries_for_many_rows(cast: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            archive_of(cast.joost, at=LATER)
        return len(captured)

    few = cost()
    match(cast)
    assert cost() == few


def test_being_forgotten_ends_and_erases(cast: Cast, enter: Enter) -> None:
    match(cast)
    joost, browser = cast.joost, enter(cast.joost)
    assert send(browser, "forget") == 200, "without the tick nothing happens"
    assert Account.objects.filter(person=joost).exists()
    assert send(browser, "forget", sure="on") == 302
    assert browser.get(PAGE).status_code == 302, "signed out"
    row = Person.objects.get(pk=joost.pk)
    assert (row.given_name, row.family_name, row.email, row.phone) == ("Iemand", "", "", "")
    assert (row.birth_year, row.gender, row.forgotten_at is None) == (None, "", False)
    assert not Account.objects.filter(person=joost).exists()
    assert not Address.objects.filter(person=joost).exists()
    assert not CircleNote.objects.filter(circle__subject=joost).exists()
    assert not Circle.objects.filter(subject=joost, closed_at__isnull=True).exists()
    assert (
        not Membership.objects.in_force()
        .filter(circle__subject=joost)
        .exclude(person=joost)
        .exists()
    )
    assert not Consent.objects.filter(subject=joost, withdrawn_at__isnull=True).exists()
    assert not HelpQuestion.objects.filter(subject=joost).exclude(own_words="").exists()
    assert CANARY not in archive_of(row, at=LATER).decode("latin-1")
    assert Consent.objects.filter(subject=joost).exists(), "kept, to prove what was allowed"


def test_a_helper_who_is_forgotten_leaves_no_offer_and_no_seat(cast: Cast) -> None:
    match(cast)
    services.forget(person=cast.els, at=LATER)
    assert not Offer.objects.filter(person=cast.els, ended_at__isnull=True).exists()
    assert not Membership.objects.in_force().filter(person=cast.els).exists()
    assert HelpQuestion.objects.get().own_words, "another's words stay"


def test_whoever_asked_for_another_takes_nothing_of_theirs_along(cast: Cast) -> None:
    asked(cast, cast.fatma)
    services.forget(person=cast.fatma, at=LATER)
    question = HelpQuestion.objects.get()
    assert question.own_words
    assert question.state == QuestionState.OPEN


def test_everyone_can_see_export_and_be_forgotten(world: World) -> None:
    """Everyone, in a world with a row of every table."""
    for name, person in world.cast.everyone().items():
        own_page.own_data_page(person, at=NOON)
        archive_of(person, at=NOON)
        services.forget(person=person, at=NOON + timedelta(days=400))
        assert Person.objects.get(pk=person.pk).family_name == "", name


def test_the_command_exports_and_erases(cast: Cast, tmp_path: object) -> None:
    to = tmp_path / "joost.zip"
    call_command("person", "export", "joost@mail.example", "--to", str(to))
    assert zipfile.ZipFile(to).namelist() == [READABLE, FOR_PROGRAMS]
    for wrong in (
        ["export", "joost@mail.example"],
        ["export", "joost@mail.example", "--to", str(to)],
        ["export", str(cast.joost.pk), "--to", str(tmp_path / "no" / "folder.zip")],
        ["export", "niemand@mail.example", "--to", str(tmp_path / "x.zip")],
        ["export", "00000000-0000-0000-0000-000000000000", "--to", str(tmp_path / "x.zip")],
    ):
        with pytest.raises(CommandError):
            call_command("person", *wrong)
    call_command("person", "erase", str(cast.joost.pk), "--yes")
    with pytest.raises(CommandError, match="already"):
        call_command("person", "erase", str(cast.joost.pk), "--yes")


def test_erasing_asks_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "yes")
    with pytest.raises(CommandError, match="Nothing"):
        call_command("person", "erase", "joost@mail.example")
    assert Account.objects.filter(person=cast.joost).exists()
    monkeypatch.setattr("builtins.input", lambda _question: f" {cast.joost.pk} ")
    call_command("person", "erase", "joost@mail.example")
    assert not Account.objects.filter(person=cast.joost).exists()


def test_services_refuse_what_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFoundError):
        services.end_asking(actor=cast.joost, person_id=cast.noor.pk, at=LATER)
    none = Grantee(person_id=cast.stranger.pk)
    assert services.stop_showing(actor=cast.joost, grantee=none, at=LATER) == 0
