"""Who gets what at every address. A new route without a row here fails the build."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast, els_offers, make_person
from tests.support.routes import KEPT_BY_ALLAUTH, routes

from samenspel.circles.services import agreements, membership
from samenspel.circles.types import AgreementTerms, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.core.clock import now
from samenspel.matching.models import Proposal
from samenspel.matching.services import answers, decisions, rounds
from samenspel.matching.types import HelperAnswer, ReceiverAnswer
from samenspel.needs.services import asking, drafts
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.people.models import Person
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.volunteering import services as volunteering

WHO = ("joost", "fatma", "els", "noor", "bram", "dirk", "wil", "stranger", "anonymous")

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


@dataclass
class World:
    """The cast with something of everything an address can be about."""

    cast: Cast
    ids: dict[str, Any]
    data: dict[str, dict[str, Any]]

    def url(self, route: str) -> str:
        """Return the address of a route, filled in with the ids of this world."""
        by_route = {
            "matching:contacted": "introduced", "matching:invitation": "introduced",
            "matching:introduction": "introduced", "matching:answer_by_phone": "introduced",
            "matching:helper_by_phone": "introduced",
        }  # fmt: skip
        known = {**self.ids, "proposal_id": self.ids[by_route.get(route, "proposed")]}
        wanted = next(
            pattern.pattern.converters
            for name, pattern in routes(get_resolver())
            if name == route
        )
        return reverse(route, kwargs={key: known[key] for key in wanted})


@pytest.fixture
def world(cast: Cast) -> World:
    """Three questions (open, introduced, on trial), an invitation, an agreement to sign."""
    at = now()
    for name, kind in (("Gerrit", TaskType.DIGITAL), ("Mieke", TaskType.PETS)):
        helper = make_person(name, "Proefman")
        offering = els_offers(task_types=(kind,))
        volunteering.register_offer(person=helper, offering=offering, at=NOON)
    questions = {
        kind: asking.ask(
            asked_by=cast.joost,
            subject=cast.joost,
            question=Ask(
                own_words="Ik zou graag hulp hebben.",
                task_types=(kind,),
                windows=THURSDAY_AFTERNOON,
                place="Proefwijk",
                who_may_know=WhoMayKnow.NEIGHBOURHOOD,
                urgency=5,
            ),
            at=at - timedelta(days=1),
        )
        for kind in (TaskType.COMPANY, TaskType.DIGITAL, TaskType.PETS)
    }
    asked = rounds.request_round(actor=cast.bram, at=at)
    rounds.run_round(round_id=asked.pk, at=at)
    best = {
        proposal.question_id: proposal for proposal in Proposal.objects.filter(is_best=True)
    }
    introduced = best[questions[TaskType.COMPANY].pk]
    trial = best[questions[TaskType.PETS].pk]
    for proposal in (introduced, trial):
        decisions.introduce(actor=cast.bram, proposal_id=proposal.pk, at=at)
    answers.answer_as_helper(
        actor=trial.helper, proposal_id=trial.pk, answer=HelperAnswer.YES, at=at
    )
    answers.answer_as_receiver(
        actor=cast.joost,
        proposal_id=trial.pk,
        answer=ReceiverAnswer.YES,
        shared=[DataCategory.CONTACT],
        at=at,
    )
    invited = membership.invite(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        new_seat=NewSeat(cast.els.pk, SeatRole.NEIGHBOUR),
        at=at,
    )
    agreement = agreements.propose_agreement(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        person_id=cast.fatma.pk,
        terms=AgreementTerms("Koken.", "", (at + timedelta(days=60)).date()),
        at=at,
    )
    open_question = questions[TaskType.DIGITAL]
    token = drafts.save_draft(token=None, person=None, answers={}, at=at)
    return World(
        cast,
        {
            "agreement_id": agreement.pk,
            "category": "daily_life",
            "circle_id": cast.circle.pk,
            "introduced": introduced.pk,
            "key": "riet",
            "membership_id": invited.pk,
            "offer_id": cast.offer.pk,
            "person_id": cast.fatma.pk,
            "placement_id": trial.pk,
            "proposed": best[open_question.pk].pk,
            "question_id": open_question.pk,
            "round_id": asked.pk,
            "step": "voor-wie",
            "token": token,
        },
        {
            "circles:holders": {
                "regisseur": str(cast.noor.pk),
                "first_contact": str(cast.fatma.pk),
            },
            "matching:propose_other": {"offer": str(cast.offer.pk)},
            "set_language": {"language": "nl"},
        },
    )


def client_of(world: World, who: str) -> Client:
    client = Client()
    if who != "anonymous":
        person: Person = getattr(world.cast, who)
        client.force_login(person.account)
    return client


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
    assert own == set(GET) | set(POST)
    assert not set(GET) & set(POST)


def found(world: World, rows: dict[str, str], method: str) -> dict[str, str]:
    return {route: " ".join(letter(world, route, who, method) for who in WHO) for route in rows}


def test_who_gets_which_page(world: World) -> None:
    assert found(world, GET, "get") == GET


def test_who_may_do_what(world: World) -> None:
    assert found(world, POST, "post") == POST


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


def test_the_matrix_notices_a_wrong_row(world: World) -> None:
    """Negative control: a stranger is not served a circle, whatever a row would claim."""
    assert letter(world, "portal:circle", "stranger", "get") != "y"
