"""The job roles of whoever made a request, asked for once."""

from typing import cast

from django.http import HttpRequest

from samenspel.core.clock import now
from samenspel.organisations import reads as organisation_reads
from samenspel.people.requests import VisitorRequest


class _WithJobRoles(VisitorRequest):
    job_roles: frozenset[str]


def job_roles_of(request: HttpRequest) -> frozenset[str]:
    """Return the job roles the signed-in person holds now; none for a visitor."""
    visit = cast(_WithJobRoles, request)
    if not hasattr(visit, "job_roles"):
        actor = getattr(visit, "actor", None)
        held = organisation_reads.employments_of(actor.pk, now()) if actor else ()
        visit.job_roles = frozenset(employment.job_role for employment in held)
    return visit.job_roles
