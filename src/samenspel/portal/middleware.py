"""What every page must know about the person who is signed in, asked for in one query."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from samenspel.core.clock import now
from samenspel.core.compiled_reads import CompiledRead
from samenspel.organisations import reads as organisation_reads
from samenspel.people import reads as people_reads
from samenspel.portal.typed_requests import MenuRequest
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
            ((job_roles, visit.has_offer),) = _facts(visit.actor.pk, at=now())
            visit.job_roles = frozenset(job_roles)
        return self.get_response(request)


@CompiledRead
def _facts(person_id: UUID, at: datetime) -> QuerySet[Any, Any]:
    return people_reads.facts_about(
        person_id, organisation_reads.job_roles_held(at), offers.has_standing_offer()
    )
