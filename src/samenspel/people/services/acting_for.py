"""Who acts for whom, and whom someone shut out (docs/in-whose-name.md)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from samenspel.core.errors import DomainError
from samenspel.core.events import publish
from samenspel.core.locked_rows import lock_and_update, lock_or_create, lock_word
from samenspel.core.one_line import one_line
from samenspel.people.events import PersonShutOut, RepresentationEnded
from samenspel.people.models import Block, Representation
from samenspel.people.types import PersonId, RepresentationKind

if TYPE_CHECKING:
    from samenspel.people.models import Person


class RepresentationError(DomainError):
    """The person ended it that someone asks for them."""


@transaction.atomic
def record_representation(
    *,
    actor: Person,
    represented: Person,
    representative: Person,
    kind: RepresentationKind,
    relation: str,
    at: datetime,
) -> Representation:
    """Put on record that someone acts for another; repeating it changes nothing.

    Raises RepresentationError when the person ended it before: then only they, or whoever
    decides by law, can let it begin again.
    """
    lock_relation(represented_id=represented.pk, representative_id=representative.pk)
    if kind == RepresentationKind.WITH_CONSENT and actor != represented:
        _refuse_what_was_ended(represented, representative)
    representation, _created = lock_or_create(
        Representation.objects.all(),
        {
            "relation": one_line(relation, field="relation"),
            "valid_from": at.date(),
            "recorded_by": actor,
            "recorded_at": at,
        },
        represented=represented,
        representative=representative,
        kind=kind,
        valid_until=None,
        ended_at=None,
    )
    return representation


@transaction.atomic
def lock_relation(*, represented_id: PersonId, representative_id: PersonId) -> None:
    """Hold what is on record about who asks for whom: it begins and ends one at a time."""
    lock_word("representation", f"{represented_id} {representative_id}")


def _refuse_what_was_ended(represented: Person, representative: Person) -> None:
    earlier = Representation.objects.filter(
        represented=represented,
        representative=representative,
        kind=RepresentationKind.WITH_CONSENT,
    ).order_by("-recorded_at", "-pk")
    if represented.pk in earlier.values_list("ended_by", flat=True)[:1]:
        raise RepresentationError(
            _("%(name)s no longer wants you to ask for them. Talk about it together first.")
            % {"name": represented.given_name},
            code="ended_by_the_person",
            field="for_whom",
        )


@transaction.atomic
def end_representation(
    *, actor: Person, represented_id: PersonId, representative_id: PersonId, at: datetime
) -> int:
    """End it that someone asks together with a person, from this moment; say how many ended.

    What a court or a written mandate gave is not ended here. The caller has decided that the
    actor may. What waited in the person's name is theirs to answer again.
    """
    lock_relation(represented_id=represented_id, representative_id=representative_id)
    ended = (
        Representation.objects.in_force(at)
        .filter(
            represented_id=represented_id,
            representative_id=representative_id,
            kind=RepresentationKind.WITH_CONSENT,
        )
        .update(ended_at=at, ended_by=actor)
    )
    if ended:
        publish(RepresentationEnded(represented_id, representative_id, at))
    return ended


@transaction.atomic
def block(*, actor: Person, about_id: PersonId, at: datetime) -> None:
    """Shut someone out: beats every role and consent, at once. The other is not told.

    They ask nothing for the person any more either, not even once the block is taken back.
    """
    lock_or_create(Block.objects.all(), {"created_at": at}, by=actor, about_id=about_id)
    end_representation(actor=actor, represented_id=actor.pk, representative_id=about_id, at=at)
    publish(PersonShutOut(actor.pk, about_id, at))


@transaction.atomic
def unblock(*, actor: Person, about_id: PersonId) -> None:
    """Take a block back."""
    Block.objects.filter(by=actor, about_id=about_id).delete()


@transaction.atomic
def end_all(*, person: Person, at: datetime) -> None:
    """End whatever someone does for others, or others for them, on any ground."""
    theirs = Representation.objects.in_force(at).filter(
        Q(represented=person) | Q(representative=person)
    )
    lock_and_update(theirs, ended_at=at, ended_by=person)
