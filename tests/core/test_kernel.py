"""The shared kernel: events after commit, the read log cannot be changed, history is kept."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from tests.cast import NOON, Cast
from tests.matching.story import CANARY, ask_for_company

from samenspel.access.models import ReadLogEntry
from samenspel.circles.reads import circle_page
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms
from samenspel.consent.types import DataCategory
from samenspel.core.events import Event, publish, subscribe, unsubscribe
from samenspel.needs.models import HelpQuestion
from samenspel.vocabulary.week import Daypart, Weekday, pairs_of, windows_of

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SomethingHappened(Event):
    number: int


@pytest.mark.django_db(transaction=True)
def test_events_wait_for_the_commit_and_vanish_with_a_rollback() -> None:
    seen: list[SomethingHappened] = []
    subscribe(SomethingHappened, seen.append)
    try:
        with transaction.atomic():
            publish(SomethingHappened(1))
            assert seen == []
        with pytest.raises(ValueError, match="stop"), transaction.atomic():
            publish(SomethingHappened(2))
            raise ValueError("stop")
    finally:
        unsubscribe(SomethingHappened, seen.append)
    assert seen == [SomethingHappened(1)]


def test_the_read_log_cannot_be_changed_or_deleted(cast: Cast) -> None:
    circle_page.circle_view(cast.fatma, cast.circle.pk, at=NOON, today=NOON.date())
    entry = ReadLogEntry.objects.get(user=cast.fatma)
    assert entry.client == cast.joost
    assert str(entry) == f"read log entry {entry.pk}", "a log line names nobody"
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        ReadLogEntry.objects.update(reason="nothing to see")
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        entry.delete()


def test_changes_leave_a_history_that_cannot_be_rewritten(cast: Cast) -> None:
    history = apps.get_model("circles", "CircleEvent")
    membership.hand_over_regie(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.noor.pk, at=NOON
    )
    holders = list(history.objects.order_by("pgh_id").values_list("regisseur", flat=True))
    assert holders == [cast.joost.pk, cast.noor.pk]
    with pytest.raises(DatabaseError), transaction.atomic():
        history.objects.all().delete()


def test_words_about_care_are_not_in_the_history(cast: Cast) -> None:
    ask_for_company(cast, public_note=f"Ik hou van dammen, {CANARY}.")
    terms = AgreementTerms(CANARY, CANARY, NOON.date() + WEEK, own_view=CANARY)
    agreements.propose_agreement(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        terms=terms,
        at=NOON,
    )
    consents.write_note(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        category=DataCategory.HEALTH,
        body=CANARY,
        at=NOON,
    )
    history = [
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_id") and model.__module__.startswith("samenspel.")
    ]
    assert {"HelpQuestionEvent", "RoleAgreementEvent"} <= {one.__name__ for one in history}
    told = {model.__name__: str(list(model._base_manager.values())) for model in history}
    assert "open" in told["HelpQuestionEvent"], "that it was asked is kept"
    assert [name for name, rows in told.items() if CANARY in rows] == []
    asked = str(list(HelpQuestion.objects.values()))
    assert CANARY in asked, "the words are there, but in the question alone"


def test_windows_round_trip() -> None:
    pairs = ((Weekday.MONDAY, Daypart.MORNING), (Weekday.SUNDAY, Daypart.NIGHT))
    assert pairs_of(windows_of(pairs)) == pairs


@pytest.mark.parametrize(
    ("header", "cookie", "language"),
    [("en-US,en;q=0.9", "", "nl"), ("nl", "en", "en"), ("", "xx", "nl")],
)
def test_dutch_unless_chosen_otherwise(
    client: Client, db: None, header: str, cookie: str, language: str
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    page = client.get("/zo-werkt-het/", headers={"accept-language": header})
    assert page.headers["Content-Language"] == language
