"""Which rows the second wall shows to whom, written by hand over the facts of a drawn world.

Coarser than the written policy: it knows no permissions, and a yes that begins later counts.
"""

from __future__ import annotations

from uuid import UUID

from tests.access.random_world import LEGAL_KINDS, RandomWorld, Thing
from tests.access.written_policy import SHARED, WrittenPolicy

NOTES_OF = {
    "daily_life": {"carer", "neighbour", "volunteer", "professional"},
    "health": {"carer", "professional"},
    "money": {"carer", "professional"},
}


class WrittenWall(WrittenPolicy):
    """Says for each row of the four tables whether someone may reach it."""

    def __init__(self, world: RandomWorld) -> None:
        super().__init__(world)
        self.work = {
            (person, organisation)
            for (person, organisation, job), state in world.jobs.items()
            if job == "coordinator" and state == "now"
        }
        self.put_to = {
            (proposal.facts["helper"], proposal.facts["question"])
            for proposal in world.of_kind("proposal")
            if proposal.facts["state"] != "proposed"
        }

    def _opened(self, subject: UUID, category: str, to: list[UUID]) -> bool:
        return any(
            self.world.consents.get((subject, one, category)) in ("now", "later") for one in to
        )

    def _organisations_of(self, actor: UUID) -> list[UUID]:
        return [organisation for person, organisation in self.work if person == actor]

    def _is_shut_out(self, actor: UUID, subject: UUID) -> bool:
        return (subject, actor) in self.world.blocks

    def shows_question(self, actor: UUID, question: Thing) -> bool:
        """About them, asked by them, in their hands by law, or opened, or put to them."""
        subject = question.subject
        assert subject is not None
        if subject == actor or self._is_shut_out(actor, subject):
            return subject == actor
        mine = self._organisations_of(actor)
        circle = self.open_circles.get(subject)
        return (
            question.facts["asker"] == actor
            or self._speaks(subject, actor, LEGAL_KINDS)
            or (
                question.organisation in mine
                and self._opened(subject, "questions", [actor, *mine])
            )
            or (actor, question) in self.put_to
            or bool(
                circle
                and question.facts["who_may_know"] in SHARED
                and self._around(actor, circle)
                and self._opened(subject, "questions", [actor])
            )
        )

    def shows_note(self, actor: UUID, circle: Thing, category: str) -> bool:
        """Of their own circle, or of an open one by law or by a seat and a yes."""
        subject = circle.subject
        assert subject is not None
        if subject == actor:
            return True
        if circle.facts["closed"] or self._is_shut_out(actor, subject):
            return False
        return self._speaks(subject, actor, LEGAL_KINDS) or (
            bool(self._around(actor, circle) & NOTES_OF[category])
            and self._opened(subject, category, [actor])
        )

    def shows_consent(self, actor: UUID, subject: UUID, grantee: UUID) -> bool:
        """Given by them, to them, to where they coordinate, or in what they oversee."""
        if subject == actor or self._is_shut_out(actor, subject):
            return subject == actor
        circle = self.open_circles.get(subject)
        together = self._speaks(subject, actor, ("with_consent",))
        return (
            grantee == actor
            or (actor, grantee) in self.work
            or self._speaks(subject, actor, LEGAL_KINDS)
            or bool(circle and self._around(actor, circle) & {"carer", "regisseur"})
            or (together and grantee in self.world.organisations)
        )

    def shows_proposal(self, actor: UUID, proposal: Thing) -> bool:
        """About them, asked by them, for them to help, or made where they coordinate."""
        subject, question = proposal.subject, proposal.facts["question"]
        assert subject is not None
        assert isinstance(question, Thing)
        return not self._is_shut_out(actor, subject) and (
            actor in {subject, proposal.facts["helper"], question.facts["asker"]}
            or (actor, proposal.organisation) in self.work
            or self._speaks(subject, actor, LEGAL_KINDS)
        )
