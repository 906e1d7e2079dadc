"""The circle page shows each person exactly what consent allows, and costs the same for all."""

from dataclasses import replace
from datetime import time, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, Enter, make_person

from samenspel.access.models import ReadLogEntry
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Moment, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.clock import now
from samenspel.core.template_query_guard import TemplateQueryError
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.people.models import Person
from samenspel.people.services import acting_for
from samenspel.portal.reads import circle as circle_reads
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Weekday

SHOWN = {
    DataCategory.PEOPLE: "Noor Maquetstra",
    DataCategory.CONTACT: "030 000 00 10",
    DataCategory.AGENDA: "medicijnen uitzetten",
    DataCategory.QUESTIONS: "Wie komt er donderdag langs?",
    DataCategory.DAILY_LIFE: "Zingt graag in de ochtend.",
    DataCategory.HEALTH: "Vergeet soms een pil.",
    DataCategory.MONEY: "De rekeningen liggen in de la.",
}
"""A text that is on the page only for those who may see the category."""


def page_of(client: Client, cast: Cast) -> str:
    answer = client.get(f"/kringen/{cast.circle.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def allow(cast: Cast, person: Person, *categories: DataCategory, **more: object) -> None:
    consents.change_consent(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=person.pk,
        categories=categories,
        at=more.pop("at", NOON),
        **more,
    )


def hand_over(cast: Cast) -> None:
    """Noor keeps the overview, and Fatma is called first."""
    membership.set_holders(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        regisseur_id=cast.noor.pk,
        first_contact_id=cast.fatma.pk,
        at=NOON,
    )


def agree(cast: Cast, person: Person, does: str, **more: object) -> None:
    moment = Moment(Weekday.TUESDAY, time(11), time(12))
    terms = AgreementTerms(does, "", NOON.date() + timedelta(days=60), moments=(moment,))
    agreement = agreements.propose_agreement(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=person.pk, terms=terms, at=NOON
    )
    for signer in (cast.joost, person):
        agreements.sign_agreement(actor=signer, agreement_id=agreement.pk, at=NOON)


def ask(cast: Cast, who_may_know: WhoMayKnow = WhoMayKnow.CIRCLE) -> HelpQuestion:
    question = Ask(
        SHOWN[DataCategory.QUESTIONS],
        (TaskType.COMPANY,),
        THURSDAY_AFTERNOON,
        "Proefwijk",
        who_may_know=who_may_know,
    )
    return asking.ask(asked_by=cast.joost, subject=cast.joost, question=question, at=NOON)


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """The circle with something to see in every category."""
    agree(cast, cast.noor, "Medicijnen uitzetten")
    ask(cast)
    for category in (DataCategory.DAILY_LIFE, DataCategory.HEALTH, DataCategory.MONEY):
        consents.write_note(
            actor=cast.joost,
            circle_id=cast.circle.pk,
            category=category,
            body=SHOWN[category],
            at=NOON,
        )
    return cast


def test_the_person_in_the_middle_sees_everything(filled: Cast, enter: Enter) -> None:
    page = page_of(enter(filled.joost), filled)
    assert [text for text in SHOWN.values() if text not in page] == []


def test_above_the_circle_stands_whom_to_call_and_who_keeps_the_overview(
    cast: Cast, enter: Enter
) -> None:
    hand_over(cast)
    both = ("Eerste contactpersoon: Fatma Testoğlu.", "Regisseur: Noor Maquetstra.")
    own = page_of(enter(cast.joost), cast)
    assert all(words in own for words in both)
    allow(cast, cast.fatma)
    sees_nobody = page_of(enter(cast.fatma), cast)
    assert both[0] in sees_nobody, "her own name"
    assert both[1] not in sees_nobody
    allow(cast, cast.fatma, DataCategory.PEOPLE)
    assert both[1] in page_of(enter(cast.fatma), cast)


@pytest.mark.parametrize("category", list(DataCategory))
def test_each_consent_opens_its_own_part_and_no_other(
    category: DataCategory, filled: Cast, enter: Enter
) -> None:
    allow(filled, filled.fatma, category)
    page = page_of(enter(filled.fatma), filled)
    assert [key for key, text in SHOWN.items() if text in page] == [category]


def test_without_consent_a_member_sees_none_of_it(filled: Cast, enter: Enter) -> None:
    allow(filled, filled.fatma)
    page = page_of(enter(filled.fatma), filled)
    assert [text for text in SHOWN.values() if text in page] == []
    assert "De kring van Joost" in page


def test_withdrawing_closes_the_very_next_request(filled: Cast, enter: Enter) -> None:
    fatma, joost = enter(filled.fatma), enter(filled.joost)
    assert SHOWN[DataCategory.HEALTH] in page_of(fatma, filled)
    address = f"/kringen/{filled.circle.pk}/veranderen/{filled.fatma.pk}/niets-meer/"
    assert joost.post(address).status_code == 302
    page = page_of(fatma, filled)
    assert [text for text in SHOWN.values() if text in page] == []


def test_after_its_last_day_a_consent_shows_nothing(filled: Cast, enter: Enter) -> None:
    at = now()
    end = at + timedelta(days=2)
    allow(filled, filled.fatma, DataCategory.HEALTH, until=end, at=at)
    fatma = enter(filled.fatma)
    assert SHOWN[DataCategory.HEALTH] in page_of(fatma, filled)
    with patch("samenspel.portal.views.now", return_value=end):
        assert SHOWN[DataCategory.HEALTH] not in page_of(fatma, filled)


def test_a_role_that_never_sees_health_does_not_see_it_with_consent(
    filled: Cast, enter: Enter
) -> None:
    els = join(filled, filled.els, SeatRole.VOLUNTEER)
    allow(filled, els, DataCategory.HEALTH, DataCategory.MONEY)
    page = page_of(enter(els), filled)
    assert SHOWN[DataCategory.HEALTH] not in page
    assert SHOWN[DataCategory.MONEY] not in page


def join(cast: Cast, person: Person, role: SeatRole, relation: str = "") -> Person:
    seat = membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(person.pk, role, relation),
        at=NOON,
    )
    membership.answer_invitation(actor=person, membership_id=seat.pk, yes=True, at=NOON)
    return person


