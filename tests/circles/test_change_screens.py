"""Changing a circle on the screen, as people do it."""

from datetime import timedelta
from html import unescape

import pytest
from django.http import HttpResponse
from django.utils import timezone
from tests.cast import NOON, Cast, Enter

from samenspel.circles.models import CircleNote, Membership, RoleAgreement
from samenspel.circles.reads import edit_pages, seats
from samenspel.circles.services import membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent import reads as consent_reads
from samenspel.consent.types import DataCategory
from samenspel.core.clock import now
from samenspel.notifications.mail_text import words_for
from samenspel.notifications.models import Message
from samenspel.notifications.types import Occasion
from samenspel.people.models import Person
from samenspel.people.types import Channel

NEIGHBOUR = {
    "given_name": "Joop",
    "family_name": "van Voorbeeld",
    "role": "neighbour",
    "relation": "buurman",
    "contact": "weekly",
    "email": "joop@mail.example",
    "phone": "",
}


def at(cast: Cast, rest: str) -> str:
    return f"/kringen/{cast.circle.pk}/{rest}"


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def open_to(cast: Cast, person: Person) -> set[DataCategory]:
    return set(consent_reads.open_consents(cast.joost.pk, now()).for_person(person.pk))


def test_ticking_boxes_shows_exactly_those_until_the_last_day(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    address = at(cast, f"veranderen/{cast.noor.pk}/")
    assert "Mag deze persoon lezen over uw gezondheid?" in text_of(joost.get(address))
    last = timezone.localdate() + timedelta(days=10)
    told = {"categories": ["agenda", "money"], "until": last.isoformat()}
    assert joost.post(address, told).status_code == 302
    assert open_to(cast, cast.noor) == {DataCategory.AGENDA, DataCategory.MONEY}
    page = edit_pages.consent_page(cast.joost, cast.circle.pk, cast.noor.pk, at=now())
    assert page.until is not None
    assert timezone.localtime(page.until).date() == last + timedelta(days=1)
    assert f"geldzaken, tot en met {last.day} " in text_of(joost.get(at(cast, "veranderen/")))


def test_a_last_day_that_has_gone_by_changes_nothing(cast: Cast, enter: Enter) -> None:
    before = open_to(cast, cast.noor)
    told = {"categories": ["money"], "until": "2020-01-01"}
    answer = enter(cast.joost).post(at(cast, f"veranderen/{cast.noor.pk}/"), told)
    assert answer.status_code == 200
    assert "Kies vandaag of een latere dag." in text_of(answer)
    assert 'value="money" checked' in text_of(answer)
    assert open_to(cast, cast.noor) == before


def test_a_box_that_was_not_offered_is_refused(cast: Cast, enter: Enter) -> None:
    membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.VOLUNTEER),
        at=NOON,
    )
    told = {"categories": ["health"], "until": ""}
    answer = enter(cast.joost).post(at(cast, f"veranderen/{cast.els.pk}/"), told)
    assert answer.status_code == 200
    assert open_to(cast, cast.els) == set()


