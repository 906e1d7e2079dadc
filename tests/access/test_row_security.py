"""The second wall, with nothing in front of it: every row that PostgreSQL shows to whom."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, models, transaction
from tests.access.world import WHO, World, client_of
from tests.cast import NOON, THURSDAY_AFTERNOON, Cast

from samenspel.access import decide as access
from samenspel.access.rules import Permission
from samenspel.circles.models import Circle, CircleNote, Membership
from samenspel.consent.models import Consent
from samenspel.core import privacy_registry, row_policies
from samenspel.core.clock import now
from samenspel.core.row_security import acting_as
from samenspel.matching import tasks
from samenspel.matching.models import Proposal
from samenspel.matching.services import rounds
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.organisations.models import Employment
from samenspel.people.models import Block, Person, Representation
from samenspel.vocabulary.kinds_of_help import TaskType

GUARDED: tuple[type[models.Model], ...] = (CircleNote, Consent, HelpQuestion, Proposal)
PEOPLE = [who for who in WHO if who != "anonymous"]
Owner = Callable[[], AbstractContextManager[None]]
Found = dict[str, set[Any]]


def shown() -> Found:
    """Return the keys of every row that PostgreSQL shows now, with no filter of the product."""
    return {
        table._meta.label: set(table._default_manager.values_list("pk", flat=True))
        for table in GUARDED
    }


def shown_to(person: Person) -> Found:
    with acting_as(person.pk):
        return shown()


def allowed(person: Person) -> Found:
    """Return what the product lets someone read, by its decisions and by its lists."""
    at = now()

    def may(permission: Permission, target: Any) -> bool:
        return access.decide(person, permission, target, at).allowed

    circles = {circle.subject_id: circle for circle in Circle.objects.all()}
    return {
        "circles.CircleNote": {
            note.pk
            for note in CircleNote.objects.select_related("circle")
            if may(Permission(f"circle:{note.category}"), note.circle)
        },
        "consent.Consent": {
            one.pk
            for one in Consent.objects.all()
            if one.subject_id in circles
            and may(Permission.CONSENT_VIEW, circles[one.subject_id])
        },
        "needs.HelpQuestion": {
            question.pk
            for question in HelpQuestion.objects.all()
            if may(Permission.QUESTION_VIEW, question)
        }
        | set(HelpQuestion.objects.visible_to(person, at).values_list("pk", flat=True)),
        "matching.Proposal": {
            proposal.pk
            for proposal in Proposal.objects.all()
            if may(Permission.PROPOSAL_VIEW, proposal)
        },
    }


class Relations:
    """Everyone someone has a relation with now, found a second time and without SQL."""

    def __init__(self, person: Person) -> None:
        at = now()
        self.me = person.pk
        self.blocked = {block.by_id for block in Block.objects.filter(about=person)}
        self.speaks_for = {
            one.represented_id
            for one in Representation.objects.in_force(at).filter(representative=person)
        } - self.blocked
        self.work = {
            one.organisation_id
            for one in Employment.objects.in_force(at).filter(person=person)
            if one.job_role == "coordinator"
        }
        self.consents = list(Consent.objects.in_force(at))
        self.seats = {
            seat.circle.subject_id
            for seat in Membership.objects.in_force().filter(person=person)
            if seat.circle.closed_at is None
        } - self.blocked
        put_to_me = Proposal.objects.filter(helper=person, introduced_at__isnull=False)
        self.put_to_me = set(put_to_me.values_list("question_id", flat=True))

    def lets_me(self, subject_id: UUID, category: str) -> bool:
        """Say whether a person opened a category to them, or to where they coordinate."""
        return any(
            one.category == category
            and one.subject_id == subject_id
            and (one.grantee_person_id == self.me or one.grantee_organisation_id in self.work)
            for one in self.consents
        )

    def question(self, one: Any) -> bool:
        """Say whether a question is about them, asked by them, shared with or put to them."""
        if one.subject_id == self.me or one.subject_id in self.blocked:
            return bool(one.subject_id == self.me)
        of_work = one.organisation_id in self.work or one.subject_id in self.seats
        return (
            one.asked_by_id == self.me
            or one.subject_id in self.speaks_for
            or (of_work and self.lets_me(one.subject_id, "questions"))
            or one.pk in self.put_to_me
        )

    def note(self, one: Any) -> bool:
        """Say whether a note is theirs, or opened to their seat."""
        subject_id = one.circle.subject_id
        return subject_id in {self.me} | self.speaks_for or (
            subject_id in self.seats and self.lets_me(subject_id, one.category)
        )

    def consent(self, one: Any) -> bool:
        """Say whether a consent was given by them, to them, or in their circle."""
        if one.subject_id in self.blocked:
            return False
        return (
            one.subject_id in {self.me} | self.speaks_for | self.seats
            or one.grantee_person_id == self.me
            or one.grantee_organisation_id in self.work
        )

    def proposal(self, one: Any) -> bool:
        """Say whether a proposal is about them, asked by them, or made where they work."""
        subject_id = one.question.subject_id
        return subject_id not in self.blocked and (
            self.me in {one.helper_id, subject_id, one.question.asked_by_id}
            or subject_id in self.speaks_for
            or one.round.organisation_id in self.work
        )


def justified(person: Person) -> Found:
    """Return what some relation justifies."""
    relations = Relations(person)
    tests: dict[str, Callable[[Any], bool]] = {
        "circles.CircleNote": relations.note,
        "consent.Consent": relations.consent,
        "needs.HelpQuestion": relations.question,
        "matching.Proposal": relations.proposal,
    }
    return {
        table._meta.label: {
            row.pk for row in table._default_manager.all() if tests[table._meta.label](row)
        }
        for table in GUARDED
    }


def hidden_wrongly(person: Person) -> Found:
    """Return what the product allows someone and PostgreSQL does not show."""
    seen = shown_to(person)
    return {table: keys - seen[table] for table, keys in allowed(person).items()}


def shown_wrongly(person: Person) -> Found:
    """Return what PostgreSQL shows someone and no relation justifies."""
    fine = justified(person)
    return {table: keys - fine[table] for table, keys in shown_to(person).items()}


NOTHING: Found = {table._meta.label: set() for table in GUARDED}


def test_the_world_has_something_behind_every_wall(world: World) -> None:
    assert {table._meta.label for table in GUARDED} == row_policies.guarded()
    assert all(shown().values())


@pytest.mark.parametrize("who", PEOPLE)
def test_what_the_product_allows_is_shown_and_nothing_without_a_relation(
    world: World, who: str
) -> None:
    person = getattr(world.cast, who)
    assert hidden_wrongly(person) == NOTHING
    assert shown_wrongly(person) == NOTHING
    if who in ("stranger", "dirk"):
        assert shown_to(person) == NOTHING


def test_someone_with_a_seat_sees_some_and_not_all(world: World) -> None:
    every = shown()
    for who in ("fatma", "noor", "bram", "els", "joost"):
        seen = shown_to(getattr(world.cast, who))
        assert any(seen.values()), who
        assert seen != every, who


def test_a_policy_that_is_gone_hides_what_is_allowed(world: World, as_owner: Owner) -> None:
    """Negative control: the comparison notices a policy too few."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("DROP POLICY samenspel_at_work_read ON needs_helpquestion")
    assert hidden_wrongly(world.cast.bram)["needs.HelpQuestion"]


