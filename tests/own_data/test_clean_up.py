"""What has been kept long enough goes, on the night after and not the night before."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from structlog.testing import capture_logs
from tests.access.world import World
from tests.cast import NOON, Cast, make_person
from tests.matching.story import LATER, clock_at, introduce, match, propose

from samenspel.circles.models import Circle, Membership, RoleAgreement
from samenspel.circles.services import membership
from samenspel.consent.models import Consent
from samenspel.core.clock import now
from samenspel.core.privacy_registry import registered
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion
from samenspel.matching.types import ProposalState
from samenspel.needs.models import AskDraft, HelpQuestion
from samenspel.needs.services import drafts, question_changes
from samenspel.notifications.models import Message
from samenspel.organisations.models import Employment
from samenspel.own_data import clean_up, tasks
from samenspel.people import services as people
from samenspel.people.models import Address, Person, Representation
from samenspel.people.types import RepresentationKind
from samenspel.placements.models import Placement
from samenspel.placements.types import PlacementState
from samenspel.volunteering.models import Offer

DAY = timedelta(days=1)
YEARS = {years: timedelta(days=round(365.25 * years)) for years in (1, 2, 5, 10)}


def draft(cast: Cast) -> None:
    drafts.save_draft(token=None, person=None, answers={}, at=NOON)


def message(cast: Cast) -> None:
    introduce(cast)
    Message.objects.update(created_at=NOON)


def question(cast: Cast) -> None:
    row = propose(cast).question
    question_changes.withdraw_question(actor=cast.joost, question_id=row.pk, at=LATER)
    HelpQuestion.objects.update(closed_at=NOON, asked_at=NOON)


def unused_proposal(cast: Cast) -> None:
    propose(cast)
    Round.objects.update(run_at=NOON)


def unsuitable_proposal(cast: Cast) -> None:
    unused_proposal(cast)
    Proposal.objects.update(state=ProposalState.UNSUITABLE)


def declined_proposal(cast: Cast) -> None:
    introduce(cast)
    Round.objects.update(run_at=LATER + 50 * YEARS[1])
    Proposal.objects.filter(state=ProposalState.INTRODUCED).update(
        state=ProposalState.DECLINED, introduced_at=NOON
    )


def round_without_proposals(cast: Cast) -> None:
    propose(cast)
    Proposal.objects.all().delete()
    Round.objects.update(run_at=NOON)


def unserved(cast: Cast) -> None:
    done = propose(cast)
    UnservedQuestion.objects.create(round=done.round, question=done.question, code="nobody")
    Round.objects.update(run_at=NOON)


def ended_match(cast: Cast) -> None:
    match(cast)
    Placement.objects.update(state=PlacementState.ENDED, ended_at=NOON, started_at=NOON)
    Proposal.objects.filter(state=ProposalState.ACCEPTED).update(
        state=ProposalState.ENDED, ended_at=NOON
    )


def ended_offer(cast: Cast) -> None:
    Offer.objects.update(ended_at=NOON)


def closed_circle(cast: Cast) -> None:
    Circle.objects.update(closed_at=NOON)


def left_seat(cast: Cast) -> None:
    membership.leave_circle(actor=cast.noor, circle_id=cast.circle.pk, at=NOON)


def ended_agreement(cast: Cast) -> None:
    match(cast)
    RoleAgreement.objects.update(ended_at=NOON)


def withdrawn_consent(cast: Cast) -> None:
    Consent.objects.update(withdrawn_at=NOON)


def ended_employment(cast: Cast) -> None:
    Employment.objects.update(valid_until=NOON.date())


def older_address(cast: Cast) -> None:
    people.move(person=cast.joost, place="Proefdorp", at=NOON)


def ended_representation(cast: Cast) -> None:
    people.record_representation(
        actor=cast.joost, represented=cast.joost, representative=cast.fatma,
        kind=RepresentationKind.WITH_CONSENT, relation="", at=NOON,
    )  # fmt: skip
    Representation.objects.update(ended_at=NOON)


TERMS: dict[str, tuple[type, Callable[[Cast], None], timedelta]] = {
    "a draft": (AskDraft, draft, timedelta(days=30)),
    "a message": (Message, message, YEARS[1]),
    "a closed question": (HelpQuestion, question, YEARS[2]),
    "a proposal that nobody used": (Proposal, unused_proposal, timedelta(days=92)),
    "a proposal that did not fit": (Proposal, unsuitable_proposal, YEARS[2]),
    "a proposal someone said no to": (Proposal, declined_proposal, YEARS[2]),
    "a round": (Round, round_without_proposals, YEARS[2]),
    "a time that nobody was found": (UnservedQuestion, unserved, timedelta(days=92)),
    "a match that ended": (Placement, ended_match, YEARS[2]),
    "an offer that ended": (Offer, ended_offer, YEARS[2]),
    "a circle that closed": (Circle, closed_circle, YEARS[2]),
    "a seat that was left": (Membership, left_seat, YEARS[2]),
    "an agreement that ended": (RoleAgreement, ended_agreement, YEARS[2]),
    "a consent that was withdrawn": (Consent, withdrawn_consent, YEARS[5]),
    "work that ended": (Employment, ended_employment, YEARS[5]),
    "an older address": (Address, older_address, YEARS[2]),
    "someone who acted for another": (Representation, ended_representation, YEARS[10]),
}


@pytest.mark.parametrize("what", TERMS)
def test_it_goes_when_its_time_is_over_and_not_before(cast: Cast, what: str) -> None:
    model, arrange, term = TERMS[what]
    arrange(cast)
    label = model._meta.label
    before = clean_up.count_over(NOON + term - DAY)[label]
    assert not before, "kept until then"
    count = model.objects.count()
    due = clean_up.count_over(NOON + term + DAY)[label]
    assert due, "its time is over"
    gone = clean_up.clean_up(NOON + term + DAY)
    assert gone[label] == due
    assert model.objects.count() <= count - due
    assert not sum(clean_up.clean_up(NOON + term + DAY).values()), "twice deletes nothing more"


def test_every_term_has_a_case() -> None:
    with_a_term = {entry.model for entry in clean_up.terms()} - {QuestionHold}
    assert {model for model, _arrange, _term in TERMS.values()} == with_a_term


def test_what_is_promised_to_go_has_a_term() -> None:
    """A table that names a number of years or months is cleaned up; the rest says why not."""
    forever = {
        entry.model._meta.label: entry.retention for entry in registered() if entry.over is None
    }
    assert forever == {
        "access.ReadLogEntry": "at least five years (NEN 7513)",
        "circles.AgreementSignature": "as long as the agreement",
        "circles.CircleNote": "until changed or taken away by the person",
        "people.Account": "until the person closes the account",
        "people.Block": "until taken back; protects a person, so erasing does not lift it",
        "people.Person": "as long as the person takes part, then two years without activity",
        "volunteering.TaskRefusal": "as long as the offer: it protects the helper",
    }


def test_a_hold_goes_with_the_question(cast: Cast) -> None:
    row = propose(cast).question
    QuestionHold.objects.create(
        question=row, until=LATER.date(), held_by=cast.bram, held_at=NOON
    )
    assert not clean_up.clean_up(LATER)["matching.QuestionHold"]
    question_changes.withdraw_question(actor=cast.joost, question_id=row.pk, at=LATER)
    assert clean_up.clean_up(LATER)["matching.QuestionHold"] == 1


def test_what_a_running_match_came_from_stays(cast: Cast) -> None:
    """A match that lasts ten years keeps its question, proposal, offer and round."""
    match(cast)
    Offer.objects.update(ended_at=LATER)
    clean_up.clean_up(LATER + YEARS[10])
    placement = Placement.objects.get()
    assert placement.proposal.round.run_at == LATER
    assert placement.question.own_words
    assert placement.proposal.offer.ended_at == LATER


def test_whoever_is_away_for_two_years_is_forgotten(cast: Cast) -> None:
    """Nobody who signed in, and nobody of whom anything else is still kept."""
    for name in ("Oud", "Nieuw"):
        make_person(name, "Proefman")
    new = Person.objects.get(given_name="Nieuw")
    at = NOON + YEARS[2] + DAY
    new.account.last_login = at - DAY
    new.account.save()
    for person in Person.objects.filter(account__isnull=False):
        person.account.created_at = NOON
        person.account.save(update_fields=["created_at"])
    clean_up.clean_up(at - 2 * DAY)
    assert Person.objects.filter(given_name="Oud").exists()
    clean_up.clean_up(at)
    assert not Person.objects.filter(given_name="Oud").exists()
    assert Person.objects.filter(given_name__in=["Nieuw", "Joost", "Bram"]).count() == 3
    assert not clean_up.clean_up(at)["people.Person"], "once"


def test_the_command_counts_first_and_then_deletes(cast: Cast) -> None:
    draft(cast)
    for words, left in (("would be deleted", 1), ("deleted", 0)):
        said = StringIO()
        options = {"dry_run": words != "deleted"}
        call_command("retention", stdout=said, **options)
        assert f"needs.AskDraft: 1\n1 rows {words}." in said.getvalue()
        assert AskDraft.objects.count() == left


def test_the_night_says_in_the_log_what_it_did(cast: Cast) -> None:
    draft(cast)
    with clock_at(NOON + timedelta(days=31)), capture_logs() as said:
        tasks.clean_up(timestamp=0)
    assert not AskDraft.objects.exists()
    assert [line["deleted"] for line in said] == [{"needs.AskDraft": 1}]


def test_in_a_world_with_everything_it_ends_empty(world: World) -> None:
    """A century later nothing is left that anyone promised to delete."""
    later: datetime = now() + 100 * YEARS[1]
    Circle.objects.update(closed_at=now())
    Offer.objects.update(ended_at=now())
    Placement.objects.update(state=PlacementState.ENDED, ended_at=now())
    Proposal.objects.filter(state=ProposalState.ACCEPTED).update(
        state=ProposalState.ENDED, ended_at=now()
    )
    clean_up.clean_up(later)
    assert not sum(clean_up.count_over(later).values())
    assert not Circle.objects.exists()
    assert not Placement.objects.exists()
