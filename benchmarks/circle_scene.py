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
from samenspel.core import row_policies
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.database.roles import Role
from samenspel.organisations import services as organisations
from samenspel.organisations.types import OrganisationKind
from samenspel.runner import gunicorn_settings

QUERIES_ALLOWED = 12
CPU_ALLOWED_MS = 15.0  # on an idle machine of two cores, where an empty page costs some 8.6
LOOKS = 60
WARM_UP = 10
MEMBERS = 12
RLS_RATIO_ALLOWED = 1.2
TURNS = 6  # of LOOKS with and without row security
OTHERS = 400  # circles that the member of this one has nothing to do with


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
    for category in ("daily_life", "health", "money"):
        consents.write_note(
            actor=joost, circle_id=circle.pk, category=category, body="Koffie.", at=NOON
        )
    _fill_others()
    client = Client()
    client.force_login(person.account)
    return client, f"/kringen/{circle.pk}/"


def _fill_others() -> None:
    """Write circles of others with a consent and a note, so that the tables are not empty."""
    for number in range(OTHERS):
        other = make_person(f"Ander{number}", "Modelstra")
        circle = membership.open_circle(actor=other, subject_id=other.pk, at=NOON)
        consents.write_note(
            actor=other, circle_id=circle.pk, category="health", body="Thee.", at=NOON
        )


def run() -> dict[str, Any]:
    """Measure the page of a member of the circle."""
    with acting_for_system(Reason.COMMAND):
        client, address = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    take_role(Role.WEB)
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
    (wall_on, cpu_on), (wall_off, cpu_off) = compare_row_security(circle)
    rls_ratio = round(wall_on / wall_off, 3)
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
        "wall_ms_row_security_on": round(wall_on, 2),
        "wall_ms_row_security_off": round(wall_off, 2),
        "cpu_ms_row_security_on": round(cpu_on, 2),
        "cpu_ms_row_security_off": round(cpu_off, 2),
        "rls_ratio": rls_ratio,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rls_met": counts[0] <= QUERIES_ALLOWED and rls_ratio <= RLS_RATIO_ALLOWED,
        "met": counts[0] <= QUERIES_ALLOWED
        and page["cpu_ms"] <= CPU_ALLOWED_MS
        and rls_ratio <= RLS_RATIO_ALLOWED,
    }


def take_role(role: Role) -> None:
    """Go on as the web server, which policies hold for, or as the owner of the tables."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET SESSION ROLE {role.user}")


def compare_row_security(look: Callable[[], Any]) -> tuple[tuple[float, float], ...]:
    """Return median wall and CPU milliseconds of a look with row security and without.

    Without: the walls are down, and nothing is told to PostgreSQL either. In turns, so that a
    busy machine is busy for both.
    """
    tellers = list(connection.execute_wrappers)
    laps: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for turn in range(2 * TURNS):
        is_on = turn % 2 == 0
        take_role(Role.OWNER)
        with connection.cursor() as cursor:
            for label in sorted(row_policies.guarded()):
                table = label.lower().replace(".", "_")
                verb = "ENABLE" if is_on else "DISABLE"
                cursor.execute(f"ALTER TABLE {table} {verb} ROW LEVEL SECURITY")
        take_role(Role.WEB)
        connection.execute_wrappers[:] = tellers if is_on else []
        for _ in range(WARM_UP):
            look()
        for _ in range(LOOKS):
            before, began = time.process_time(), time.perf_counter()
            look()
            wall, cpu = time.perf_counter() - began, time.process_time() - before
            laps[is_on].append((1000 * wall, 1000 * cpu))
    connection.execute_wrappers[:] = tellers
    return tuple(
        (statistics.median(wall for wall, _ in each), statistics.median(cpu for _, cpu in each))
        for each in (laps[True], laps[False])
    )
