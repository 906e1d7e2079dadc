"""Worlds drawn at random with everything in them that a decision about access can turn on.

A world is drawn as plain facts first, which the written policy reads, and is then written into
the database as it is, past the services: they would refuse much of it, and rightly so.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

STATES = ("now", "now", "now", "ended", "expired", "later")
"""Of what holds for a time: it holds, was ended, ran out, or has yet to begin."""

CATEGORIES = ("people", "contact", "agenda", "questions", "daily_life", "health", "money")
SEAT_ROLES = ("carer", "neighbour", "volunteer", "professional")
LEGAL_KINDS = ("attorney", "mentor", "curator", "parent")
KINDS = (*LEGAL_KINDS, "bewindvoerder", "with_consent", "with_consent")
JOBS = ("coordinator", "coordinator", "professional", "editor")


@dataclass(frozen=True)
class Thing:
    """Something with an id; what else is true of it is among its facts."""

    id: UUID
    kind: str
    subject: UUID | None
    organisation: UUID | None = None
    facts: dict[str, object] = field(default_factory=dict, hash=False, compare=False)


@dataclass
class RandomWorld:
    """All facts, by what they are about."""

    at: datetime
    people: list[UUID]
    organisations: list[UUID]
    jobs: dict[tuple[UUID, UUID, str], str]
    blocks: set[tuple[UUID, UUID]]
    speaks: dict[tuple[UUID, UUID, str], str]
    seats: dict[tuple[UUID, UUID], tuple[str, str]]  # circle, person: role and state
    consents: dict[tuple[UUID, UUID, str], str]  # subject, person or organisation, category
    things: list[Thing]

    def of_kind(self, kind: str) -> list[Thing]:
        """Return the things of one kind."""
        return [thing for thing in self.things if thing.kind == kind]


def draw(seed: int, *, people: int, at: datetime) -> RandomWorld:
    """Return the world of this seed; the same seed, the same world."""
    return _Drawing(seed, people, at).world()


class _Drawing:
    def __init__(self, seed: int, people: int, at: datetime) -> None:
        self.dice = random.Random(seed)
        self.at = at
        self.people = [self.id() for _ in range(people)]
        self.organisations = [self.id() for _ in range(3)]

    def id(self) -> UUID:
        return UUID(int=self.dice.getrandbits(128), version=4)

    def someone(self, *but: UUID) -> UUID:
        return self.dice.choice([person for person in self.people if person not in but])

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def world(self) -> RandomWorld:
        count = len(self.people)
        pairs = [(self.someone(), self.someone()) for _ in range(count)]
        circles = [one for person in self.people[: count // 2] for one in self.circles(person)]
        seats = {
            (circle.id, self.someone(self.subject(circle))): (
                self.dice.choice(SEAT_ROLES),
                self.dice.choice(("taken", "taken", "taken", "invited", "left")),
            )
            for circle in circles
            for _ in range(6)
        }
        for circle in circles:
            around = [person for of, person in seats if of == circle.id]
            circle.facts["regisseur"] = self.dice.choice([self.subject(circle), *around])
        invitations = [
            Thing(self.id(), "seat", circle.subject, facts={"circle": circle, "person": person})
            for circle in circles
            for of, person in seats
            if of == circle.id
        ]
        questions = [self.question(seats, circles) for _ in range(2 * count)]
        rounds = [
            Thing(self.id(), "round", None, organisation) for organisation in self.organisations
        ]
        offers = [
            Thing(self.id(), "offer", person, organisation)
            for person in self.people[count // 2 :]
            for organisation in self.dice.sample(self.organisations, 2)
        ]
        proposals = [self.proposal(question, rounds, offers) for question in questions]
        placements = [
            Thing(one.id, "placement", one.subject, one.organisation, {"proposal": one})
            for one in proposals
            if one.facts["state"] == "accepted"
        ]
        world = RandomWorld(
            at=self.at,
            people=self.people,
            organisations=self.organisations,
            jobs={
                (self.someone(), self.dice.choice(self.organisations), self.dice.choice(JOBS)):
                self.dice.choice(STATES)
                for _ in range(count // 2)
            },
            blocks={
                pair
                for by, about in pairs[: count // 2]
                if by != about
                for pair in ([(by, about), (about, by)] if self.chance(0.3) else [(by, about)])
            } | self.blocks_of_circles(seats, circles),
            speaks=self.speaks(questions),
            seats=seats,
            consents=self.consents(seats, circles, questions),
            things=[
                *circles, *invitations, *questions, *rounds, *offers, *proposals, *placements,
            ],
        )  # fmt: skip
        self.add_what_is_rare(world, circles, questions)
        return world

    def add_what_is_rare(
        self, world: RandomWorld, circles: list[Thing], questions: list[Thing]
    ) -> None:
        """Draw someone who decides by law for people with a circle, and organisations that see
        other things than questions; both hardly occur by chance in a small world."""
        for circle in circles:
            if self.chance(0.4):
                subject = self.subject(circle)
                key = (subject, self.someone(subject), self.dice.choice(LEGAL_KINDS))
                world.speaks[key] = "now"
        for question in questions:
            if self.chance(0.3) and question.organisation:
                category = self.dice.choice(CATEGORIES)
                state = self.dice.choice(STATES)
                world.consents[self.subject(question), question.organisation, category] = state

    @staticmethod
    def subject(thing: Thing) -> UUID:
        assert thing.subject is not None
        return thing.subject

    def circles(self, person: UUID) -> list[Thing]:
        """Draw an open circle, one that was closed, or both."""
        closed = Thing(self.id(), "circle", person, facts={"closed": True})
        opened = Thing(self.id(), "circle", person, facts={"closed": False})
        return self.dice.choice([[opened], [opened], [closed], [opened, closed]])

    def question(self, seats: dict[tuple[UUID, UUID], object], circles: list[Thing]) -> Thing:
        """Draw a question, often of someone with a circle, sometimes asked by someone in it."""
        circle = self.dice.choice(circles)
        subject = self.subject(circle) if self.chance(0.7) else self.someone()
        around = [person for of, person in seats if of == circle.id and person != subject]
        asker = subject
        if self.chance(0.5):
            asker = self.dice.choice(around) if around and self.chance(0.6) else self.someone()
        facts: dict[str, object] = {
            "asker": asker,
            "who_may_know": self.dice.choice(("coordinator", "circle", "neighbourhood")),
            "open": self.chance(0.7),
        }
        return Thing(
            self.id(), "question", subject, self.dice.choice(self.organisations), facts
        )

    def proposal(self, question: Thing, rounds: list[Thing], offers: list[Thing]) -> Thing:
        """Draw a proposal for a question, now and then in the round of another organisation."""
        offer = self.dice.choice(offers)
        own = [one for one in rounds if one.organisation == question.organisation]
        matching_round = self.dice.choice(rounds if self.chance(0.2) else own)
        facts: dict[str, object] = {
            "question": question,
            "offer": offer,
            "round": matching_round,
            "helper": offer.subject,
            "state": self.dice.choice(("proposed", "introduced", "accepted", "declined")),
        }
        return Thing(
            self.id(), "proposal", question.subject, matching_round.organisation, facts
        )

    def speaks(self, questions: list[Thing]) -> dict[tuple[UUID, UUID, str], str]:
        """Draw who acts for whom: of those who asked for another about half do so together."""
        found = {}
        for question in questions:
            asker = question.facts["asker"]
            if asker != question.subject and self.chance(0.6):
                key = (self.subject(question), asker, "with_consent")
                found[key] = self.dice.choice(STATES)
        for _ in self.people:
            subject = self.someone()
            key = (subject, self.someone(subject), self.dice.choice(KINDS))
            found[key] = self.dice.choice(STATES)
        return found

    def blocks_of_circles(
        self, seats: dict[tuple[UUID, UUID], object], circles: list[Thing]
    ) -> set[tuple[UUID, UUID]]:
        """Draw people who shut out someone with a seat, or were shut out by them."""
        subjects = {circle.id: self.subject(circle) for circle in circles}
        found = set()
        for of, person in seats:
            if self.chance(0.12):
                found.add((subjects[of], person))
            if self.chance(0.06):
                found.add((person, subjects[of]))
        return found

    def consents(
        self,
        seats: dict[tuple[UUID, UUID], object],
        circles: list[Thing],
        questions: list[Thing],
    ) -> dict[tuple[UUID, UUID, str], str]:
        """Draw what is open, to seats, to organisations, and to anyone in person."""
        subjects = {circle.id: self.subject(circle) for circle in circles}
        found = {}
        for of, person in seats:
            for category in CATEGORIES:
                if self.chance(0.55):
                    found[subjects[of], person, category] = self.dice.choice(STATES)
        for question in questions:
            organisations = [question.organisation] if self.chance(0.7) else self.organisations
            for organisation in organisations:
                if self.chance(0.6) and organisation:
                    key = (self.subject(question), organisation, "questions")
                    found[key] = self.dice.choice(STATES)
        for _ in range(4 * len(self.people)):
            subject = self.someone()
            key = (subject, self.someone(subject), self.dice.choice(CATEGORIES))
            found[key] = self.dice.choice(STATES)
        return found


def period(
    state: str, at: datetime, turn: int, *, in_days: bool
) -> tuple[datetime, datetime | None]:
    """Return from when until when something holds that is in this state at a moment.

    By turns it has no end, begins just now, ends as soon as it may and still hold, or later;
    what is over was so for the shortest time there is.
    """
    long_ago, day = at - timedelta(days=90), timedelta(days=1)
    holding = (
        (long_ago, None),
        (at, None),
        (long_ago, at if in_days else at + day),
        (long_ago, at + 3 * day),
    )
    return {
        "now": holding[turn % len(holding)],
        "ended": (long_ago, None),
        "expired": (long_ago, at - day if in_days else at),
        "later": (at + day, None),
    }[state]
