"""What was agreed for one seat, as plain values for the room that looks after it."""

from uuid import UUID

from samenspel.circles.models import RoleAgreement
from samenspel.circles.types import AgreementTerms, Moment
from samenspel.vocabulary.week import Weekday


def find_terms(*, subject_id: UUID, person_id: UUID) -> AgreementTerms | None:
    """Return the agreement in force of a member around a person, agreed to or only proposed.

    The calling room has decided that its actor may read it.
    """
    agreement = (
        RoleAgreement.objects.filter(
            membership__circle__subject_id=subject_id,
            membership__circle__closed_at__isnull=True,
            membership__person_id=person_id,
            membership__left_at__isnull=True,
            ended_at__isnull=True,
        )
        .order_by("-proposed_at", "pk")
        .first()
    )
    if agreement is None:
        return None
    moments = agreement.moments.order_by("weekday", "starts_at")
    return AgreementTerms(
        does=agreement.does,
        does_not=agreement.does_not,
        review_on=agreement.review_on,
        starts_on=agreement.starts_on,
        trial_until=agreement.trial_until,
        own_view=agreement.own_view,
        if_difficult=agreement.if_difficult,
        moments=tuple(
            Moment(Weekday(moment.weekday), moment.starts_at, moment.ends_at)
            for moment in moments
        ),
    )