def test_stopping_is_one_button(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    address = at(cast, f"veranderen/{cast.noor.pk}/niets-meer/")
    assert f'action="{address}"' in text_of(joost.get(at(cast, "veranderen/")))
    assert joost.post(address).status_code == 302
    assert open_to(cast, cast.noor) == set()
    assert cast.noor.pk in seats.seated_person_ids(cast.circle.pk)


@pytest.mark.parametrize("rest", ["veranderen/{}/niets-meer/", "veranderen/{}/weg/"])
def test_only_the_one_who_decides_closes_and_never_by_a_link(
    rest: str, cast: Cast, enter: Enter
) -> None:
    address = at(cast, rest.format(cast.noor.pk))
    assert enter(cast.fatma).post(address).status_code == 404
    assert enter(cast.joost).get(address).status_code == 405


def test_whoever_invites_reads_who_decides(cast: Cast, enter: Enter) -> None:
    own = text_of(enter(cast.joost).get(at(cast, "uitnodigen/")))
    assert "U kiest wat u laat zien" in own
    assert f'href="{at(cast, "veranderen/")}"' in own
    membership.hand_over_regie(
        actor=cast.joost, circle_id=cast.circle.pk, person_id=cast.fatma.pk, at=NOON
    )
    for_joost = text_of(enter(cast.fatma).get(at(cast, "uitnodigen/")))
    assert "Joost kiest wat te zien is" in for_joost


def test_someone_is_invited_by_name_and_answers(cast: Cast, enter: Enter) -> None:
    answer = enter(cast.joost).post(at(cast, "uitnodigen/"), NEIGHBOUR)
    assert answer.status_code == 302
    seat = Membership.objects.get(relation="buurman")
    assert seat.said_yes_at is None
    message = Message.objects.get(occasion=Occasion.SEAT_INVITATION)
    assert message.path == f"/uitnodiging/{seat.pk}/"
    assert "Joost" not in words_for(message).subject + words_for(message).body

    joop = enter(seat.person)
    assert "Joost Testerink vraagt u in de kring" in text_of(joop.get(message.path))
    assert joop.post(message.path, {"answer": "yes"})["Location"] == at(cast, "")
    assert joop.get(at(cast, "")).status_code == 200
    assert joop.get(message.path).status_code == 404


def test_a_no_to_an_invitation_is_as_easy(cast: Cast, enter: Enter) -> None:
    enter(cast.joost).post(at(cast, "uitnodigen/"), NEIGHBOUR)
    seat = Membership.objects.get(relation="buurman")
    joop = enter(seat.person)
    assert joop.post(f"/uitnodiging/{seat.pk}/", {"answer": "no"})["Location"] == "/mijn/"
    assert joop.get(at(cast, "")).status_code == 404


def test_an_invitation_is_only_for_the_one_who_was_invited(cast: Cast, enter: Enter) -> None:
    enter(cast.joost).post(at(cast, "uitnodigen/"), NEIGHBOUR)
    seat = Membership.objects.get(relation="buurman")
    for person in (cast.stranger, cast.joost, cast.bram):
        assert enter(person).get(f"/uitnodiging/{seat.pk}/").status_code == 404


def test_inviting_an_address_does_not_tell_who_is_behind_it(cast: Cast, enter: Enter) -> None:
    told = {**NEIGHBOUR, "email": "vreemd@mail.example"}
    joost = enter(cast.joost)
    assert joost.post(at(cast, "uitnodigen/"), told).status_code == 302
    seat = Membership.objects.get(relation="buurman")
    assert seat.person == cast.stranger
    for rest in ("", "veranderen/", f"veranderen/{cast.stranger.pk}/"):
        page = text_of(joost.get(at(cast, rest)))
        assert "Onbekendsma" not in page
        assert "Iemand die is uitgenodigd" in page
    membership.answer_invitation(actor=cast.stranger, membership_id=seat.pk, yes=True, at=now())
    assert "Onbekendsma" in text_of(joost.get(at(cast, "")))


def test_without_e_mail_one_of_us_calls(cast: Cast, enter: Enter) -> None:
    told = {**NEIGHBOUR, "email": "", "phone": "030 000 00 77"}
    enter(cast.joost).post(at(cast, "uitnodigen/"), told)
    message = Message.objects.get(occasion=Occasion.SEAT_INVITATION)
    assert message.channel == Channel.PHONE
    assert message.organisation == cast.helpdesk


def test_an_invitation_needs_a_way_to_reach_someone_and_keeps_what_was_filled_in(
    cast: Cast, enter: Enter
) -> None:
    answer = enter(cast.joost).post(at(cast, "uitnodigen/"), {**NEIGHBOUR, "email": ""})
    assert answer.status_code == 200
    assert "Vul een e-mailadres of een telefoonnummer in." in text_of(answer)
    assert 'value="van Voorbeeld"' in text_of(answer)


def test_people_who_may_not_change_the_circle_invite_nobody(cast: Cast, enter: Enter) -> None:
    for person in (cast.fatma, cast.stranger):
        assert enter(person).post(at(cast, "uitnodigen/"), NEIGHBOUR).status_code == 404


def test_the_reins_and_the_first_contact_are_handed_over(cast: Cast, enter: Enter) -> None:
    told = {"regisseur": str(cast.noor.pk), "first_contact": str(cast.fatma.pk)}
    assert enter(cast.joost).post(at(cast, "wie-regelt/"), told).status_code == 302
    cast.circle.refresh_from_db()
    assert (cast.circle.regisseur, cast.circle.first_contact) == (cast.noor, cast.fatma)
    outsider = {"regisseur": str(cast.els.pk), "first_contact": str(cast.fatma.pk)}
    assert enter(cast.joost).post(at(cast, "wie-regelt/"), outsider).status_code == 200


def test_an_agreement_is_proposed_and_signed_by_both(cast: Cast, enter: Enter) -> None:
    fatma, joost = enter(cast.fatma), enter(cast.joost)
    told = {
        "does": "Wandelen en koffie drinken",
        "does_not": "Medicijnen geven",
        "day_1": "1",
        "starts_1": "14:00",
        "ends_1": "15:00",
        "review_on": (timezone.localdate() + timedelta(days=50)).isoformat(),
    }
    address = at(cast, f"afspraken/{cast.fatma.pk}/")
    assert fatma.post(address, told).status_code == 302
    agreement = RoleAgreement.objects.get(ended_at__isnull=True)
    sign = f"/kringen/afspraken/{agreement.pk}/akkoord/"
    for client in (fatma, joost):
        assert f'action="{sign}"' in text_of(client.get(at(cast, "")))
        assert client.post(sign).status_code == 302
    agreement.refresh_from_db()
    assert agreement.agreed_at is not None
    page = text_of(joost.get(at(cast, "")))
    assert "Dinsdag 14.00 tot 15.00" in page
    assert f'action="{sign}"' not in page
    assert 'value="14:00"' in text_of(fatma.get(address))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"starts_1": ""}, "Vul de dag en de tijd allebei in."),
        ({"ends_1": "13:00"}, "Deze tijd moet later zijn."),
        ({"day_2": "1", "starts_2": "14:00"}, "Dit moment staat er twee keer."),
        ({"review_on": "2020-01-01"}, "Kies een dag in de toekomst om samen terug te kijken."),
    ],
)
def test_what_is_not_right_in_an_agreement_is_said_and_kept(
    wrong: dict[str, str], words: str, cast: Cast, enter: Enter
) -> None:
    told = {
        "does": "Wandelen en koffie drinken",
        "day_1": "1",
        "starts_1": "14:00",
        "ends_1": "15:00",
        "review_on": (timezone.localdate() + timedelta(days=50)).isoformat(),
        **wrong,
    }
    address = at(cast, f"afspraken/{cast.fatma.pk}/")
    answer = enter(cast.fatma).post(address, told)
    assert answer.status_code == 200
    assert words in text_of(answer)
    assert "Wandelen en koffie drinken" in text_of(answer)