@pytest.mark.parametrize("table", GUARDED)
def test_a_wall_that_is_down_shows_what_no_relation_justifies(
    world: World, as_owner: Owner, table: type[models.Model]
) -> None:
    """Negative control: the comparison notices a table whose wall is down."""
    assert shown_wrongly(world.cast.stranger) == NOTHING
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table._meta.db_table} DISABLE ROW LEVEL SECURITY")
    assert shown_wrongly(world.cast.stranger)[table._meta.label]


@pytest.mark.parametrize("who", ["fatma", "els", "bram"])
def test_whoever_is_shut_out_sees_nothing_of_the_person(world: World, who: str) -> None:
    person, joost = getattr(world.cast, who), world.cast.joost
    about = {
        "circles.CircleNote": CircleNote.objects.filter(circle__subject=joost),
        "consent.Consent": Consent.objects.filter(subject=joost),
        "needs.HelpQuestion": HelpQuestion.objects.filter(subject=joost),
        "matching.Proposal": Proposal.objects.filter(question__subject=joost),
    }
    of_joost = {label: set(rows.values_list("pk", flat=True)) for label, rows in about.items()}
    assert any(of_joost[table] & keys for table, keys in shown_to(person).items())
    Block.objects.create(by=joost, about=person, created_at=NOON)
    assert not any(of_joost[table] & keys for table, keys in shown_to(person).items())


