"""Names and the like are one line that can be seen, wherever they come from."""

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django import forms
from django.core import mail
from django.test import Client
from tests.cast import NOON, Cast, Enter, make_person
from tests.core.test_form_limits import forms_of_the_rooms

from samenspel.circles.services.membership import give_seat
from samenspel.circles.types import Contact, NewSeat, SeatRole
from samenspel.core.errors import DomainError
from samenspel.core.one_line import OneLineField, one_line, problem_of, visible
from samenspel.exchange import cell_reading
from samenspel.exchange.column_types import readers
from samenspel.organisations import services as organisations
from samenspel.organisations.types import OrganisationKind
from samenspel.people import services as people
from samenspel.people.forms import FamilyNameField, GivenNameField, MailField, PhoneField
from samenspel.people.middleware import person_behind
from samenspel.people.models import Account, Person
from samenspel.people.services import PersonDetails

BREAKS = ["\n", "\r\n", "\r", "\t", "\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\u2029"]
TURNS = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\u200e", "\u200f"]
UNSEEN = ["\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u3164", "\u2800", "\U000e0041"]
REAL = [
    "Riet", "Anne-Marie", "d'Hondt", "Ömer", "Şükran", "Nguyễn", "Зоя", "美玲", "محمد", "शांति",
    "J.P.", "Ma. Teresa", "O’Brien", "Zoë (buurvrouw)", "mr. drs. E.R. de Vries", "Ngũgĩ", "李",
]  # fmt: skip
LINKS = ["Win! https://kwaad.example", "www.kwaad.nl", "Klik op kwaad.com nu", "ik@kwaad.nl"]


@pytest.mark.parametrize("name", REAL)
def test_real_names_stay_as_they_are(name: str) -> None:
    assert one_line(name, is_name=True) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("bad", BREAKS)
def test_more_than_one_line_is_refused_in_words(bad: str) -> None:
    with pytest.raises(DomainError) as refusal:
        one_line(f"Els{bad}Bcc: iedereen", field="given_name")
    assert (refusal.value.code, refusal.value.field) == ("not_one_line", "given_name")
    assert "één regel" in refusal.value.message


@pytest.mark.parametrize("mark", TURNS + UNSEEN)
def test_marks_that_nobody_sees_are_taken_out(mark: str) -> None:
    assert one_line(f"{mark}El{mark}s{mark}") == "Els"


@pytest.mark.parametrize("half", ["\ud800", "\udfff", "\ue000"])
def test_half_and_private_characters_are_refused(half: str) -> None:
    assert problem_of(f"Els{half}")


@pytest.mark.parametrize("link", LINKS)
def test_a_name_is_no_link(link: str) -> None:
    assert problem_of(link, is_name=True)
    assert not problem_of(link)  # who someone is may be anything: it is in no mail


def test_spaces_are_ordinary() -> None:
    assert visible("\u00a0van\u2009den\u3000Berg ") == "van den Berg"


# Where they enter: forms.


def fields_of(kind: type[forms.Field]) -> Iterator[tuple[str, forms.Field]]:
    for form in forms_of_the_rooms():
        for name, field in form.base_fields.items():
            if isinstance(field, kind):
                yield f"{form.__name__}.{name}", field


NAME_LIKE = ("name", "phone", "relation")


def plain_name_fields(form: type[forms.BaseForm]) -> list[str]:
    """The fields of a form that are called like a name and take more than one line."""
    return [
        f"{form.__name__}.{name}"
        for name, field in form.base_fields.items()
        if name.endswith(NAME_LIKE) and not isinstance(field, OneLineField)
    ]


def test_every_name_in_a_form_is_one_line() -> None:
    assert [name for form in forms_of_the_rooms() for name in plain_name_fields(form)] == []
    assert {"WhoForm.relation", "JoinForm.given_name"} <= {
        name for name, _ in fields_of(OneLineField)
    }


def test_a_name_field_that_takes_more_is_noticed() -> None:
    form = type("Made", (forms.Form,), {"family_name": forms.CharField()})
    assert plain_name_fields(form) == ["Made.family_name"]


@pytest.mark.parametrize("field", [GivenNameField(), FamilyNameField(), PhoneField()])
@pytest.mark.parametrize("bad", [*BREAKS[:3], "\x07", "\u2028"])
def test_a_field_refuses_a_break_within(field: forms.Field, bad: str) -> None:
    with pytest.raises(forms.ValidationError):
        field.clean(f"06{bad}Bcc")


