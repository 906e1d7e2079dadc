"""From a real file to the real database: what is imported, once, whole or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast
from tests.exchange.conftest import AT
from tests.exchange.sheets import (
    OFFER,
    OFFER_HEADERS,
    QUESTION,
    QUESTION_HEADERS,
    Row,
    changed,
    import_sheet,
    many_offers,
    many_questions,
    offers,
    questions,
    write_csv,
    write_xlsx,
)

from samenspel.consent.models import Consent
from samenspel.consent.types import Purpose
from samenspel.exchange import services
from samenspel.needs.models import HelpQuestion
from samenspel.needs.reads import questions as need_reads
from samenspel.needs.types import WhoMayKnow
from samenspel.notifications.models import Message
from samenspel.organisations import services as organisations
from samenspel.organisations.types import OrganisationKind
from samenspel.people.models import Person
from samenspel.people.types import Channel, Gender
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering.models import Offer

MONDAY_MORNING_THURSDAY_AFTERNOON = windows_of(
    [(Weekday.MONDAY, Daypart.MORNING), (Weekday.THURSDAY, Daypart.AFTERNOON)]
)


def imported_offer(number: str = "V1") -> Offer:
    return Offer.objects.select_related("person", "area").get(external_id=number)


def imported_question(number: str = "C1") -> HelpQuestion:
    return HelpQuestion.objects.select_related("subject", "area").get(external_id=number)


def test_an_offer_is_imported_with_everything_it_says(cast: Cast, tmp_path: Path) -> None:
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", offers()))
    assert (outcome.status, outcome.err) == (0, "")
    assert "1 rij opgeslagen." in outcome.out
    offer = imported_offer()
    assert offer.organisation == cast.helpdesk
    assert offer.area.code == "3551"
    assert offer.task_types == [TaskType.COMPANY, TaskType.GROCERIES]
    assert offer.windows == MONDAY_MORNING_THURSDAY_AFTERNOON
    assert (offer.hours_per_week, offer.radius_km, offer.capacity) == (2.5, 5, 2)
    assert offer.languages == ["nl", "tr"]
    assert offer.limits == ["pets", "smoker"]
    assert offer.vog_seen_on == date(2026, 2, 3)
    assert offer.has_valid_vog(AT.date())
    person = offer.person
    assert person.full_name == "Els van der Proefstra"
    assert (person.email, person.phone) == ("els@voorbeeld.example", "06 12345678")
    assert person.recorded_by == cast.bram
    assert person.channel == Channel.EMAIL
    assert person.external_id == "V1"


def test_a_question_is_imported_for_the_coordinator_alone(cast: Cast, tmp_path: Path) -> None:
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", questions()))
    assert (outcome.status, outcome.err) == (0, "")
    question = imported_question()
    assert question.who_may_know == WhoMayKnow.COORDINATOR
    assert question.subject_agreed_at is None
    assert question.own_words == "Ik wil graag wat aanspraak."
    assert question.task_types == [TaskType.COMPANY]
    assert question.urgency == 4
    assert question.recorded_by == cast.bram
    assert question.area.place == "Proefdorp"
    subject = question.subject
    assert subject.full_name == "Joost Testerink"
    assert (subject.birth_year, subject.gender) == (1944, Gender.MAN)
    assert subject.channel == Channel.PHONE
    assert Consent.objects.filter(subject=subject, purpose=Purpose.OWN_LIST).count() == 2
    lines = need_reads.open_for_coordinator(cast.bram, at=AT)
    assert question.pk in {line.id for line in lines}


@pytest.mark.parametrize(
    ("who", "agreed", "expected"),
    [
        ("buurt", "ja", WhoMayKnow.NEIGHBOURHOOD),
        ("kring", "ja", WhoMayKnow.CIRCLE),
        ("buurt", "", WhoMayKnow.COORDINATOR),
        ("", "ja", WhoMayKnow.COORDINATOR),
    ],
)
def test_a_question_is_shared_only_when_the_row_says_the_person_agreed(
    cast: Cast, tmp_path: Path, who: str, agreed: str, expected: WhoMayKnow
) -> None:
    rows = [(*QUESTION_HEADERS, "Wie mag het weten", "Akkoord"), (*QUESTION, who, agreed)]
    outcome = import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows))
    assert outcome.status == 0
    question = imported_question()
    assert question.who_may_know == expected
    assert bool(question.subject_agreed_at) == (agreed == "ja")
    told = "alleen de coördinator ziet de vraag (rij 2)" in outcome.out
    assert told == (who == "buurt" and not agreed)


def test_a_question_that_the_person_said_no_to_is_refused(cast: Cast, tmp_path: Path) -> None:
    rows = [(*QUESTION_HEADERS, "Akkoord"), (*QUESTION, "nee")]
    outcome = import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows))
    assert outcome.status == 1
    assert "Rij 2, kolom Akkoord: de persoon is niet akkoord." in outcome.err
    assert not HelpQuestion.objects.exists()


def test_washing_without_a_yes_is_left_to_the_coordinator(cast: Cast, tmp_path: Path) -> None:
    rows = questions(
        changed(QUESTION, QUESTION_HEADERS, Hulpvraag="wassen", Omschrijving="Hulp graag.")
    )
    outcome = import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows))
    assert "voor de coördinator om na te vragen (rij 2)" in outcome.out
    question = imported_question()
    assert (question.task_types, question.accepts_bodily_care) == ([], False)
    assert question.own_words == "Hulp graag.\nIn de lijst: wassen en aankleden."


def test_washing_with_a_yes_is_a_kind_of_help(cast: Cast, tmp_path: Path) -> None:
    rows = [
        (*QUESTION_HEADERS, "Wassen en aankleden akkoord"),
        (*changed(QUESTION, QUESTION_HEADERS, Hulpvraag="wassen"), "ja"),
    ]
    assert import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows)).status == 0
    question = imported_question()
    assert (question.task_types, question.accepts_bodily_care) == (["bodily_care"], True)


def test_when_a_question_came_in_is_kept(cast: Cast, tmp_path: Path) -> None:
    rows = [(*QUESTION_HEADERS, "Datum aanvraag"), (*QUESTION, date(2026, 2, 20))]
    assert import_sheet(write_xlsx(tmp_path / "vragen.xlsx", rows)).status == 0
    assert imported_question().asked_at == datetime(2026, 2, 20, 11, tzinfo=UTC)  # noon here


def test_a_column_for_each_day_is_understood(cast: Cast, tmp_path: Path) -> None:
    rows = [
        ("Nummer", "Naam", "Plaats", "Wil helpen met", "Maandag", "Donderdag", "VOG"),
        ("V1", "Els Proefstra", "proefdorp", "gezelschap", "ochtend", "middag", None),
    ]
    assert import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows)).status == 0
    assert imported_offer().windows == MONDAY_MORNING_THURSDAY_AFTERNOON


def test_nobody_is_written_to(cast: Cast, tmp_path: Path) -> None:
    before = Message.objects.count()
    import_sheet(write_xlsx(tmp_path / "vragen.xlsx", questions()))
    import_sheet(write_xlsx(tmp_path / "aanbod.xlsx", offers()))
    assert Message.objects.count() == before


@contextmanager
def rolled_back() -> Iterator[None]:
    """Undo what is done inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def everything() -> list[list[tuple[object, ...]]]:
    models = (Person, Offer, HelpQuestion, Consent)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


