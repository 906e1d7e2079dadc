"""A second decider: the written policy over the facts of a drawn world."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from tests.access.random_world import LEGAL_KINDS, RandomWorld, Thing

_WRITTEN = tomllib.loads(Path(__file__).with_name("written_policy.toml").read_text())
KINDS: Mapping[str, list[str]] = _WRITTEN["kinds"]
POLICY: Mapping[str, Mapping[str, str]] = _WRITTEN["permissions"]
SHARED = ("circle", "neighbourhood")


class WrittenPolicy:
    """Decides in one world by the table, or by another table in its place."""

    def __init__(
        self, world: RandomWorld, policy: Mapping[str, Mapping[str, str]] = POLICY
    ) -> None:
        self.world, self.policy = world, policy
        self.open_circles = {
            thing.subject: thing
            for thing in world.of_kind("circle")
            if not thing.facts["closed"]
        }

    def allows(self, actor: UUID, permission: str, thing: Thing) -> bool:
        """Say whether someone may do this with this thing."""
        return self.is_granted(self.relations(actor, thing), actor, permission, thing)

    def is_granted(
        self, relations: set[str], actor: UUID, permission: str, thing: Thing
    ) -> bool:
        """Say whether one of these relations gives a permission."""
        takes = self.policy[permission]
        return any(
            takes[relation] == "always"
            or thing.subject is None
            or self.is_open(relation, actor, takes[relation], thing)
            for relation in relations & set(takes)
        )

    def is_open(self, relation: str, actor: UUID, category: str, thing: Thing) -> bool:
        """Say whether the person opened a category to them, or to their organisation."""
        assert thing.subject is not None
        to = [actor]
        if relation == "coordinator" and thing.organisation:
            to.append(thing.organisation)
        return any(
            self.world.consents.get((thing.subject, one, category)) == "now" for one in to
        )

    def relations(self, actor: UUID, thing: Thing) -> set[str]:
        """Return what someone is to a thing now; nothing when shut out or when it is over."""
        if thing.subject is not None and (thing.subject, actor) in self.world.blocks:
            return set()
        if self._is_over(thing):
            return set()
        found = getattr(self, f"_to_{thing.kind}")(actor, thing)
        if thing.subject is not None and self._speaks(thing.subject, actor, LEGAL_KINDS):
            found.add("legal")
        return found

    @staticmethod
    def _is_over(thing: Thing) -> bool:
        circle = thing.facts.get("circle", thing)
        return isinstance(circle, Thing) and bool(circle.facts.get("closed"))

    def _speaks(self, subject: UUID, actor: UUID, kinds: tuple[str, ...]) -> bool:
        return any(self.world.speaks.get((subject, actor, kind)) == "now" for kind in kinds)

    def _coordinates(self, actor: UUID, organisation: UUID | None) -> set[str]:
        state = organisation and self.world.jobs.get((actor, organisation, "coordinator"))
        return {"coordinator"} if state == "now" else set()

    def _around(self, actor: UUID, circle: Thing) -> set[str]:
        role, state = self.world.seats.get((circle.id, actor), ("", ""))
        if state != "taken":
            return set()
        return {role, "regisseur"} if circle.facts["regisseur"] == actor else {role}

    def _to_circle(self, actor: UUID, circle: Thing) -> set[str]:
        return {"self"} if circle.subject == actor else self._around(actor, circle)

    def _to_seat(self, actor: UUID, seat: Thing) -> set[str]:
        circle = seat.facts["circle"]
        assert isinstance(circle, Thing)
        _role, state = (
            self.world.seats[circle.id, actor] if seat.facts["person"] == actor else ("", "")
        )
        return {"invited"} if state == "invited" else set()

    def _to_question(self, actor: UUID, question: Thing) -> set[str]:
        found = self._coordinates(actor, question.organisation)
        if question.subject == actor:
            return found | {"self"}
        circle = self.open_circles.get(question.subject)
        if circle and question.facts["who_may_know"] in SHARED:
            found |= self._around(actor, circle)
        return found | self._asked(actor, question)

    def _asked(self, actor: UUID, question: Thing) -> set[str]:
        if question.facts["asker"] != actor or question.subject == actor:
            return set()
        assert question.subject is not None
        together = self._speaks(question.subject, actor, ("with_consent",))
        return {"asker", "spokesperson"} if together else {"asker"}

    def _to_proposal(self, actor: UUID, proposal: Thing) -> set[str]:
        question = proposal.facts["question"]
        assert isinstance(question, Thing)
        found = self._coordinates(actor, proposal.organisation) | self._asked(actor, question)
        if proposal.facts["helper"] == actor:
            found.add("helper")
        return found | ({"self"} if proposal.subject == actor else set())

    def _to_round(self, actor: UUID, matching_round: Thing) -> set[str]:
        return self._coordinates(actor, matching_round.organisation)

    def _to_offer(self, actor: UUID, offer: Thing) -> set[str]:
        found = self._coordinates(actor, offer.organisation)
        return found | ({"helper"} if offer.subject == actor else set())

    def _to_placement(self, actor: UUID, placement: Thing) -> set[str]:
        return self._coordinates(actor, placement.organisation)
