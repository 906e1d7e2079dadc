"""The people one looks around as in the demo, and the circle around Riet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from samenspel.circles.reads import circle_page, seats
from samenspel.circles.services import agreements, consents, membership
from samenspel.circles.types import AgreementTerms, Contact, Moment, NewSeat, SeatRole
from samenspel.consent.types import DataCategory
from samenspel.demo.role_cast import CAST
from samenspel.needs.services import asking
from samenspel.needs.types import Ask, WhoMayKnow
from samenspel.organisations import services as organisation_services
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, windows_of
from samenspel.volunteering import services as offer_services
from samenspel.volunteering.types import Offering

if TYPE_CHECKING:
    from samenspel.organisations.model_types import Organisation
    from samenspel.people.model_types import Person

THURSDAY_AFTERNOON = windows_of([(Weekday.THURSDAY, Daypart.AFTERNOON)])
SEEN = DataCategory


@dataclass(slots=True)
class Scene:
    """Where the demo is set: organisations and coordinators by centre, the cast by key."""

    home: str
    organisations: Mapping[str, Organisation]
    coordinators: Mapping[str, Person]
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def noor(self) -> Person:
        """The coordinator one looks around as."""
        return self.coordinators[self.home]


@dataclass(frozen=True, slots=True)
class Member:
    """Someone around Riet: seat, what they see, what was agreed."""

    key: str
    role: SeatRole
    relation: str
    contact: Contact
    sees: tuple[DataCategory, ...]
    does: str
    does_not: str = ""
    moments: tuple[Moment, ...] = ()


def _at(day: Weekday, hour: int, minute: int = 0) -> Moment:
    return Moment(day, time(hour, minute), time(hour + 1, minute))


AROUND_RIET = (
    Member(
        "anja",
        SeatRole.CARER,
        "dochter",
        Contact.DAILY,
        (SEEN.PEOPLE, SEEN.CONTACT, SEEN.AGENDA, SEEN.QUESTIONS, SEEN.DAILY_LIFE, SEEN.HEALTH),
        "Wassen, eten en regelen.",
        "’s Nachts blijven slapen.",
        (_at(Weekday.MONDAY, 10), _at(Weekday.FRIDAY, 18), _at(Weekday.SATURDAY, 11)),
    ),
    Member(
        "kees",
        SeatRole.CARER,
        "zoon",
        Contact.WEEKLY,
        (SEEN.PEOPLE, SEEN.AGENDA, SEEN.QUESTIONS, SEEN.MONEY),
        "Belt op woensdag en komt om de zondag.",
        moments=(_at(Weekday.WEDNESDAY, 13),),
    ),
    Member(
        "joop",
        SeatRole.NEIGHBOUR,
        "buurman",
        Contact.WEEKLY,
        (SEEN.PEOPLE, SEEN.CONTACT),
        "Boodschappen op dinsdag.",
        "Medicijnen geven.\nGeld opnemen.",
        (_at(Weekday.TUESDAY, 9, 30),),
    ),
    Member(
        "ravi",
        SeatRole.VOLUNTEER,
        "vrijwilliger",
        Contact.WEEKLY,
        (SEEN.PEOPLE, SEEN.CONTACT, SEEN.AGENDA),
        "Zingen in het buurthuis op vrijdag.",
        "Helpen met wassen.\nMedicijnen geven.",
        (_at(Weekday.FRIDAY, 10, 30),),
    ),
    Member(
        "ilse",
        SeatRole.PROFESSIONAL,
        "wijkverpleegkundige",
        Contact.WEEKLY,
        (SEEN.PEOPLE, SEEN.CONTACT, SEEN.AGENDA, SEEN.DAILY_LIFE, SEEN.HEALTH),
        "Medicijnen op dinsdag.",
        moments=(_at(Weekday.TUESDAY, 11),),
    ),
)

NOTES = {
    SEEN.DAILY_LIFE: "Ik loop graag langs de Vecht en zong dertig jaar in een koor. "
    "’s Ochtends heb ik tijd nodig om op gang te komen.",
    SEEN.HEALTH: "Ik vergeet soms een pil. Trappen gaat langzaam.",
    SEEN.MONEY: "Kees doet de rekeningen. Alles boven 100 euro bespreken we samen.",
}


def tell_stories(scene: Scene, at: datetime) -> None:
    """Store the cast and build the circle around Riet."""
    began = at - timedelta(days=40)
    _write_cast(scene, began)
    _build_circle(scene, began)
    _offer(scene, began)
    _ask(scene, at - timedelta(days=9))
    _look(scene, at)


def _write_cast(scene: Scene, at: datetime) -> None:
    for role in CAST:
        if role.key == "noor":
            scene.people["noor"] = scene.noor
            continue
        details = PersonDetails(
            role.given_name,
            role.family_name,
            birth_year=role.birth_year,
            gender=role.gender,
            email=role.email,
            phone="06 0000 0001",
            is_synthetic=True,
        )
        person = people_services.record_person(
            actor=scene.noor, details=details, at=at, place=scene.home
        )
        people_services.open_account(person=person, email=role.email)
        scene.people[role.key] = person
    kees = PersonDetails("Kees", "Testerink", birth_year=1971, is_synthetic=True)
    scene.people["kees"] = people_services.record_person(actor=scene.noor, details=kees, at=at)
    care = organisation_services.set_up_organisation(
        name="Proefzorg Thuis", kind=OrganisationKind.CARE, is_synthetic=True
    )
    organisation_services.appoint(
        person_id=scene.people["ilse"].pk,
        organisation=care,
        job_role=JobRole.PROFESSIONAL,
        valid_from=at.date(),
        job_title="wijkverpleegkundige",
    )


def _build_circle(scene: Scene, at: datetime) -> None:
    riet = scene.people["riet"]
    circle = membership.open_circle(actor=riet, subject_id=riet.pk, at=at)
    for member in AROUND_RIET:
        person = scene.people[member.key]
        new_seat = NewSeat(person.pk, member.role, member.relation, member.contact)
        invited = membership.invite(actor=riet, circle_id=circle.pk, new_seat=new_seat, at=at)
        membership.answer_invitation(actor=person, membership_id=invited.pk, yes=True, at=at)
        consents.change_consent(
            actor=riet,
            circle_id=circle.pk,
            person_id=person.pk,
            categories=member.sees,
            at=at,
        )
        agreement = agreements.propose_agreement(
            actor=riet,
            circle_id=circle.pk,
            person_id=person.pk,
            terms=AgreementTerms(
                does=member.does,
                does_not=member.does_not,
                if_difficult="Bel Ilse. Niemand hoeft het alleen op te lossen.",
                review_on=(at + timedelta(days=120)).date(),
                moments=member.moments,
            ),
            at=at,
        )
        for signer in (person, riet):
            agreements.sign_agreement(actor=signer, agreement_id=agreement.pk, at=at)
    for category, body in NOTES.items():
        consents.write_note(
            actor=riet, circle_id=circle.pk, category=category, body=body, at=at
        )
    membership.hand_over_regie(
        actor=riet, circle_id=circle.pk, person_id=scene.people["ilse"].pk, at=at
    )
    membership.set_first_contact(
        actor=riet, circle_id=circle.pk, person_id=scene.people["anja"].pk, at=at
    )


def _offer(scene: Scene, at: datetime) -> None:
    offerings = {
        "samira": Offering(
            task_types=(TaskType.COMPANY, TaskType.OUTDOORS),
            windows=THURSDAY_AFTERNOON | windows_of([(Weekday.SATURDAY, Daypart.MORNING)]),
            place=scene.home,
            languages=("nl", "ar", "nsl"),
            interests=(Interest.SINGING, Interest.WALKING, Interest.MUSIC, Interest.COFFEE),
            limits=("smoker",),
            hours_per_week=4,
            asks_per_month=3,
            capacity=2,
            motive="Ik woon hier nog niet lang en leer zo de buurt kennen.",
        ),
        "ravi": Offering(
            task_types=(TaskType.TRANSPORT, TaskType.COMPANY),
            windows=windows_of([(Weekday.MONDAY, Daypart.MORNING)]),
            place=scene.home,
            radius_km=10,
            hours_per_week=6,
            interests=(Interest.SINGING,),
            capacity=3,
            asks_per_month=4,
        ),
    }
    for key, offering in offerings.items():
        offer = offer_services.register_offer(
            person=scene.people[key],
            offering=offering,
            organisation_id=scene.organisations[scene.home].pk,
            at=at,
        )
        offer_services.record_vog_seen(
            actor=scene.noor, offer_id=offer.pk, seen_on=at.date(), at=at
        )


def _ask(scene: Scene, at: datetime) -> None:
    riet, anja = scene.people["riet"], scene.people["anja"]
    asking.ask(
        asked_by=anja,
        subject=riet,
        question=Ask(
            own_words="Mijn moeder zit op donderdag de hele middag alleen, want dan werk ik. "
            "Ze liep altijd graag langs de Vecht. Alleen durft ze niet meer.",
            public_note="Ze liep altijd graag langs het water en zong in een koor. "
            "Ze zoekt iemand om mee te lopen en koffie te drinken.",
            task_types=(TaskType.COMPANY, TaskType.OUTDOORS),
            windows=THURSDAY_AFTERNOON,
            place=scene.home,
            interests=(Interest.SINGING, Interest.WALKING, Interest.MUSIC),
            who_may_know=WhoMayKnow.NEIGHBOURHOOD,
            urgency=4,
            relation="dochter",
        ),
        at=at,
    )


def _look(scene: Scene, at: datetime) -> None:
    """Let two people open the circle, so that Riet can see who looked."""
    circle_id = seats.find_circle_id(scene.people["riet"].pk)
    assert circle_id is not None
    for key, days in (("ilse", 5), ("anja", 2)):
        moment = at - timedelta(days=days)
        circle_page.circle_view(scene.people[key], circle_id, at=moment, today=moment.date())
