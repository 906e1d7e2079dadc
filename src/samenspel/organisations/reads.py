"""Who works where, and which organisation takes a question."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery

from samenspel.core.errors import NotFoundError
from samenspel.organisations.models import Employment, Organisation
from samenspel.organisations.types import JobRole, OrganisationId


def employments_of(person_id: UUID, at: datetime) -> tuple[Employment, ...]:
    """Return the job roles a person holds now, with their organisations, oldest first."""
    rows = (
        Employment.objects.in_force(at)
        .filter(person_id=person_id)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    return tuple(rows)


def job_roles_held(at: datetime) -> ArraySubquery:
    """Return an expression on a row of persons: the job roles each holds now."""
    held = Employment.objects.in_force(at).filter(person_id=OuterRef("pk"))
    return ArraySubquery(held.order_by("job_role").values("job_role"))


def organisations_where(
    person_id: UUID, job_role: JobRole, at: datetime
) -> frozenset[OrganisationId]:
    """Return the organisations at which a person holds this job role now."""
    rows = Employment.objects.in_force(at).filter(person_id=person_id, job_role=job_role)
    return frozenset(rows.values_list("organisation_id", flat=True))


def coordinated_by(person_id: UUID, at: datetime) -> QuerySet[Employment, Any]:
    """Return the ids of the organisations at which a person coordinates now, as a subquery."""
    return (
        Employment.objects.in_force(at)
        .filter(person_id=person_id, job_role=JobRole.COORDINATOR)
        .values("organisation_id")
    )


def all_organisations_of(person_id: UUID, at: datetime) -> frozenset[OrganisationId]:
    """Return every organisation a person works at now."""
    rows = Employment.objects.in_force(at).filter(person_id=person_id)
    return frozenset(rows.values_list("organisation_id", flat=True))


def acting_for(person_id: UUID, at: datetime) -> Subquery:
    """Return, to annotate rows with, the organisation in whose name a professional acts."""
    rows = Employment.objects.in_force(at).filter(person_id=person_id)
    return Subquery(rows.order_by("organisation_id").values("organisation_id")[:1])


def coordinators_of(organisation_id: OrganisationId, at: datetime) -> tuple[UUID, ...]:
    """Return the persons who coordinate at an organisation, longest there first."""
    rows = Employment.objects.in_force(at).filter(
        organisation_id=organisation_id, job_role=JobRole.COORDINATOR
    )
    return tuple(rows.order_by("valid_from", "pk").values_list("person_id", flat=True))


def intake_organisation() -> Organisation:
    """Return the organisation that takes new questions from the public page.

    Raises NotFoundError when none has been set up yet.
    """
    organisation = Organisation.objects.filter(takes_new_questions=True).first()
    if organisation is None:
        raise NotFoundError("No organisation takes new questions yet.")
    return organisation


def find_intake_organisation() -> Organisation | None:
    """Return the organisation that takes new questions, or None before set-up."""
    return Organisation.objects.filter(takes_new_questions=True).first()


def get_organisation(organisation_id: OrganisationId) -> Organisation:
    """Return the organisation; what is known about it is public."""
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise NotFoundError("This organisation does not exist.")
    return organisation


def find_organisation(name: str) -> Organisation | None:
    """Return the organisation with this name, in any case."""
    return Organisation.objects.filter(name__iexact=name.strip()).first()
