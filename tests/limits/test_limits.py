"""How often is too often: counted in the database, per client and per mailbox, and said."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client, RequestFactory
from tests.cast import NOON, Cast

from samenspel.core.client_address import UNKNOWN, client_address
from samenspel.limits import services
from samenspel.limits.models import CountedUse
from samenspel.limits.types import Limit
from samenspel.needs.models import AskDraft
from samenspel.settings.production_checks import proxy_count, refuse_uncounted

MAILS = Limit.MAIL_TO_ADDRESS
HOURLY = MAILS.value[0].times


def use_up(limit: Limit, who: str) -> None:
    for _ in range(limit.value[0].times):
        services.use(limit=limit, who=who, at=NOON)


def test_one_more_than_the_limit_is_refused(db: None) -> None:
    use_up(MAILS, "riet@mail.example")
    with pytest.raises(services.TooOftenError) as refusal:
        services.use(limit=MAILS, who="riet@mail.example", at=NOON)
    assert refusal.value.code == "too_often"
    services.use(limit=MAILS, who="joost@mail.example", at=NOON)  # another is not concerned


def test_capitals_make_no_other_address(db: None) -> None:
    use_up(MAILS, "riet@mail.example")
    with pytest.raises(services.TooOftenError):
        services.use(limit=MAILS, who=" Riet@Mail.Example ", at=NOON)


def test_after_the_period_it_begins_anew_and_is_forgotten(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    use_up(MAILS, "riet@mail.example")
    later = NOON + timedelta(days=1)
    with django_capture_on_commit_callbacks(execute=True):
        services.use(limit=MAILS, who="iemand.anders@mail.example", at=later)
    assert not CountedUse.objects.filter(ends_at__lte=later).exists()
    services.use(limit=MAILS, who="riet@mail.example", at=later)


def test_the_longer_period_holds_too(db: None) -> None:
    with pytest.raises(services.TooOftenError):
        for number in range(100):
            services.use(limit=MAILS, who="x", at=NOON + timedelta(minutes=30 * number))
    assert number == MAILS.value[1].times


def test_whom_it_is_about_cannot_be_read(db: None) -> None:
    services.use(limit=MAILS, who="riet@mail.example", at=NOON)
    assert not any("riet" in str(vars(one)) for one in CountedUse.objects.all())


@pytest.mark.django_db(transaction=True)
def test_processes_that_count_at_once_forget_nothing() -> None:
    def one(_number: int) -> bool:
        try:
            services.use(limit=MAILS, who="riet@mail.example", at=NOON)
        except services.TooOftenError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        allowed = sum(pool.map(one, range(40)))
    assert allowed == HOURLY


def code_asked_for(client: Client, email: str, **more: str) -> int:
    answer = client.post("/account/login/code/", {"email": email}, **more)
    return int(answer.status_code)


def test_nobody_can_have_forty_mails_sent_to_one_address(cast: Cast) -> None:
    """For an address that is known here and one that is not, with the same answers."""
    answers = {}
    for email in (cast.joost.email, "onbekend@mail.example"):
        mail.outbox.clear()
        answers[email] = [
            code_asked_for(Client(REMOTE_ADDR=f"192.0.2.{number}"), email)
            for number in range(40)
        ]
        assert len(mail.outbox) == HOURLY
    known, unknown = answers.values()
    assert known == unknown
    assert known[HOURLY:] == [429] * (40 - HOURLY)


def test_the_refusal_is_in_words_and_the_same_for_everyone(cast: Cast) -> None:
    pages = []
    for email in (cast.joost.email, "onbekend@mail.example"):
        for _ in range(HOURLY):
            code_asked_for(Client(), email)
        page = Client().post("/account/login/code/", {"email": email}).content.decode()
        pages.append(re.sub(r'value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    assert "Wacht een uur" in pages[0]


def test_signing_up_is_counted_with_signing_in(cast: Cast) -> None:
    for _ in range(HOURLY):
        code_asked_for(Client(), "nieuw@mail.example")
    mail.outbox.clear()
    answer = Client().post("/account/signup/", {"email": "nieuw@mail.example"})
    assert answer.status_code == 429
    assert not mail.outbox


def test_others_behind_the_same_address_still_sign_in(cast: Cast) -> None:
    """A day centre: thirty people, one address, one of whom asks far too often."""
    for _ in range(40):
        code_asked_for(Client(), "te.vaak@mail.example")
    for number in range(30):
        assert code_asked_for(Client(), f"bezoeker{number}@mail.example") == 302


def test_one_client_cannot_mail_everyone(cast: Cast) -> None:
    most = Limit.MAIL_BY_CLIENT.value[0].times
    sent = [code_asked_for(Client(), f"adres{n}@mail.example") for n in range(most + 5)]
    assert sent == [302] * most + [429] * 5
    elsewhere = Client(REMOTE_ADDR="192.0.2.1")
    assert code_asked_for(elsewhere, "adres1@mail.example") == 302


def test_allauth_counts_in_the_database(cast: Cast, settings: Any) -> None:
    assert isinstance(caches["default"], DatabaseCache)
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "2/m/key"}
    statuses = [code_asked_for(Client(), "iemand@mail.example") for _ in range(3)]
    assert statuses == [302, 302, 200]  # the form again, with the refusal
    assert len(mail.outbox) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits_sharedcacheentry")
        assert cursor.fetchone()[0] > 0


def test_the_cache_of_the_web_role_keeps_and_forgets(db: None) -> None:
    cache.set("a", [1, 2], 60)
    assert cache.get("a") == [1, 2]
    assert not cache.add("a", 3)
    cache.delete("a")
    assert cache.get("a") is None


# Drafts and questions.


def begin(client: Client, **more: str) -> str:
    told = {"for_whom": "other", "given_name": "Riet", "later": "1"}
    return client.post("/hulp-vragen/voor-wie/", told, **more).content.decode()


def test_drafts_of_visitors_are_limited_per_client(cast: Cast) -> None:
    most = Limit.DRAFTS_BY_CLIENT.value[0].times
    for _ in range(most):
        begin(Client())
    page = begin(Client())
    assert AskDraft.objects.count() == most
    assert "Dit is in korte tijd heel vaak gedaan" in page
    assert 'value="Riet"' in page  # what was typed is still in the form
    begin(Client(REMOTE_ADDR="192.0.2.1"))
    assert AskDraft.objects.count() == most + 1


def test_going_on_with_a_draft_is_not_counted(cast: Cast) -> None:
    client = Client()
    for _ in range(Limit.DRAFTS_BY_CLIENT.value[0].times + 3):
        begin(client)
    assert AskDraft.objects.count() == 1


# Whose address a request has.


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "203.0.113.9"),
        (0, "198.51.100.1", "203.0.113.9"),  # anyone can send the header
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),  # the client sent the first one itself
        (2, "6.6.6.6, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "203.0.113.9"),  # it did not come through both
        (1, "nonsense", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2::7]", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.1", "198.51.100.1"),
    ],
)
def test_whose_address_it_is(
    settings: Any, proxies: int, forwarded: str, expected: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="203.0.113.9", headers={"X-Forwarded-For": forwarded}
    )
    assert client_address(request) == expected


def test_a_socket_has_no_address() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) == UNKNOWN


def test_a_made_up_header_makes_nobody_another(cast: Cast) -> None:
    most = Limit.MAIL_BY_CLIENT.value[0].times
    statuses = {
        code_asked_for(
            Client(), f"adres{number}@mail.example", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}"
        )
        for number in range(most + 1)
    }
    assert statuses == {302, 429}


@pytest.mark.parametrize("text", ["-1", "two", "", "1.5", "10", "٣", " 1", "1e1"])
def test_a_nonsense_number_of_proxies_stops_the_start(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="SAMENSPEL_PROXIES"):
        proxy_count(text)


def test_a_number_of_proxies_is_taken() -> None:
    assert [proxy_count(text) for text in ("0", "1", "9")] == [0, 1, 9]


@pytest.mark.parametrize(
    ("backend", "refused"),
    [
        ("django.core.cache.backends.locmem.LocMemCache", True),
        ("django.core.cache.backends.dummy.DummyCache", True),
        ("django.core.cache.backends.db.DatabaseCache", False),
        ("django.core.cache.backends.redis.RedisCache", False),
    ],
)
def test_a_cache_that_counts_per_process_is_refused(backend: str, refused: bool) -> None:
    if not refused:
        refuse_uncounted(backend)
        return
    with pytest.raises(ImproperlyConfigured, match="SAMENSPEL_CACHE_URL"):
        refuse_uncounted(backend)
