"""The shared kernel: events after commit, the read log cannot be changed, history is kept."""

from dataclasses import dataclass

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.test import Client
from tests.cast import NOON, Cast

from samenspel.access.models import ReadLogEntry
from samenspel.circles.reads import circle_page
from samenspel.circles.services import membership
from samenspel.consent.types import DataCategory
from samenspel.core.events import Event, publish, subscribe, unsubscribe
from samenspel.vocabulary.week import Daypart, Weekday, pairs_of, windows_of


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
    kept = {field.name for field in apps.get_model("needs", "HelpQuestionEvent")._meta.fields}
    assert "state" in kept
    assert not {"own_words", "public_note"} & kept
    assert DataCategory.HEALTH.value not in kept


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
