"""Filling an empty database with a synthetic region, through the same services as real life."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from samenspel.core.bulk_writes import checked_at_once
from samenspel.core.errors import DomainError
from samenspel.core.locked_rows import lock_word
from samenspel.demo import synthetic_people as regions
from samenspel.demo.past_weeks import live_long_ago, live_through
from samenspel.demo.story_circle import Scene, tell_stories
from samenspel.matching.services import rounds
from samenspel.needs.services import asking
from samenspel.organisations import services as organisation_services
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails
from samenspel.volunteering import services as offer_services
from samenspel_engine.generate import generate_region

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

Progress = Callable[[str], None]
HOME = "Utrecht"
CENTRES = (
    regions.Centre(HOME, "Utrecht", -2.0, 2.0),
    regions.Centre("Utrecht-Oost", "Utrecht", 2.5, 0.5),
    regions.Centre("Utrecht-Zuid", "Utrecht", -0.5, -2.5),
    *(
        regions.Centre(place, place)
        for place in (
            "Amersfoort",
            "Veenendaal",
            "Zeist",
            "Nieuwegein",
            "Woerden",
            "Soest",
            "Maarssen",
        )
    ),
)
LONG_AGO = timedelta(days=60)
OLD_QUESTIONS = 10


class AlreadyFilledError(DomainError):
    """There are people in this database; the demo never mixes with them."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What the demo put in."""

    questions: int
    offers: int
    served: int
    organisations: int


def fill(*, questions: int, offers: int, seed: int, at: datetime, progress: Progress) -> Filled:
    """Fill an empty database and run a round for every organisation.

    All or nothing, the same for the same seed and moment. Raises AlreadyFilledError when there
    are people already.
    """
    dice = random.Random(seed)  # noqa: S311 - invented people, not secrets
    with transaction.atomic(), checked_at_once():
        lock_word("demo", "fill")
        if people_reads.has_people():
            raise AlreadyFilledError("The database is not empty.", code="not_empty")
        progress("Places and organisations")
        people_services.learn_areas(regions.areas())
        scene = _organisations(at)
        progress(f"{questions} people who ask, {offers} who offer")
        _settle(scene, generate_region(questions, offers, seed), dice, at)
        progress("The circle of Riet")
        tell_stories(scene, at)
        progress("Some weeks of history")
        _solve(scene, [HOME], at - LONG_AGO)
        live_long_ago(scene, at - LONG_AGO, at)
        _solve(scene, [HOME], at - timedelta(days=2))
        live_through(scene, at)
        progress("Matching everyone together")
        served = _solve(scene, [centre.name for centre in CENTRES], at)
    return Filled(questions, offers, served, len(scene.organisations))


def _organisations(at: datetime) -> Scene:
    """One volunteer organisation per centre, each with a coordinator; Noor's takes the rest."""
    organisations, coordinators = {}, {}
    for where in CENTRES:
        centre = where.name
        organisation = organisation_services.set_up_organisation(
            name=f"Stichting Proefhulp {centre}",
            kind=OrganisationKind.VOLUNTEER,
            takes_new_questions=centre == HOME,
            phone="030 000 00 00",
            is_synthetic=True,
        )
        name = ("Noor", "Testmans") if centre == HOME else ("Coördinator", centre)
        coordinator = people_services.record_person(
            actor=None,
            details=PersonDetails(*name, birth_year=1983, is_synthetic=True),
            at=at,
            place=where.place,
        )
        organisation_services.appoint(
            person_id=coordinator.pk,
            organisation=organisation,
            job_role=JobRole.COORDINATOR,
            valid_from=(at - timedelta(days=900)).date(),
            job_title="coördinator",
        )
        organisations[centre], coordinators[centre] = organisation, coordinator
    people_services.open_account(person=coordinators[HOME], email="noor@samenspel.example")
    return Scene(HOME, organisations, coordinators)


def _settle(scene: Scene, region: Any, dice: random.Random, at: datetime) -> None:
    centre_of = regions.nearest_centre(CENTRES)
    asked: dict[str, list[Any]] = defaultdict(list)
    for row in regions.seekers(region, dice, at):
        asked[centre_of[row[0].area]].append(row)
    offered: dict[str, list[Any]] = defaultdict(list)
    for offer in regions.helpers(region, dice):
        offered[centre_of[offer[0].area]].append(offer)
    # A few questions in Noor's organisation are old enough to have a history.
    asked[HOME] = [
        (who, ask, at - LONG_AGO - timedelta(days=number))
        for number, (who, ask, _moment) in enumerate(asked[HOME][:OLD_QUESTIONS], start=1)
    ] + asked[HOME][OLD_QUESTIONS:]
    for centre, organisation in scene.organisations.items():
        if asked[centre]:
            people = _write_down(scene.coordinators[centre], asked[centre], at)
            asking.ask_many(
                recorded_by=scene.coordinators[centre],
                subjects=people,
                questions=[ask for _who, ask, _moment in asked[centre]],
                asked_at=[moment for _who, _ask, moment in asked[centre]],
                organisation_id=organisation.pk,
                at=at,
            )
        if offered[centre]:
            people = _write_down(scene.coordinators[centre], offered[centre], at)
            seen = (at - timedelta(days=300)).date()
            offer_services.register_many(
                people=people,
                offerings=[offering for _who, offering, _vog in offered[centre]],
                organisation_id=organisation.pk,
                vog_seen_on=[seen if vog else None for _who, _offering, vog in offered[centre]],
                at=at - timedelta(days=dice.randint(30, 900)),
            )


def _write_down(actor: Person, rows: Iterable[Any], at: datetime) -> list[Person]:
    areas = people_reads.areas_by_text()
    residents = [row[0] for row in rows]
    return people_services.record_people(
        actor=actor,
        details=[one.details for one in residents],
        areas=[areas[one.area] for one in residents],
        at=at,
    )


def _solve(scene: Scene, centres: Sequence[str], at: datetime) -> int:
    served = 0
    for centre in centres:
        organisation = scene.organisations[centre]
        asked = rounds.request_round(
            actor=scene.coordinators[centre], organisation_id=organisation.pk, at=at
        )
        served += rounds.run_round(round_id=asked.pk, at=at).served
    return served
