"""Setting up organisations and appointing people."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from samenspel.core.one_line import one_line
from samenspel.organisations.models import Employment, Organisation
from samenspel.organisations.types import JobRole, OrganisationKind


@transaction.atomic
def set_up_organisation(
    *, name: str, kind: OrganisationKind, takes_new_questions: bool = False, **details: Any
) -> Organisation:
    """Create an organisation, or return the one with this name.

    Only one organisation takes new questions from the public page; naming a new one moves it.
    """
    if takes_new_questions:
        Organisation.objects.filter(takes_new_questions=True).exclude(name=name).update(
            takes_new_questions=False
        )
    lines = {
        key: one_line(value, field=key) if isinstance(value, str) else value
        for key, value in details.items()
    }
    organisation, _created = Organisation.objects.update_or_create(
        name=one_line(name, field="name"),
        defaults={"kind": kind, "takes_new_questions": takes_new_questions, **lines},
    )
    return organisation


@transaction.atomic
def appoint(
    *,
    person_id: UUID,
    organisation: Organisation,
    job_role: JobRole,
    valid_from: date,
    job_title: str = "",
) -> Employment:
    """Give a person a job role; appointing someone again changes nothing."""
    employment, _created = Employment.objects.get_or_create(
        person_id=person_id,
        organisation=organisation,
        job_role=job_role,
        valid_until=None,
        defaults={"valid_from": valid_from, "job_title": one_line(job_title)},
    )
    return employment