def test_one_error_in_the_last_row_and_nothing_is_stored(cast: Cast, tmp_path: Path) -> None:
    before = everything()
    rows = many_offers(1500)
    rows[-1] = changed(rows[-1], OFFER_HEADERS, Postcode="35a4")
    outcome = import_sheet(write_xlsx(tmp_path / "aanbod.xlsx", rows))
    assert outcome.status == 1
    assert "Er is 1 fout. Er is niets opgeslagen." in outcome.err
    assert everything() == before


def test_a_failure_while_storing_leaves_nothing(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything()
    monkeypatch.setattr(services, "BATCH", 1)
    store, calls = services.offer_services.register_many, []

    def fail_at_the_last(**told: object) -> object:
        calls.append(told)
        if len(calls) == 3:
            raise services.offer_services.OfferError("no", code="empty")
        return store(**told)

    monkeypatch.setattr(services.offer_services, "register_many", fail_at_the_last)
    outcome = import_sheet(write_xlsx(tmp_path / "aanbod.xlsx", many_offers(3)))
    assert outcome.status == 2
    assert everything() == before


def test_when_another_import_got_in_between_nothing_is_stored(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_sheet(write_xlsx(tmp_path / "een.xlsx", many_offers(1)))
    before = everything()
    monkeypatch.setattr(services, "_known_ids", lambda _sheet, _host: frozenset())
    outcome = import_sheet(write_xlsx(tmp_path / "twee.xlsx", many_offers(3)))
    assert outcome.status == 2
    assert "Iemand anders heeft net dezelfde rijen opgeslagen." in outcome.err
    assert everything() == before


@pytest.mark.parametrize("rows", [many_offers(3), many_questions(3)])
def test_the_same_file_twice_gives_the_same_database(
    cast: Cast, tmp_path: Path, rows: list[Row]
) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", rows)
    assert import_sheet(path).status == 0
    once = everything()
    outcome = import_sheet(path)
    assert outcome.status == 0
    assert "3 rijen bestonden al en zijn overgeslagen." in outcome.out
    assert "0 rijen opgeslagen." in outcome.out
    assert everything() == once


def test_rows_without_a_number_are_recognised_by_their_content(
    cast: Cast, tmp_path: Path
) -> None:
    headers, row = OFFER_HEADERS[1:], list(OFFER[1:])
    first = write_xlsx(tmp_path / "een.xlsx", [headers, row])
    row[headers.index("VOG gezien op")] = date(2026, 2, 3)
    again = write_csv(tmp_path / "twee.csv", [reversed(headers), list(reversed(row))])
    assert import_sheet(first).status == 0
    assert "1 rij bestond al" in import_sheet(again, "--kind", "offers").out
    assert Offer.objects.filter(external_id__startswith="rij-").count() == 1


def test_new_rows_in_a_known_file_are_added_and_known_rows_stay(
    cast: Cast, tmp_path: Path
) -> None:
    import_sheet(write_xlsx(tmp_path / "een.xlsx", many_offers(2)))
    rows = many_offers(3)
    rows[1] = changed(rows[1], OFFER_HEADERS, Aantal_mensen=9)
    outcome = import_sheet(write_xlsx(tmp_path / "twee.xlsx", rows))
    assert "2 rijen bestonden al" in outcome.out
    assert "1 rij opgeslagen." in outcome.out
    assert imported_offer("V0").capacity == 2


def test_the_same_number_at_another_organisation_is_another_row(
    cast: Cast, tmp_path: Path
) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", offers())
    import_sheet(path)
    assert import_sheet(path, "--organisation", "stichting elders").status == 0
    assert set(
        Offer.objects.filter(external_id="V1").values_list("organisation__name", flat=True)
    ) == {"Stichting Proefhulp", "Stichting Elders"}
    people = Person.objects.filter(external_id="V1")
    assert {person.recorded_by for person in people} == {cast.bram, cast.dirk}


@pytest.mark.parametrize("rows", [many_offers(3), many_questions(3)])
def test_a_dry_run_stores_nothing_and_tells_what_would_be_stored(
    cast: Cast, tmp_path: Path, rows: list[Row]
) -> None:
    before = everything()
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows), "--dry-run")
    assert outcome.status == 0
    assert "er is niets opgeslagen. Het zou om 3 rijen gaan." in outcome.out
    assert everything() == before