def test_without_a_context_nothing_is_shown_and_nothing_changes(world: World) -> None:
    with acting_as(None):
        assert shown() == NOTHING
        assert HelpQuestion.objects.update(urgency=1) == 0
        assert CircleNote.objects.filter(body__gt="").delete()[0] == 0
    assert HelpQuestion.objects.filter(urgency=5).exists()


def _note(cast: Cast) -> models.Model:
    return CircleNote(
        circle=cast.circle,
        category="money",
        body="x",
        written_by=cast.stranger,
        written_at=NOON,
    )


def _consent(cast: Cast) -> models.Model:
    old: Any = Consent.objects.filter(subject=cast.joost, grantee_person=cast.fatma).first()
    old.pk, old.grantee_person, old._state.adding = UUID(int=1), cast.stranger, True
    return old


def _question(cast: Cast) -> models.Model:
    old: Any = HelpQuestion.objects.filter(subject=cast.joost).first()
    old.pk, old._state.adding = UUID(int=1), True
    return old


def _proposal(cast: Cast) -> models.Model:
    old: Any = Proposal.objects.filter(state="proposed", helper=cast.els).first()
    old = old or Proposal.objects.first()
    old.pk, old.helper, old.state, old._state.adding = (
        UUID(int=1),
        cast.stranger,
        "declined",
        True,
    )
    old.offer = next(
        offer for offer in type(old.offer)._default_manager.exclude(pk=old.offer_id)
    )
    return old


@pytest.mark.parametrize("draw", [_note, _consent, _question, _proposal])
@pytest.mark.parametrize("who", ["stranger", "dirk", "nobody"])
def test_a_row_about_another_is_not_taken(
    world: World, draw: Callable[[Cast], models.Model], who: str
) -> None:
    row = draw(world.cast)
    person = None if who == "nobody" else getattr(world.cast, who).pk
    with (
        acting_as(person),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)
    row.save(force_insert=True)  # past the wall the row itself is fine