def test_a_name_of_nothing_to_see_is_no_name() -> None:
    with pytest.raises(forms.ValidationError) as refusal:
        GivenNameField().clean("\u3164\u200b")
    assert refusal.value.code == "required"


def test_an_address_with_a_turn_in_its_domain_is_cleaned() -> None:
    assert MailField().clean("els@mail.\u202eexample") == "els@mail.example"
    with pytest.raises(forms.ValidationError):
        MailField().clean('"els\x01"@mail.example')


# Where they enter: services, the last gate.


def details(**changed: str) -> PersonDetails:
    return PersonDetails(**{"given_name": "Els", "family_name": "Bos", **changed})


@pytest.mark.parametrize(
    "field", ["given_name", "family_name", "email", "phone", "external_id"]
)
def test_the_people_service_refuses(db: None, field: str) -> None:
    bad = details(**{field: "a\nBcc: b"})
    with pytest.raises(DomainError) as refusal:
        people.record_person(actor=None, details=bad, at=NOON)
    assert refusal.value.field == field
    with pytest.raises(DomainError):
        people.record_people(actor=None, details=[bad], areas=[], at=NOON)
    assert not Person.objects.exists()


def test_the_people_service_takes_marks_out(db: None) -> None:
    person = people.record_person(
        actor=None, details=details(given_name="\u202eEls\u200b "), at=NOON
    )
    assert person.given_name == "Els"


def test_who_someone_is_to_another_is_one_line(cast: Cast) -> None:
    person = make_person("Nieuw", "Mens")
    seat = NewSeat(person.pk, SeatRole.NEIGHBOUR, "buur\nvrouw", Contact.WEEKLY)
    with pytest.raises(DomainError):
        give_seat(actor=cast.joost, circle=cast.circle, new_seat=seat, at=NOON)


@pytest.mark.parametrize("field", ["name", "phone", "email"])
def test_an_organisation_is_one_line(db: None, field: str) -> None:
    told = {"name": "De Buurt", "phone": "030", "email": "a@b.nl", field: "x\ny"}
    with pytest.raises(DomainError):
        organisations.set_up_organisation(kind=OrganisationKind.WELFARE, **told)


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("els.bos@mail.example", "els.bos"),
        ("www.kwaad.nl@mail.example", "nieuwkomer"),
        (f"{'a' * 200}@mail.example", "a" * 60),
        ('"a\x01b"@mail.example', "nieuwkomer"),
    ],
)
def test_a_newcomer_has_a_name_whatever_the_address(db: None, email: str, name: str) -> None:
    account = Account(email=email)
    account.save()
    if "\x01" in email:
        with pytest.raises(DomainError):
            person_behind(account)
    else:
        assert person_behind(account).given_name == name


@pytest.mark.parametrize("email", ['"a\x01b"@mail.example', "els@mail.\u202eexample"])
def test_nobody_signs_up_with_an_address_that_cannot_be_seen(cast: Cast, email: str) -> None:
    answer = Client().post("/account/signup/", {"email": email})
    assert answer.status_code == 200
    assert not mail.outbox
    assert not Account.objects.filter(email=email).exists()


# Where they enter: spreadsheets.


@pytest.mark.parametrize("column", ["given_name", "family_name", "full_name", "prefix"])
def test_a_cell_with_a_line_break_becomes_one_line(column: str) -> None:
    read: Callable[[object], object] = readers(date(2026, 3, 10))[column]
    assert read("Els\nde  \u202eBos") == "Els de Bos"
    with pytest.raises(cell_reading.CellError):
        read("kijk op www.kwaad.nl")


def test_no_word_of_a_visitor_reaches_a_header_or_adds_a_line(cast: Cast, enter: Enter) -> None:
    told = {"for_whom": "other", "given_name": "Els\nBcc: a@b.nl", "family_name": "x\u202ey"}
    page = Client().post("/hulp-vragen/voor-wie/", told).content.decode()
    assert "één regel" in page


# What a field may hide.


@pytest.mark.parametrize("json", [r'{"id": "\u0000"}', r'{"id": "a\ud800"}', r'["\udfffx"]'])
def test_json_in_a_field_hides_nothing_that_cannot_be_kept(db: None, json: str) -> None:
    assert (
        Client().post("/account/2fa/webauthn/login/", {"credential": json}).status_code == 400
    )


@pytest.mark.parametrize(
    "text", [r"mijn pad is C:\u0000", r'{"id": "\ud83d\ude00"}', r"{\u0000"]
)
def test_ordinary_text_with_a_backslash_is_not_refused(db: None, text: str) -> None:
    assert Client().post("/taal/", {"x": text}).status_code != 400
