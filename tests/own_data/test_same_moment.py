"""What another does at the very moment that someone stops: here in turn, and at once in
``benchmarks/race_scenes_*.py``."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.access.test_in_whose_name import asked, passed_on
from tests.cast import NOON, Cast, make_person
from tests.matching.story import LATER, ask_for_joost, introduce

from samenspel.circles.models import Membership
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.core.errors import NotFoundError
from samenspel.core.privacy_registry import years_before
from samenspel.matching.types import ProposalState
from samenspel.needs.models import HelpQuestion
from samenspel.needs.types import QuestionState
from samenspel.own_data import clean_up, services
from samenspel.people import services as people
from samenspel.people.models import Address, Person
from samenspel.people.services import acting_for

OnCommit = Callable[..., Any]


def ask_for(cast: Cast, asked_by: Person) -> HelpQuestion:
    return ask_for_joost(cast, asked_by, at=LATER)


def seat_of(cast: Cast, who: Person) -> Membership:
    return membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(who.pk, SeatRole.NEIGHBOUR),
        at=LATER,
    )


def test_an_invitation_ends_when_whoever_got_it_is_shut_out(cast: Cast) -> None:
    acting_for.record_representation(
        actor=cast.joost,
        represented=cast.joost,
        representative=cast.stranger,
        kind="with_consent",
        relation="",
        at=NOON,
    )
    seat, other = seat_of(cast, cast.stranger), seat_of(cast, cast.els)
    services.shut_out(actor=cast.joost, person_id=cast.stranger.pk, at=LATER)
    for row in (seat, other):
        row.refresh_from_db()
    assert (seat.left_at, other.left_at) == (LATER, None)


def test_a_block_ends_what_was_put_to_both(
    cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    proposal = introduce(cast)
    for about, state in (
        (cast.noor, ProposalState.INTRODUCED),
        (cast.els, ProposalState.SUPERSEDED),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            acting_for.block(actor=cast.joost, about_id=about.pk, at=LATER)
        proposal.refresh_from_db()
        assert proposal.state == state


def test_whoever_asked_last_counts_when_another_is_ended(
    cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """Only the answer of the one who may no longer speak goes, not what the person said."""
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.joost, proposal)
    with django_capture_on_commit_callbacks(execute=True):
        services.end_asking(actor=cast.joost, person_id=cast.fatma.pk, at=LATER)
    proposal.refresh_from_db()
    assert proposal.receiver_answer == "yes"


def test_forgotten_once(cast: Cast) -> None:
    assert services.forget(person=cast.joost, at=LATER)
    first = Person.objects.get(pk=cast.joost.pk).forgotten_at
    assert not services.forget(person=cast.joost, at=LATER + timedelta(days=1))
    assert Person.objects.get(pk=cast.joost.pk).forgotten_at == first


def test_one_person_at_a_time_is_forgotten(
    cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    """Two who help each other would wait for one another; each step holds the word first."""
    with (
        CaptureQueriesContext(connection) as queries,
        django_capture_on_commit_callbacks(execute=True),
    ):
        services.forget(person=cast.joost, at=LATER)
    held = [one["sql"] for one in queries if "'erasing:'" in one["sql"]]
    assert len(held) == 2
    first = next(one["sql"] for one in queries if "SAVEPOINT" not in one["sql"])
    assert first == held[0]


def test_nobody_begins_anything_with_someone_who_was_forgotten(cast: Cast) -> None:
    assert seat_of(cast, cast.stranger).pk, "someone who is here"
    services.forget(person=cast.els, at=LATER)
    with pytest.raises(NotFoundError):
        seat_of(cast, cast.els)
    with pytest.raises(NotFoundError):
        people.move(person=cast.els, place="Proefwijk", at=LATER)
    assert ask_for(cast, cast.fatma).pk
    services.forget(person=cast.joost, at=LATER)
    with pytest.raises(NotFoundError):
        ask_for(cast, cast.noor)
    assert not Address.objects.filter(person__in=[cast.els, cast.joost]).exists()


def test_what_was_begun_at_that_very_moment_ends_as_well(
    cast: Cast, django_capture_on_commit_callbacks: OnCommit
) -> None:
    question = ask_for(cast, cast.fatma)
    with django_capture_on_commit_callbacks() as afterwards:
        services.forget(person=cast.joost, at=LATER)
    # As if it had been asked in another transaction that forgetting did not see.
    HelpQuestion.objects.filter(pk=question.pk).update(
        state=QuestionState.OPEN, closed_at=None, own_words="Hij zit veel alleen."
    )
    for each in afterwards:
        each()
    question.refresh_from_db()
    assert (question.state, question.own_words) == (QuestionState.WITHDRAWN, "")


def test_whoever_signs_in_during_the_clean_up_is_not_forgotten(cast: Cast) -> None:
    """The people who are absent were listed a moment ago; each is looked at again."""
    make_person("Oud", "Proefman")
    old = Person.objects.get(given_name="Oud")
    at = NOON + timedelta(days=800)
    account = old.account
    account.created_at = NOON
    account.last_login = at
    account.save(update_fields=["created_at", "last_login"])
    assert not clean_up._forget(old, at)
    assert Person.objects.filter(pk=old.pk, forgotten_at=None).exists()
    account.last_login = years_before(at, 2) - timedelta(days=1)
    account.save(update_fields=["last_login"])
    assert clean_up._forget(old, at)
    assert not Person.objects.filter(pk=old.pk, forgotten_at=None).exists()
