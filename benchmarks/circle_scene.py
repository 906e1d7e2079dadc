"""A circle with twelve members and what one look at its page costs (see circle_page.py)."""

import os
import platform
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, make_areas, make_person

from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.organisations import services as organisations
from samenspel.organisations.types import OrganisationKind
from samenspel.runner import gunicorn_settings

QUERIES_ALLOWED = 12
CPU_ALLOWED_MS = 15.0  # on an idle machine of two cores, where an empty page costs some 8.6
LOOKS = 60
WARM_UP = 10
MEMBERS = 12


def measure(look: Callable[[], Any]) -> dict[str, float]:
    """Return median CPU and wall milliseconds of one look."""
    for _ in range(WARM_UP):
        look()
    cpu, wall = [], []
    for _ in range(LOOKS):
        before, began = time.process_time(), time.perf_counter()
        look()
        cpu.append(1000 * (time.process_time() - before))
        wall.append(1000 * (time.perf_counter() - began))
    return {
        "cpu_ms": round(statistics.median(cpu), 2),
        "wall_ms": round(statistics.median(wall), 2),
    }


def fill() -> tuple[Any, str]:
    """Write a circle with twelve members; return a signed-in client and the page's address."""
    make_areas()
    organisations.set_up_organisation(
        name="Proefhulp", kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
    )
    joost = make_person("Joost", "Testerink")
    circle = membership.open_circle(actor=joost, subject_id=joost.pk, at=NOON)
    for number in range(MEMBERS):
        person = make_person(f"Lid{number}", "Proefstra")
        invited = membership.invite(
            actor=joost,
            circle_id=circle.pk,
            new_seat=NewSeat(person.pk, SeatRole.CARER),
            at=NOON,
        )
        membership.answer_invitation(actor=person, membership_id=invited.pk, yes=True, at=NOON)
        consents.change_consent(
            actor=joost,
            circle_id=circle.pk,
            person_id=person.pk,
            categories=set(DataCategory),
            at=NOON,
        )
        terms = AgreementTerms("Koken.", "", NOON.date().replace(year=2030))
        agreements.propose_agreement(
            actor=joost, circle_id=circle.pk, person_id=person.pk, terms=terms, at=NOON
        )
    client = Client()
    client.force_login(person.account)
    return client, f"/kringen/{circle.pk}/"


def run() -> dict[str, Any]:
    """Measure the page of a member of the circle."""
    client, address = fill()
    gunicorn_settings.when_ready(None)  # as the web server does before its first page

    def circle() -> None:
        assert client.get(address).status_code == 200

    def empty() -> None:
        assert client.get("/zo-werkt-het/").status_code == 200

    def queries(look: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            look()
        return len(captured)

    circle()
    counts = queries(circle), queries(empty)
    page, shell = measure(circle), measure(empty)
    return {
        "benchmark": "circle-page",
        "members": MEMBERS,
        "looks": LOOKS,
        "queries": counts[0],
        "queries_of_an_empty_page": counts[1],
        **page,
        "cpu_ms_of_an_empty_page": shell["cpu_ms"],
        "cpu_over_an_empty_page": round(page["cpu_ms"] / shell["cpu_ms"], 2),
        "wall_ms_of_an_empty_page": shell["wall_ms"],
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "met": counts[0] <= QUERIES_ALLOWED and page["cpu_ms"] <= CPU_ALLOWED_MS,
    }
