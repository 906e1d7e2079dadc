"""Setting up organisations and appointing people."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from samenspel.core.locked_rows import lock_and_set, lock_or_create, lock_word
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
    lock_word("organisation", "takes new questions")
    if takes_new_questions:
        Organisation.objects.filter(takes_new_questions=True).exclude(name=name).update(
            takes_new_questions=False
        )
    values = {
        "kind": kind,
        "takes_new_questions": takes_new_questions,
        **{
            key: one_line(value, field=key) if isinstance(value, str) else value
            for key, value in details.items()
        },
    }
    organisation, _created = lock_and_set(
        Organisation.objects.all(), values, name=one_line(name, field="name")
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
    employment, _created = lock_or_create(
        Employment.objects.all(),
        {"valid_from": valid_from, "job_title": job_title},
        person_id=person_id,
        organisation=organisation,
        job_role=job_role,
        valid_until=None,
    )
    return employment