def test_own_appointments_are_seen_without_any_consent(cast: Cast, enter: Enter) -> None:
    els = join(cast, cast.els, SeatRole.VOLUNTEER)
    agree(cast, els, "Wandelen langs de Vecht")
    page = page_of(enter(els), cast)
    assert "wandelen langs de Vecht" in page
    assert "Noor" not in page


@pytest.mark.parametrize("name", ["els", "bram", "dirk", "wil", "stranger"])
def test_without_a_seat_a_circle_looks_as_if_it_were_not_there(
    name: str, cast: Cast, enter: Enter
) -> None:
    client = enter(cast.everyone()[name])
    assert client.get(f"/kringen/{cast.circle.pk}/").status_code == 404
    assert client.get(f"/kringen/{cast.fatma.pk}/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(cast: Cast) -> None:
    answer = Client().get(f"/kringen/{cast.circle.pk}/")
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]


def test_someone_who_was_shut_out_finds_nothing(cast: Cast, enter: Enter) -> None:
    acting_for.block(actor=cast.joost, about_id=cast.fatma.pk, at=NOON)
    fatma = enter(cast.fatma)
    assert fatma.get(f"/kringen/{cast.circle.pk}/").status_code == 404
    assert fatma.get(f"/kringen/{cast.circle.pk}/veranderen/").status_code == 404
    assert "Joost" not in fatma.get("/kringen/").content.decode()


def test_names_of_others_stand_nowhere_without_consent(cast: Cast, enter: Enter) -> None:
    hand_over(cast)
    allow(cast, cast.fatma)
    assert "Noor" not in page_of(enter(cast.fatma), cast)
    allow(cast, cast.fatma, DataCategory.PEOPLE)
    assert "Regisseur: Noor Maquetstra." in page_of(enter(cast.fatma), cast)


def test_the_look_is_written_down_with_what_was_shown(filled: Cast, enter: Enter) -> None:
    allow(filled, filled.noor, DataCategory.HEALTH)
    page_of(enter(filled.noor), filled)
    (entry,) = ReadLogEntry.objects.filter(user=filled.noor)
    assert entry.client == filled.joost
    assert entry.categories == [DataCategory.HEALTH]
    assert entry.reason == "role professional, consent for health"


def test_an_open_question_offers_to_ask_in_the_neighbourhood(cast: Cast, enter: Enter) -> None:
    question = ask(cast)
    joost = enter(cast.joost)
    page = page_of(joost, cast)
    assert "Nog niemand gevonden: Gezelschap" in page
    assert f'action="/vragen/{question.pk}/buurt/"' in page
    joost.post(f"/vragen/{question.pk}/buurt/")
    page = page_of(joost, cast)
    assert "Nog niemand gevonden" not in page
    assert "Wij vragen ook in de buurt." in page


def test_a_member_may_take_a_question_they_may_read(cast: Cast, enter: Enter) -> None:
    question = ask(cast)
    page = page_of(enter(cast.fatma), cast)
    assert f'action="/vragen/{question.pk}/ik-kan/"' in page
    assert "buurt/" not in page


def test_a_page_costs_as_many_queries_for_twelve_members_as_for_two(
    cast: Cast, enter: Enter
) -> None:
    agree(cast, cast.noor, "Medicijnen uitzetten")
    ask(cast)
    fatma = enter(cast.fatma)
    few = queries_of(fatma, cast)
    for number in range(10):
        friend = join(
            cast, make_person(f"Vriend{number}", "Proefvriend"), SeatRole.NEIGHBOUR, "buur"
        )
        allow(cast, friend, DataCategory.PEOPLE, DataCategory.AGENDA)
        agree(cast, friend, "Koffie drinken")
        ask(cast)
    assert queries_of(fatma, cast) == few
    assert few <= 26


def queries_of(client: Client, cast: Cast) -> int:
    with CaptureQueriesContext(connection) as queries:
        page_of(client, cast)
    return len(queries)


def test_a_template_that_asks_the_database_is_refused(cast: Cast, enter: Enter) -> None:
    """The negative control of the query guard, on this very page."""

    def with_a_query(*args: object, **more: object) -> circle_reads.CirclePage:
        return replace(circle_page(*args, **more), others=Person.objects.all())

    circle_page = circle_reads.circle_page
    with (
        patch("samenspel.portal.reads.circle.circle_page", with_a_query),
        pytest.raises(TemplateQueryError),
    ):
        enter(cast.joost).get(f"/kringen/{cast.circle.pk}/")
