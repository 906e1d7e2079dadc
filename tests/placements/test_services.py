"""What the services of placements promise: all of it or nothing, and a good end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from tests.cast import NOON, Cast
from tests.matching.story import LATER, introduce, match

from samenspel.access.models import ReadLogEntry
from samenspel.circles.reads import seats
from samenspel.circles.reads.agreement_terms import find_terms
from samenspel.circles.services import agreements
from samenspel.circles.types import AgreementTerms
from samenspel.consent import reads as consent_reads
from samenspel.consent import services as consent_services
from samenspel.consent.types import DataCategory, Grantee
from samenspel.core.errors import NotFoundError
from samenspel.core.events import subscribe, unsubscribe
from samenspel.matching.models import Proposal, Round
from samenspel.matching.services import answers
from samenspel.matching.types import HelperAnswer, ProposalState, ReceiverAnswer
from samenspel.needs.models import HelpQuestion
from samenspel.notifications.models import Message
from samenspel.placements import services
from samenspel.placements.events import PlacementEnded, PlacementStarted
from samenspel.placements.models import Placement
from samenspel.placements.reads import calls_to_make, follow_up
from samenspel.placements.services import PlacementError
from samenspel.placements.types import PlacementState

DAY = timedelta(days=1)
MONTH = timedelta(days=31)
TERMS = AgreementTerms("Samen wandelen.", "", (LATER + MONTH).date())


def seen_by_els(cast: Cast) -> set[DataCategory]:
    return set(consent_reads.open_consents(cast.joost.pk, LATER).for_person(cast.els.pk))


def told() -> set[tuple[str, str]]:
    return set(
        Message.objects.filter(occasion="both_said_yes").values_list(
            "recipient__given_name", "path"
        )
    )


def test_two_yeses_give_a_seat_an_agreement_and_what_may_be_seen(cast: Cast) -> None:
    placement = Placement.objects.get(pk=match(cast).pk)
    assert placement.state == PlacementState.TRIAL
    assert (placement.started_at, placement.last_contact_at) == (LATER, LATER)
    assert (placement.helper, placement.organisation) == (cast.els, cast.helpdesk)
    assert cast.els.pk in seats.seated_person_ids(cast.circle.pk)
    terms = find_terms(subject_id=cast.joost.pk, person_id=cast.els.pk)
    assert terms is not None
    assert [moment.weekday.name for moment in terms.moments] == ["THURSDAY"]
    assert seen_by_els(cast) == {DataCategory.CONTACT}
    assert told() == {(name, f"/kringen/{cast.circle.pk}/") for name in ("Els", "Joost")}


def test_when_one_part_fails_nothing_of_it_happened(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last yes, the seat, the consents, the question and the messages go together."""

    def fail(**_told: object) -> None:
        raise RuntimeError("no agreement today")

    proposal = introduce(cast)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    monkeypatch.setattr(agreements, "draw_up", fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        answers.answer_as_receiver(
            actor=cast.joost,
            proposal_id=proposal.pk,
            answer=ReceiverAnswer.YES,
            shared=[DataCategory.CONTACT],
            at=LATER,
        )
    proposal.refresh_from_db()
    assert (proposal.state, proposal.receiver_answer) == (ProposalState.INTRODUCED, "")
    assert not Placement.objects.exists()
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)
    assert seen_by_els(cast) == set()
    assert HelpQuestion.objects.get().state == "open"
    assert told() == set()


