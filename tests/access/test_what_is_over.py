"""What is over opens for nobody: no address, no list, no button."""

import pytest
from django.urls import get_resolver
from tests.access.test_matrix import GET, POST
from tests.access.world import WHO, World, client_of
from tests.cast import NOON
from tests.support.routes import routes

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.models import Circle, Membership
from samenspel.core.clock import now

OF_A_CIRCLE = sorted(
    name
    for name, pattern in routes(get_resolver())
    if set(pattern.pattern.converters) & {"circle_id", "membership_id", "agreement_id"}
)


def answers(world: World, route: str) -> dict[str, int]:
    """Return what a route answers to everyone who is signed in."""
    method = "get" if route in GET else "post"
    return {
        who: getattr(client_of(world, who), method)(world.url(route), {}).status_code
        for who in WHO
        if who != "anonymous"
    }


@pytest.mark.parametrize("route", OF_A_CIRCLE)
def test_no_address_of_a_closed_circle_opens(world: World, route: str) -> None:
    assert route in GET | POST
    assert set(answers(world, route).values()) != {404}, "it opens for someone before the end"
    Circle.objects.update(closed_at=NOON)
    assert set(answers(world, route).values()) == {404}


def test_nobody_may_do_anything_with_a_closed_circle(world: World) -> None:
    circle, seats = world.cast.circle, list(Membership.objects.all())
    everyone = world.cast.everyone().values()

    def allowed() -> set[tuple[str, Permission]]:
        return {
            (type(target).__name__, each)
            for target in (circle, *seats)
            for person in everyone
            for each in Permission
            if access.decide(person, each, target, now()).allowed
        }

    before = allowed()
    assert ("Circle", Permission.CIRCLE_VIEW) in before
    assert ("Membership", Permission.SEAT_ANSWER) in before
    Circle.objects.update(closed_at=NOON)
    circle.refresh_from_db()
    seats = list(Membership.objects.all())
    assert allowed() == set()
