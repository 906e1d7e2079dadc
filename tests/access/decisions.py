"""Every way in which the product decides, compared with the written policy in drawn worlds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from tests.access.random_world import RandomWorld, Thing, draw
from tests.access.world_rows import NOTED, targets, write
from tests.access.written_policy import KINDS, WrittenPolicy
from tests.access.written_wall import WrittenWall

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.models import Circle, CircleNote
from samenspel.consent import reads as consent_reads
from samenspel.consent.models import Consent
from samenspel.core.errors import NotFoundError
from samenspel.core.row_security import Reason, acting_as, acting_for_system
from samenspel.matching.models import Proposal
from samenspel.needs.models import HelpQuestion
from samenspel.people.models import Person
from samenspel.volunteering.models import Offer

LISTS: Mapping[str, tuple[Any, str]] = {
    "circle": (Circle, "circle:view"),
    "offer": (Offer, "offer:view"),
    "question": (HelpQuestion, "question:view"),
}
"""Tables with a list that shows what one may see, and the permission that the list is of."""


class _UndoneError(Exception):
    """Ends the transaction of a world, so that nothing of it stays."""


@dataclass
class Compared:
    """How much was compared, what was allowed, and where two ways differ."""

    decisions: int = 0  # decide_all with the table
    of_its_kind: int = 0  # among them: permissions that are meant for such a thing
    by_decide: int = 0  # decide with the table
    in_lists: int = 0
    behind_wall: int = 0
    allowed: int = 0
    listed: int = 0
    shown: int = 0
    differences: list[str] = field(default_factory=list)

    def check(self, found: bool, written: bool, what: str) -> bool:
        """Note a difference; return what was found."""
        if found != written:
            self.differences.append(f"{what}: {found}, written is {written}")
        return found


def compare_world(
    seed: int,
    *,
    people: int,
    at: datetime,
    into: Compared,
    actors: int | None = None,
) -> None:
    """Draw a world, compare everything in it, and leave nothing behind.

    Everything is decided in the name of whoever asks, so behind the second wall; the objects
    were found before it.
    """
    world = draw(seed, people=people, at=at)
    try:
        with transaction.atomic():
            with acting_for_system(Reason.COMMAND):
                write(world)
                comparison = _Comparison(world, into, seed)
            for actor in comparison.actors[:actors]:
                comparison.compare(actor)
            raise _UndoneError
    except _UndoneError:
        return


@contextmanager
def written_world(
    seed: int, *, people: int, at: datetime, everything: bool = False
) -> Iterator[Callable[[], str]]:
    """Write a world, and give what compares it as it is then: the first row that is shown or
    hidden against what is written, or with ``everything`` the first decision or list as well;
    empty when there is none."""
    world = draw(seed, people=people, at=at)
    with transaction.atomic():
        with acting_for_system(Reason.COMMAND):
            write(world)
            comparison = _Comparison(world, Compared(), seed)
        yield comparison.first_of_everything if everything else comparison.first_wrong_row
        transaction.set_rollback(True)


def _passes_require(actor: Person, permission: Permission, target: Any, at: datetime) -> bool:
    try:
        access.require(actor, permission, target, at)
    except NotFoundError:
        return False
    return True


class _Comparison:
    def __init__(self, world: RandomWorld, into: Compared, seed: int) -> None:
        self.world, self.into, self.at = world, into, world.at
        self.dice = random.Random(seed)
        self.written, self.wall = WrittenPolicy(world), WrittenWall(world)
        self.targets = targets(world)
        self.actors = list(Person.objects.filter(pk__in=world.people).order_by("pk"))
        self.consents = {
            pk: (subject, person or organisation)
            for pk, subject, person, organisation in Consent.objects.values_list(
                "pk", "subject_id", "grantee_person_id", "grantee_organisation_id"
            )
        }
        self.notes = {
            (circle, category): pk
            for pk, circle, category in CircleNote.objects.values_list(
                "pk", "circle_id", "category"
            )
        }

    def compare(self, actor: Person) -> None:
        """Compare all that the product and PostgreSQL say to one person."""
        with acting_as(actor.pk):
            opened = {
                subject: consent_reads.open_consents(subject, self.at)
                for subject in self.world.people
            }
            for thing, target in self.targets.items():
                self._decide(actor, thing, target, opened)
            self._lists(actor)
            self._rows(actor)

    def first_wrong_row(self) -> str:
        """Return the first row of anyone that is not as written; empty when all are."""
        self.into.differences.clear()
        for actor in self.actors:
            with acting_as(actor.pk):
                self._rows(actor)
            if self.into.differences:
                return self.into.differences[0]
        return ""

    def first_of_everything(self) -> str:
        """Return the first difference of any kind; empty when there is none."""
        self.into.differences.clear()
        for actor in self.actors:
            self.compare(actor)
            if self.into.differences:
                return self.into.differences[0]
        return ""

    def _decide(self, actor: Person, thing: Thing, target: Any, opened: Any) -> None:
        roles = access.roles_towards(actor, target, self.at)
        consents = opened[thing.subject] if thing.subject else consent_reads.OpenConsents({})
        decided = access.decide_all(roles, actor, target, consents)
        relations = self.written.relations(actor.pk, thing)
        for permission, decision in decided.items():
            written = self.written.is_granted(relations, actor.pk, permission.value, thing)
            what = f"decide_all {permission.value} of {thing.kind} {thing.id} as {roles}"
            self.into.allowed += self.into.check(decision.allowed, written, what)
        self.into.decisions += len(decided)
        self.into.of_its_kind += len(KINDS[thing.kind])
        allowed = [each.value for each, one in decided.items() if one.allowed]
        some = {
            self.dice.choice(KINDS[thing.kind]),
            self.dice.choice(allowed or ["circle:view"]),
        }
        for permission in map(Permission, sorted(some)):
            written = self.written.is_granted(relations, actor.pk, permission.value, thing)
            what = f"{permission.value} of {thing.kind} {thing.id}"
            found = access.decide(actor, permission, target, self.at).allowed
            self.into.check(found, written, f"decide {what}")
            passed = _passes_require(actor, permission, target, self.at)
            self.into.check(passed, written, f"require {what}")
        self.into.by_decide += len(some)

    def _lists(self, actor: Person) -> None:
        """A list keeps to what is written by itself too, before the wall hides the rest."""
        for kind, (model, permission) in LISTS.items():
            visible = model.objects.visible_to(actor, self.at).values_list("pk", flat=True)
            with acting_for_system(Reason.COMMAND):
                before_the_wall = set(visible.all())
            behind_it = set(visible)
            for thing in self.world.of_kind(kind):
                written = self.written.allows(actor.pk, permission, thing)
                found = thing.id in behind_it
                what = f"list of {kind} {thing.id}"
                self.into.listed += self.into.check(found, written, what)
                self.into.check(
                    thing.id in before_the_wall, written, f"{what}, before the wall"
                )
                self.into.in_lists += 1

    def _rows(self, actor: Person) -> None:
        for model, written in (
            (HelpQuestion, self._questions(actor.pk)),
            (CircleNote, self._notes(actor.pk)),
            (Consent, self._consents(actor.pk)),
            (Proposal, self._proposals(actor.pk)),
        ):
            shown = set(model._default_manager.values_list("pk", flat=True))
            for pk, expected in written:
                what = f"rows of {model.__name__} {pk}"
                self.into.shown += self.into.check(pk in shown, expected, what)
                self.into.behind_wall += 1

    def _questions(self, actor: UUID) -> Iterator[tuple[Any, bool]]:
        for thing in self.world.of_kind("question"):
            yield thing.id, self.wall.shows_question(actor, thing)

    def _notes(self, actor: UUID) -> Iterator[tuple[Any, bool]]:
        for circle in self.world.of_kind("circle"):
            for category in NOTED:
                shows = self.wall.shows_note(actor, circle, category)
                yield self.notes[circle.id, category], shows

    def _consents(self, actor: UUID) -> Iterator[tuple[Any, bool]]:
        for pk, (subject, grantee) in self.consents.items():
            yield pk, self.wall.shows_consent(actor, subject, grantee)

    def _proposals(self, actor: UUID) -> Iterator[tuple[Any, bool]]:
        for thing in self.world.of_kind("proposal"):
            yield thing.id, self.wall.shows_proposal(actor, thing)
