"""Writing the read log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from samenspel.access.decide import Decision, Target
from samenspel.access.models import ReadLogEntry
from samenspel.access.rules import Permission
from samenspel.consent.types import DataCategory

if TYPE_CHECKING:
    from samenspel.people.rows import Person


def log_read(
    actor: Person,
    permission: Permission,
    target: Target,
    decision: Decision,
    *,
    at: datetime,
    categories: Iterable[DataCategory] = (),
) -> None:
    """Write down that the actor saw this, in the transaction that showed it.

    Looking at what is about oneself is not logged. Refused looks are not shown to the subject:
    they saw nothing.
    """
    if target.subject_id is None or target.subject_id == actor.pk or decision.role is None:
        return
    ReadLogEntry.objects.create(
        user=actor,
        client_id=target.subject_id,
        event=permission,
        categories=[category.value for category in categories],
        object_kind=target._meta.label_lower,
        object_id=target.pk,
        role=decision.role,
        organisation_id=decision.acting_for_id,
        reason=decision.reason,
        at=at,
    )