@pytest.mark.parametrize(
    ("who", "draw", "to_whom"),
    [
        ("fatma", _question, ""),  # reads it in the circle
        ("joost", _proposal, "stranger"),  # it is for his question
        ("els", _proposal, "els"),  # it is put to her
        ("noor", _consent, "noor"),  # it is for her
    ],
)
def test_whoever_reads_a_row_does_not_write_one(
    world: World, who: str, draw: Callable[[Cast], models.Model], to_whom: str
) -> None:
    row: Any = draw(world.cast)
    if isinstance(row, Proposal):
        row.helper = getattr(world.cast, to_whom)
        row.introduced_at = NOON
    if isinstance(row, Consent):
        row.grantee_person, row.category = getattr(world.cast, to_whom), "money"
    with (
        acting_as(getattr(world.cast, who).pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        row.save(force_insert=True)
    row.save(force_insert=True)  # past the wall the row itself is fine


def test_a_helper_does_not_change_the_question_that_is_put_to_them(world: World) -> None:
    asked = HelpQuestion.objects.filter(pk__in=_put_to(world.cast.els))
    with acting_as(world.cast.els.pk):
        assert asked.exists()
        assert asked.update(urgency=1) == 0
    assert asked.update(urgency=1) > 0  # past the wall


def _put_to(helper: Person) -> list[UUID]:
    rows = Proposal.objects.filter(helper=helper, introduced_at__isnull=False)
    return list(rows.values_list("question_id", flat=True))


def test_a_row_does_not_change_hands(world: World) -> None:
    joost, stranger = world.cast.joost, world.cast.stranger
    with (
        acting_as(joost.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Consent.objects.filter(subject=joost).update(subject=stranger, given_by=stranger)
    with acting_as(world.cast.fatma.pk):  # a grantee reads what she was given, and no more
        assert Consent.objects.filter(grantee_person=world.cast.fatma).exists()
        assert Consent.objects.filter(grantee_person=world.cast.fatma).update(category="x") == 0


def test_a_page_is_asked_for_in_the_name_of_whoever_is_signed_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/vragen/{world.ids['question_id']}/"
    assert client_of(world, "joost").get(address).status_code == 200
    with acting_as(None):  # what surrounds a request makes no difference to it
        assert client_of(world, "joost").get(address).status_code == 200
    monkeypatch.setattr(
        "samenspel.people.middleware.acting_as", lambda _person: acting_as(None)
    )
    assert client_of(world, "joost").get(address).status_code == 404


def test_the_worker_solves_a_round_for_nobody_in_particular(cast: Cast) -> None:
    wanted = Ask("Wie komt er langs?", (TaskType.COMPANY,), THURSDAY_AFTERNOON, "Proefwijk")
    shared = replace(wanted, who_may_know=WhoMayKnow.NEIGHBOURHOOD, urgency=5)
    asking.ask(asked_by=cast.joost, subject=cast.joost, question=shared, at=NOON)
    asked = rounds.request_round(actor=cast.bram, at=NOON)
    with acting_as(None):
        tasks.solve_in_background(round_id=str(asked.pk))
        assert not Proposal.objects.exists(), "the task is over, and so is its reason"
    assert Proposal.objects.filter(round=asked).exists()


def missing() -> set[str]:
    """Return the tables about people that have no wall and do not say why."""
    about_people = {entry.model._meta.label for entry in privacy_registry.registered()}
    return about_people - row_policies.guarded() - set(row_policies.left_out())


def test_every_table_about_people_has_a_wall_or_says_why_not() -> None:
    assert not missing(), (
        f"{sorted(missing())}: register a policy in row_policies.py of the room"
        " (core.row_policies.register), or say why not (leave_out)"
    )
    assert not row_policies.guarded() & set(row_policies.left_out())
    assert all(row_policies.left_out().values())


def test_a_table_without_wall_or_reason_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: take one reason away and the walk finds it."""
    kept = {k: why for k, why in row_policies.left_out().items() if k != "people.Address"}
    monkeypatch.setattr(row_policies, "_without", kept)
    assert missing() == {"people.Address"}


@pytest.fixture
def catalogue(db: None) -> Iterator[Callable[[str], list[tuple[Any, ...]]]]:
    """Ask PostgreSQL's own tables something."""

    def ask(query: str) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchall()

    yield ask


def test_every_wall_stands_and_holds_for_the_owner_too(
    catalogue: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    standing = catalogue(
        "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    )
    assert {name for (name,) in standing} == {table._meta.db_table for table in GUARDED}
    powerful = catalogue(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_role"
    )
    assert powerful == [(False,)]


def test_functions_are_for_web_and_worker_alone(
    catalogue: Callable[[str], list[tuple[Any, ...]]],
) -> None:
    functions = catalogue(
        "SELECT p.proname, a.grantee::regrole::text, p.proconfig FROM pg_proc AS p,"
        " aclexplode(p.proacl) AS a WHERE starts_with(p.proname, 'samenspel_')"
    )
    assert len({name for name, *_rest in functions}) >= len(row_policies._functions)
    users = {user for _name, user, _config in functions}
    assert users == {"samenspel_owner", "samenspel_web", "samenspel_worker"}
    assert all(
        config == ["search_path=pg_catalog, public, pg_temp"] for *_rest, config in functions
    )
