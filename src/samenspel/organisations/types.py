"""Words about organisations that other rooms may use."""

from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

OrganisationId = UUID


class OrganisationKind(TextChoices):
    """What an organisation is for."""

    VOLUNTEER = "volunteer", _("volunteer organisation")
    CARERS = "carers", _("carers' support centre")
    CARE = "care", _("care provider")
    WELFARE = "welfare", _("welfare organisation")
    MUNICIPALITY = "municipality", _("municipality")
    COMPANY = "company", _("company")


class JobRole(TextChoices):
    """What a person does at an organisation."""

    COORDINATOR = "coordinator", _("coordinator")
    PROFESSIONAL = "professional", _("professional")
    POLICY_ADVISER = "policy_adviser", _("policy adviser")
    EDITOR = "editor", _("editor")


STAFF_JOB_ROLES = frozenset(
    {JobRole.COORDINATOR, JobRole.PROFESSIONAL, JobRole.POLICY_ADVISER, JobRole.EDITOR}
)
"""Job roles for which a second factor at sign-in is required."""