@pytest.mark.parametrize("make", [many_offers, many_questions])
def test_a_thousand_rows_cost_as_many_queries_as_ten(
    cast: Cast, tmp_path: Path, make: Callable[[int], list[Row]]
) -> None:
    counts = []
    for count in (10, services.BATCH):
        path = write_xlsx(tmp_path / f"{count}.xlsx", make(count))
        with CaptureQueriesContext(connection) as queries, rolled_back():
            outcome = import_sheet(path)
        assert f"{count} rijen opgeslagen." in outcome.out
        counts.append(len(queries))
    more_than_one_insert = 1 if make is many_questions else 0  # two consents for each question
    assert counts[1] == counts[0] + more_than_one_insert


def test_the_same_is_said_in_english(cast: Cast, tmp_path: Path) -> None:
    rows = offers(changed(OFFER, OFFER_HEADERS, Postcode="35a4"))
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", rows), "--english")
    assert (
        "Row 2, column Postcode: we do not recognise '35a4'. "
        "Write four digits or the name of a place." in outcome.err
    )


def test_an_organisation_without_a_coordinator_is_refused(cast: Cast, tmp_path: Path) -> None:
    organisations.set_up_organisation(name="Stichting Leeg", kind=OrganisationKind.VOLUNTEER)
    path = write_xlsx(tmp_path / "lijst.xlsx", offers())
    outcome = import_sheet(path, "--organisation", "Stichting Leeg")
    assert outcome.status == 2
    assert "Bij Stichting Leeg is geen coördinator." in outcome.err
    outcome = import_sheet(path, "--organisation", "Bestaat Niet")
    assert (outcome.status, "geen organisatie 'Bestaat Niet'" in outcome.err) == (2, True)


def test_without_postcodes_the_way_to_get_them_is_told(db: None, tmp_path: Path) -> None:
    helpdesk = organisations.set_up_organisation(
        name="Stichting Nieuw", kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
    )
    person = Person.objects.create(given_name="Bram", recorded_at=NOON)
    organisations.appoint(
        person_id=person.pk,
        organisation=helpdesk,
        job_role="coordinator",
        valid_from=(NOON - timedelta(days=9)).date(),
    )
    outcome = import_sheet(write_xlsx(tmp_path / "lijst.xlsx", offers()))
    assert outcome.status == 2
    assert "samenspel import-postcodes" in outcome.err
