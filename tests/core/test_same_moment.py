"""What the database could not do at once is answered in words, and what was typed is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from tests.cast import Cast, make_person

from samenspel.core import locked_rows
from samenspel.core.errors import NotFoundError
from samenspel.core.middleware import AT_THE_SAME_MOMENT
from samenspel.people.models import Account, Person
from samenspel.urls import urlpatterns as product

SAID = "Iemand anders veranderde dit op hetzelfde moment"


def fails_with(state: str, kind: type[DatabaseError]) -> Callable[[HttpRequest], HttpResponse]:
    class FromPostgresError(Exception):
        sqlstate = state

    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        raise kind("private detail") from FromPostgresError()

    return view


@login_not_required
def writes_twice(request: HttpRequest) -> HttpResponse:
    Account.objects.create_user("twee@mail.example")
    Account.objects.create_user("TWEE@mail.example")
    return HttpResponse()


urlpatterns = [
    *product,
    *(
        path(f"{code}/", fails_with(code, OperationalError))
        for code in (*AT_THE_SAME_MOMENT, "57014")
    ),
    path("check/", fails_with("23514", IntegrityError)),
    path("twice/", writes_twice),
]


@pytest.fixture
def visitor(db: None, settings: object) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("code", sorted(AT_THE_SAME_MOMENT))
def test_two_at_once_are_told_to_look_again(visitor: Client, code: str) -> None:
    sent = {"own_words": 'Graag "zaterdag" <b>', "days": ["1", "2"]}
    answer = visitor.post(f"/{code}/?x=1", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert SAID in page
    assert f'action="/{code}/?x=1"' in page
    assert "Graag &quot;zaterdag&quot; &lt;b&gt;" in page
    assert page.count('name="days"') == 2
    assert "private detail" not in page


def test_someone_who_only_looked_sends_nothing_again(visitor: Client) -> None:
    page = visitor.get("/40P01/").content.decode()
    assert SAID in page
    assert "Nog eens versturen" not in page


def test_what_postgresql_itself_says_is_known(visitor: Client) -> None:
    assert visitor.post("/twice/").status_code == 409
    assert not Account.objects.filter(email="twee@mail.example").exists()


@pytest.mark.parametrize("address", ["/57014/", "/check/"])
def test_other_errors_of_the_database_stay_errors(visitor: Client, address: str) -> None:
    assert visitor.post(address).status_code == 500


# --- Holding rows -----------------------------------------------------------------------------


def test_a_row_that_is_gone_is_not_found(db: None) -> None:
    with pytest.raises(NotFoundError, match="Nobody"):
        locked_rows.lock(Person.objects.filter(given_name="Niemand"), gone="Nobody")
    assert locked_rows.lock_if_any(Person.objects.none()) is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_held() -> None:
    rows = Person.objects.all()
    for hold in (
        lambda: locked_rows.lock(rows),
        lambda: locked_rows.lock_if_any(rows),
        lambda: locked_rows.lock_if_free(rows),
        lambda: locked_rows.lock_all(rows),
        lambda: locked_rows.lock_or_create(rows, {}, given_name="Els"),
        lambda: locked_rows.lock_word("topic", "word"),
    ):
        with pytest.raises(TransactionManagementError):
            hold()


def test_a_held_row_says_what_is_in_the_database_now(cast: Cast) -> None:
    seen = Person.objects.get(pk=cast.els.pk)
    Person.objects.filter(pk=seen.pk).update(phone="030 1")
    held = locked_rows.lock(Person.objects.filter(pk=seen.pk))
    assert (seen.phone, held.phone) == ("", "030 1")


def test_several_rows_are_held_by_their_key(cast: Cast) -> None:
    held = locked_rows.lock_all(Person.objects.order_by("-given_name"))
    assert [one.pk for one in held] == sorted(one.pk for one in held)


def test_what_is_there_is_held_and_what_is_not_is_made(cast: Cast) -> None:
    rows, values = Account.objects.all(), {"person": make_person("Anja", "Proefman")}
    made, is_new = locked_rows.lock_or_create(rows, {}, email="nieuw@mail.example")
    again, is_newer = locked_rows.lock_or_create(rows, values, email="nieuw@mail.example")
    assert (is_new, is_newer, made.pk, again.person_id) == (True, False, again.pk, None)


def test_a_row_that_breaks_another_rule_says_so(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="account_email_once"), transaction.atomic():
        locked_rows.lock_or_create(
            Account.objects.all(), {"email": "ELS@mail.example"}, is_active=False
        )


def test_a_word_is_held_in_any_capitals(db: None) -> None:
    def held() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
            return int(cursor.fetchone()[0])

    before = held()
    locked_rows.lock_word("e-mail", "Els@mail.example ")
    assert held() == before + 1
    locked_rows.lock_word("e-mail", "els@MAIL.example")
    assert held() == before + 1
    locked_rows.lock_word("import", "els@mail.example")
    assert held() == before + 2


def test_a_row_that_is_gone_just_before_it_is_held_is_looked_for_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, missed = locked_rows.lock_if_any, [True]

    def gone_once(rows: Any) -> Any:
        return None if missed and missed.pop() else held(rows)

    monkeypatch.setattr(locked_rows, "lock_if_any", gone_once)
    account = Account.objects.get(person=cast.els)
    found, created = locked_rows.lock_or_create(Account.objects.all(), {}, email=account.email)
    assert (found, created, missed) == (account, False, [])