def test_a_note_is_written_by_those_who_may_read_it(cast: Cast, enter: Enter) -> None:
    address = at(cast, "aantekening/health/")
    assert enter(cast.noor).post(address, {"body": "Trap gaat langzaam."}).status_code == 302
    assert CircleNote.objects.get().body == "Trap gaat langzaam."
    assert "Trap gaat langzaam." in text_of(enter(cast.fatma).get(address))
    assert enter(cast.noor).get(at(cast, "aantekening/money/")).status_code == 404
    assert enter(cast.noor).get(at(cast, "aantekening/agenda/")).status_code == 404
    assert enter(cast.noor).get(at(cast, "aantekening/anders/")).status_code == 404
    enter(cast.joost).post(address, {"body": " "})
    assert not CircleNote.objects.exists()


def test_leaving_by_oneself(cast: Cast, enter: Enter) -> None:
    noor = enter(cast.noor)
    assert "Ga uit de kring" in text_of(noor.get(at(cast, "veranderen/")))
    assert noor.post(at(cast, "uit-de-kring/"))["Location"] == "/mijn/"
    assert noor.get(at(cast, "")).status_code == 404
    joost = enter(cast.joost)
    assert "Ga uit de kring" not in text_of(joost.get(at(cast, "veranderen/")))
    assert joost.post(at(cast, "uit-de-kring/"))["Location"] == at(cast, "veranderen/")


def test_taking_someone_out_sends_no_message(cast: Cast, enter: Enter) -> None:
    before = Message.objects.count()
    enter(cast.joost).post(at(cast, f"veranderen/{cast.noor.pk}/weg/"))
    assert cast.noor.pk not in seats.seated_person_ids(cast.circle.pk)
    assert Message.objects.count() == before


def test_the_person_in_the_middle_cannot_be_taken_out(cast: Cast, enter: Enter) -> None:
    joost = enter(cast.joost)
    joost.post(at(cast, f"veranderen/{cast.joost.pk}/weg/"))
    assert "Dit is de persoon in het midden." in text_of(joost.get(at(cast, "veranderen/")))
    assert cast.joost.pk in seats.seated_person_ids(cast.circle.pk)


def test_the_way_to_ones_own_circle(cast: Cast, enter: Enter) -> None:
    assert enter(cast.joost).get("/kringen/veranderen/")["Location"] == at(cast, "veranderen/")
    assert enter(cast.fatma).get("/kringen/veranderen/")["Location"] == "/kringen/"