def test_facts_are_told_once_the_placement_is_kept(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    heard: list[object] = []
    for kind in (PlacementStarted, PlacementEnded):
        subscribe(kind, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            placement_id = match(cast).pk
            services.end_placement(
                actor=cast.bram, placement_id=placement_id, seek_again=False, at=LATER
            )
    finally:
        for kind in (PlacementStarted, PlacementEnded):
            unsubscribe(kind, heard.append)
    assert heard == [
        PlacementStarted(placement_id, cast.circle.pk, cast.els.pk, LATER),
        PlacementEnded(placement_id, LATER),
    ]


def test_ending_a_placement_closes_what_was_seen_and_seeks_again(cast: Cast) -> None:
    proposal = match(cast)
    ended = services.end_placement(
        actor=cast.bram, placement_id=proposal.pk, seek_again=True, at=LATER
    )
    assert (ended.state, ended.ended_at) == (PlacementState.ENDED, LATER)
    assert cast.els.pk not in seats.seated_person_ids(cast.circle.pk)
    assert seen_by_els(cast) == set()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.ENDED
    assert proposal.question.state == "open"


def test_a_placement_that_ended_stays_as_it_ended(cast: Cast) -> None:
    proposal = match(cast)
    about = {"actor": cast.bram, "placement_id": proposal.pk, "at": LATER}
    services.call_lasting(**about)
    services.end_placement(seek_again=False, **about)
    later_still = {**about, "at": LATER + DAY}
    for act in (
        lambda: services.call_lasting(**later_still),
        lambda: services.record_contact(**later_still),
        lambda: services.end_placement(seek_again=True, **later_still),
        lambda: services.record_intake(
            first_meeting_on=LATER.date(), terms=TERMS, **later_still
        ),
    ):
        with pytest.raises(PlacementError) as refusal:
            act()
        assert refusal.value.code == "ended"
    assert HelpQuestion.objects.get().state == "matched"


def test_only_its_own_coordinator_follows_a_placement(cast: Cast) -> None:
    placement_id = match(cast).pk
    assert follow_up.get_placement(cast.bram, placement_id, at=LATER).helper == cast.els
    for name in ("dirk", "els", "joost", "fatma", "noor", "wil", "stranger"):
        with pytest.raises(NotFoundError):
            follow_up.get_placement(getattr(cast, name), placement_id, at=LATER)


def test_there_is_no_placement_before_the_second_yes(cast: Cast) -> None:
    proposal = introduce(cast)
    answers.answer_as_helper(
        actor=cast.els, proposal_id=proposal.pk, answer=HelperAnswer.YES, at=LATER
    )
    with pytest.raises(NotFoundError):
        follow_up.get_placement(cast.bram, proposal.pk, at=LATER)


def test_withdrawn_consent_closes_the_placement_for_the_coordinator(cast: Cast) -> None:
    placement_id = match(cast).pk
    assert calls_to_make.phone_list(cast.bram, at=LATER, limit=9).calls
    consent_services.withdraw_consent(
        actor=cast.joost,
        subject_id=cast.joost.pk,
        grantee=Grantee(organisation_id=cast.helpdesk.pk),
        at=LATER,
    )
    assert not calls_to_make.phone_list(cast.bram, at=LATER, limit=9).calls
    with pytest.raises(NotFoundError):
        follow_up.follow_up_page(cast.bram, placement_id, at=LATER)


def test_an_intake_counts_as_contact(cast: Cast) -> None:
    placement = services.record_intake(
        actor=cast.bram,
        placement_id=match(cast).pk,
        first_meeting_on=(LATER + DAY).date(),
        terms=TERMS,
        at=LATER + DAY,
    )
    placement.refresh_from_db()
    assert placement.first_meeting_on == (LATER + DAY).date()
    assert placement.last_contact_at == LATER + DAY


def test_a_look_at_the_follow_up_is_written_down(cast: Cast) -> None:
    placement_id = match(cast).pk
    follow_up.follow_up_page(cast.bram, placement_id, at=LATER)
    looks = ReadLogEntry.objects.filter(event="placement:follow", object_id=placement_id)
    assert {(look.client, look.user) for look in looks} == {
        (cast.joost, cast.bram),
        (cast.els, cast.bram),
    }


def test_the_phone_list_follows_the_first_weeks(cast: Cast) -> None:
    placement_id = match(cast).pk
    about = {"actor": cast.bram, "placement_id": placement_id}

    def listed(days: int) -> tuple[int, int, int]:
        found = calls_to_make.phone_list(cast.bram, at=LATER + days * DAY, limit=9)
        return len(found.calls), len(found.silent), found.going_well

    assert listed(0) == (1, 0, 1), "plan the first meeting"
    meeting = (LATER + 2 * DAY).date()
    services.record_intake(first_meeting_on=meeting, terms=TERMS, at=LATER, **about)
    assert listed(2) == (0, 0, 1)
    assert listed(8) == (1, 0, 1), "how did the first meeting go?"
    services.record_contact(at=LATER + 8 * DAY, **about)
    assert listed(8) == (0, 0, 1)
    services.call_lasting(at=LATER + 9 * DAY, **about)
    assert listed(30) == (0, 0, 1)
    assert listed(40) == (0, 1, 0), "silent for four weeks"
    services.end_placement(seek_again=False, at=LATER + 41 * DAY, **about)
    assert listed(80) == (0, 0, 0)


@pytest.mark.parametrize(
    ("values", "broken"),
    [
        ({"state": "ended"}, "ended_at_a_moment"),
        ({"ended_at": LATER}, "ended_at_a_moment"),
        ({"state": "lasting"}, "lasting_since_a_moment"),
        ({"last_contact_at": NOON}, "dates_in_order"),
        ({"state": "lasting", "lasting_at": NOON}, "dates_in_order"),
        ({"state": "ended", "ended_at": NOON}, "dates_in_order"),
    ],
)
def test_the_database_refuses_what_cannot_be(
    cast: Cast, values: dict[str, object], broken: str
) -> None:
    match(cast)
    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        Placement.objects.update(**values)


def test_a_proposal_stays_as_long_as_its_placement_and_both_go_with_the_question(
    cast: Cast,
) -> None:
    proposal = match(cast)
    with pytest.raises(RestrictedError):
        Round.objects.filter(pk=proposal.round_id).delete()
    assert Proposal.objects.filter(pk=proposal.pk).exists()
    proposal.question.delete()
    assert not Proposal.objects.exists()
    assert not Placement.objects.exists()
