"""What is left of someone who was forgotten, and what of others goes along in one's file."""

from datetime import timedelta

from django.apps import apps
from django.db import connection
from tests.access.test_in_whose_name import asked, passed_on
from tests.cast import Cast, Enter
from tests.matching.story import LATER, match

from samenspel.circles.models import Membership
from samenspel.core.privacy_registry import export_person, registered
from samenspel.own_data import services
from samenspel.people.services import acting_for


def left_of(*words: str) -> set[str]:
    """Return every column of every table that holds one of these words, history included."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema()"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" WHERE "{column}"::text ILIKE ANY(%s))',
                [[f"%{word}%" for word in words]],
            )
            if cursor.fetchone() == (True,):
                found.add(f"{table}.{column}")
    return found


def test_no_word_of_a_forgotten_person_is_left_in_any_table(cast: Cast) -> None:
    proposal = asked(cast, cast.fatma)
    passed_on(cast, cast.fatma, proposal)
    Membership.objects.filter(person=cast.fatma).update(relation="stiefdochter")
    assert {"circles_membership.relation", "people_person.given_name"} <= left_of(
        "Fatma", "stiefdochter"
    ), "the search finds what is there"
    services.forget(person=cast.fatma, at=LATER)
    assert not left_of("Fatma", "Testoğlu", "stiefdochter")
    services.forget(person=cast.joost, at=LATER)
    assert not left_of("Joost", "Testerink", "zit veel alleen", "stiefdochter")


def test_the_history_keeps_no_words_that_are_taken_off_a_row() -> None:
    """Nobody can take them off the history, which refuses every change."""
    described = {"people.Person": {"birth_year", "gender"}, "people.Address": {"area"}}
    for entry in registered():
        label = entry.model._meta.label
        try:
            history = apps.get_model(f"{label}Event")
        except LookupError:
            continue
        kept = {field.name for field in history._meta.concrete_fields}
        gone = set(entry.blanked) | described.get(label, set())
        assert not kept & gone, label


def test_the_other_ones_answer_is_not_in_ones_file(cast: Cast) -> None:
    match(cast)
    (helper,) = export_person(cast.els.pk)["matching.Proposal"]
    assert helper["helper_answer"] == "yes"
    assert not {"receiver_answer", "receiver_ground", "shared_categories"} & set(helper)
    (receiver,) = export_person(cast.joost.pk)["matching.Proposal"]
    assert receiver["receiver_answer"] == "yes"
    assert not {"helper_answer", "helper_answered_at"} & set(receiver)


def test_whoever_was_shut_out_takes_no_question_along(cast: Cast) -> None:
    asked(cast, cast.fatma)
    assert export_person(cast.fatma.pk)["needs.HelpQuestion"]
    services.shut_out(actor=cast.joost, person_id=cast.fatma.pk, at=LATER)
    assert not export_person(cast.fatma.pk)["needs.HelpQuestion"]
    assert export_person(cast.joost.pk)["needs.HelpQuestion"], "the person's own stays theirs"


def test_whoever_asked_and_has_no_tie_any_more_can_still_be_shut_out(
    cast: Cast, enter: Enter
) -> None:
    """They follow the question: without this they could do so for ever."""
    asked(cast, cast.stranger)
    acting_for.end_representation(
        actor=cast.joost, represented_id=cast.joost.pk, representative_id=cast.stranger.pk,
        at=LATER,
    )  # fmt: skip
    joost = enter(cast.joost)
    assert str(cast.stranger.pk) in joost.get("/mijn-gegevens/").content.decode()
    services.shut_out(
        actor=cast.joost, person_id=cast.stranger.pk, at=LATER + timedelta(hours=1)
    )
    assert not export_person(cast.stranger.pk)["needs.HelpQuestion"]
