"""What every page must know about the person who is signed in, asked for in one query."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse

from samenspel.core.clock import now
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.portal.requests import MenuRequest
from samenspel.volunteering.reads import offers


class MenuFactsMiddleware:
    """Sets ``request.job_roles`` and ``request.has_offer`` for the menu and the second factor.

    Each room gives its own expression; together they are one query about the person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        visit = cast(MenuRequest, request)
        visit.job_roles, visit.has_offer = frozenset(), False
        if visit.actor is not None:
            job_roles, visit.has_offer = people_reads.ask_about(
                visit.actor.pk,
                organisation_reads.job_roles_held(now()),
                offers.has_standing_offer(),
            )
            visit.job_roles = frozenset(job_roles)
        return self.get_response(request)
