"""Who gets what at every address. A new route without a row here fails the build."""

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from tests.access.world import WHO, World, client_of
from tests.cast import represent
from tests.support.routes import KEPT_BY_ALLAUTH, routes

# One letter per person, in the order of WHO: y = served, . = 404 (anonymous: to sign-in).
#                                        j f e n b d w s a
GET = {
    "access:who_looked":                "y y y y y y y y .",
    "circles:agreement":                "y y . y . . . . .",
    "circles:change":                   "y y . y . . . . .",  # members may leave there
    "circles:change_own":               "y y y y y y y y .",
    "circles:consent":                  "y . . . . . . . .",
    "circles:note":                     "y y . . . . . . .",
    "circles:seat_invitation":          ". . y . . . . . .",
    "demo:roles":                       ". . . . . . . . .",
    "matching:certificate":             ". . . . y . . . .",
    "matching:introduction":            "y . . . . . . . .",
    "matching:invitation":              ". . y . . . . . .",
    "matching:invitations":             "y y y y y y y y .",
    "matching:match_table":             ". . . . y . . . .",
    "matching:round":                   ". . . . y y . . .",
    "needs:ask":                        "y y y y y y y y y",
    "needs:ask_done":                   "y y y y y y y y y",
    "needs:ask_resume":                 "y y y y y y y y y",
    "needs:ask_saved":                  "y y y y y y y y y",
    "needs:ask_step":                   "y y y y y y y y y",
    "needs:by_phone":                   ". . . . y y . . .",
    "needs:follow":                     "y y y y y y y y .",
    "needs:question":                   "y y . . y . . . .",
    "needs:questions":                  "y y y y y y y y .",
    "notifications:letters":            ". . . . y y . . .",
    "own_data:forget":                  "y y y y y y y y .",
    "own_data:page":                    "y y y y y y y y .",
    "own_data:take_along":              "y y y y y y y y .",
    "placements:follow_up":             ". . . . y . . . .",
    "portal:accessibility":             "y y y y y y y y y",
    "portal:circle":                    "y y . y . . . . .",
    "portal:circles":                   "y y y y y y y y .",
    "portal:front":                     "y y y y y y y y y",
    "portal:home":                      "y y y y y y y y .",
    "portal:how":                       "y y y y y y y y y",
    "portal:privacy":                   "y y y y y y y y y",
    "portal:simple":                    "y y y y y y y y .",
    "portal:unwell":                    "y y y y y y y y .",
    "portal:work_list":                 ". . . . y y . . .",
    "styleguide":                       "y y y y y y y y y",
    "volunteering:helper":              ". . . . y . . . .",
    "volunteering:helpers":             ". . . . y y . . .",
    "volunteering:join":                "y y y y y y y y y",
    "volunteering:join_done":           "y y y y y y y y y",
    "volunteering:own_offer":           "y y y y y y y y .",
}  # fmt: skip
POST = {
    "circles:holders":                  "y . . . . . . . .",
    "circles:invite":                   "y . . . . . . . .",
    "circles:leave":                    "y y . y . . . . .",
    "circles:remove":                   "y . . . . . . . .",
    "circles:sign":                     "y y . . . . . . .",
    "circles:withdraw":                 "y . . . . . . . .",
    "demo:enter":                       ". . . . . . . . .",
    "matching:answer_by_phone":         ". . . . y . . . .",
    "matching:contacted":               ". . . . y . . . .",
    "matching:helper_by_phone":         ". . . . y . . . .",
    "matching:helper_words":            "y . . . y . . . .",
    "matching:hold":                    ". . . . y . . . .",
    "matching:introduce":               ". . . . y . . . .",
    "matching:propose_other":           ". . . . y . . . .",
    "matching:release":                 ". . . . y . . . .",
    "matching:round_start":             ". . . . y y . . .",
    "matching:unsuitable":              ". . . . y . . . .",
    "needs:question_neighbourhood":     "y . . . y . . . .",
    "needs:question_note":              "y . . . y . . . .",
    "needs:question_take":              "y y . . . . . . .",
    "needs:question_withdraw":          "y . . . y . . . .",
    "own_data:end_asking":              "y . . . . . . . .",
    "own_data:let_back":                "y y y y y y y y .",
    "own_data:shut_out":                "y . . . . . . . .",
    "own_data:stop_showing":            "y y y y y y y y .",  # only of oneself
    "own_data:take_back":               ". . . . . . . . .",  # nobody answered for another
    "placements:contacted":             ". . . . y . . . .",
    "placements:end":                   ". . . . y . . . .",
    "placements:lasting":               ". . . . y . . . .",
    "set_language":                     "y y y y y y y y y",
    "volunteering:pause":               ". . y . . . . . .",
}  # fmt: skip
ANYONE_AT_ALLAUTH = {
    "account_login", "account_signup", "account_inactive", "account_reset_password",
    "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_request_login_code",
    "account_confirm_login_code", "account_email_verification_sent", "mfa_authenticate",
    "mfa_login_webauthn", "account_logout",
}  # fmt: skip
WITH_A_KEY = {
    "mfa_remove_webauthn", "mfa_edit_webauthn", "account_reset_password_from_key",
}  # fmt: skip


def letter(world: World, route: str, who: str, method: str) -> str:
    """Return what this person gets: y served, . refused; anything else is told in full."""
    with transaction.atomic():
        answer = getattr(client_of(world, who), method)(
            world.url(route), world.data.get(route, {})
        )
        transaction.set_rollback(True)
    to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith(
        reverse("account_login")
    )
    if answer.status_code == 404 or to_sign_in:
        return "."
    return "y" if answer.status_code in (200, 302) else f"[{answer.status_code}]"


def test_every_route_has_a_row() -> None:
    known = {name for name, _pattern in routes(get_resolver())}
    own = {name for name in known if not name.startswith(KEPT_BY_ALLAUTH)}
    listed = set(GET) | set(POST)
    assert own == listed, (
        f"new: {sorted(own - listed)}, gone: {sorted(listed - own)}. Give each new route a row"
        " in GET or POST of tests/access/test_matrix.py: who is served there, in the order of"
        " WHO, y or a dot"
    )
    assert not set(GET) & set(POST), "a route stands in GET or in POST"


def found(world: World, rows: dict[str, str], method: str) -> dict[str, str]:
    return {route: " ".join(letter(world, route, who, method) for who in WHO) for route in rows}


def differences(found: dict[str, str], rows: dict[str, str]) -> list[str]:
    """Return who gets what they should not, or does not get what they should."""
    return [
        f"{route}: {who} gets {'the page' if now == 'y' else now.replace('.', 'nothing')}, and"
        f" the row says {'served' if said == 'y' else 'not served'}"
        for route, row in rows.items()
        for who, now, said in zip(WHO, found[route].split(), row.split(), strict=True)
        if now != said
    ]


MEND = "mend the rule (access/rules.py), what the read or service asks for, or the row"


def test_who_gets_which_page(world: World) -> None:
    wrong = differences(found(world, GET, "get"), GET)
    assert not wrong, f"{wrong}: {MEND}"


def test_who_may_do_what(world: World) -> None:
    wrong = differences(found(world, POST, "post"), POST)
    assert not wrong, f"{wrong}: {MEND}"


def test_a_row_that_differs_is_named() -> None:
    """Negative control: one person too many, one too few, and an answer that breaks."""
    row = dict.fromkeys(WHO, ".") | {"joost": "y"}
    now = dict.fromkeys(WHO, ".") | {"fatma": "y", "els": "[500]"}
    said = differences(
        {"portal:circle": " ".join(now.values())}, {"portal:circle": " ".join(row.values())}
    )
    assert said == [
        "portal:circle: joost gets nothing, and the row says served",
        "portal:circle: fatma gets the page, and the row says not served",
        "portal:circle: els gets [500], and the row says not served",
    ]


FOR_A_REPRESENTATIVE = {
    "circles:agreement",
    "circles:change",
    "circles:consent",
    "circles:holders",
    "circles:invite",
    "circles:note",
    "circles:remove",
    "circles:sign",
    "circles:withdraw",
    "matching:helper_words",
    "matching:introduction",
    "needs:question",
    "needs:question_neighbourhood",
    "needs:question_note",
    "needs:question_take",
    "needs:question_withdraw",
    "portal:circle",
}
"""What opens for someone because they may decide for Joost by law, and for no other reason."""


def test_what_opens_for_a_legal_representative(world: World) -> None:
    def opened() -> set[str]:
        return {
            route
            for rows, method in ((GET, "get"), (POST, "post"))
            for route in rows
            if letter(world, route, "wil", method) == "y"
        }

    before = opened()
    represent(world.cast, world.cast.wil)
    found = opened() - before
    assert found == FOR_A_REPRESENTATIVE, (
        f"{sorted(found ^ FOR_A_REPRESENTATIVE)}: {MEND} in FOR_A_REPRESENTATIVE"
    )


def test_sign_in_pages_of_others_ask_to_sign_in(client: Client, db: None) -> None:
    guarded = (
        {
            name
            for name, pattern in routes(get_resolver())
            if name.startswith(KEPT_BY_ALLAUTH) and not pattern.pattern.converters
        }
        - ANYONE_AT_ALLAUTH
        - WITH_A_KEY
    )
    assert "mfa_index" in guarded
    for name in guarded:
        answer = client.get(reverse(name))
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith(reverse("account_login")), name


def test_sign_in_pages_answer(world: World) -> None:
    """allauth's pages in our dress: none of them falls over."""
    fatma = client_of(world, "fatma")
    for name, pattern in routes(get_resolver()):
        with_a_key = pattern.pattern.converters or name in WITH_A_KEY
        if name.startswith(KEPT_BY_ALLAUTH) and not with_a_key:
            assert fatma.get(reverse(name)).status_code < 500, name


def test_staff_without_second_factor_get_nowhere(world: World) -> None:
    world.cast.bram.account.authenticator_set.all().delete()
    answer = client_of(world, "bram").get(reverse("portal:work_list"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("mfa_index")
    (why,) = get_messages(answer.wsgi_request)
    assert "tweede manier" in str(why)


@pytest.mark.parametrize(
    ("rows", "method", "route", "who"),
    [
        (GET, "get", "portal:circle", "stranger"),
        (GET, "get", "portal:circle", "noor"),
        (POST, "post", "circles:withdraw", "fatma"),
    ],
)
def test_the_matrix_notices_a_wrong_row(
    rows: dict[str, str], method: str, route: str, who: str, world: World
) -> None:
    """Negative control: turn one letter round, and the row no longer equals what is found."""
    letters = rows[route].split()
    place = WHO.index(who)
    letters[place] = "." if letters[place] == "y" else "y"
    wrong = {route: " ".join(letters)}
    right = {route: rows[route]}
    assert found(world, wrong, method) == right != wrong


def test_staff_in_the_demo_need_no_factor_of_their_own(world: World) -> None:
    """Invented people have none; whoever is real needs one there too."""
    bram = world.cast.bram
    bram.account.authenticator_set.all().delete()

    def status_for_bram() -> int:
        return client_of(world, "bram").get(reverse("portal:work_list")).status_code

    with override_settings(DEMO=True):
        assert status_for_bram() == 302
        bram.is_synthetic = True
        bram.save(update_fields=["is_synthetic"])
        assert status_for_bram() == 200
    assert status_for_bram() == 302
