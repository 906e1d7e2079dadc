"""Races about people, circles, consent, messages and what comes in from outside."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.core import mail
from django.test import Client
from django.urls import reverse

from race_scenes import all_of, kept, once, one_of, scene, within
from race_world import (
    LATER,
    NOON,
    PLACE,
    Around,
    Outcome,
    Race,
    Scene,
    account,
    asked,
    offered,
    one,
    organisation,
    person,
    terms,
)
from samenspel.circles.models import (
    AgreementSignature,
    Circle,
    CircleNote,
    Membership,
    RoleAgreement,
)
from samenspel.circles.reads import seats
from samenspel.circles.services import agreements, consents, inviting, membership
from samenspel.circles.types import NewSeat, SeatRole
from samenspel.consent import services as consent
from samenspel.consent.models import Consent
from samenspel.consent.types import DataCategory, Grantee, Ground, Purpose
from samenspel.exchange import services as exchange
from samenspel.exchange.types import SheetKind
from samenspel.needs import ask_wizard
from samenspel.needs.models import HelpQuestion
from samenspel.needs.services import asking, drafts
from samenspel.notifications import services as notifications
from samenspel.notifications import tasks
from samenspel.notifications.models import Message
from samenspel.notifications.types import Notice, Occasion
from samenspel.organisations import services as organisations
from samenspel.organisations.models import Employment, Organisation
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import services as people
from samenspel.people.middleware import person_behind
from samenspel.people.models import (
    Account,
    Address,
    Block,
    Person,
    PostcodeArea,
    Representation,
)
from samenspel.people.services import AreaDetails, PersonDetails, acting_for
from samenspel.people.types import Channel, RepresentationKind
from samenspel.volunteering import services as volunteering
from samenspel.volunteering.models import Offer

SEAT, AGREE = "circles.services.membership.", "circles.services.agreements."
SHARE, INVITE = "circles.services.consents.", "circles.services.inviting."
CONSENT, PEOPLE = "consent.services.", "people.services."
ACT = "people.services.acting_for."
WORK, TELL = "organisations.services.", "notifications.services."
Outcomes = Sequence[Outcome]

ANSWERS = {
    "who": {"for_whom": "self"},
    "what": {
        "own_words": "Ik zit alleen.",
        "task_types": ["company"],
        "who_may_know": "coordinator",
    },
    "when": {
        "windows": ["3-1"],
        "frequency": "weekly",
        "hours_per_week": "2",
        "urgency": "3",
    },
    "near": {
        "place": PLACE,
        "languages": ["nl"],
        "interests": [],
        "boundaries": [],
        "gender_wish": "none",
    },
}
"""What someone answered before the last step of asking."""


def open_seats(a: Around, who: Person) -> int:
    return Membership.objects.filter(circle=a.circle, person=who, left_at=None).count()


def open_consents(a: Around, who: Person) -> set[str]:
    rows = Consent.objects.filter(subject=a.subject, grantee_person=who, withdrawn_at=None)
    return set(rows.values_list("category", flat=True))


# --- Circles ----------------------------------------------------------------------------------


@scene(SEAT + "open_circle", weight=10)
def one_circle_opened_twice() -> Race:
    who = person("Riet")

    def begin() -> object:
        return membership.open_circle(actor=who, subject_id=who.pk, at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        return [
            all_of(outcomes),
            once(Circle.objects.filter(subject=who).count(), "circles"),
            once(Membership.objects.filter(person=who).count(), "seats"),
        ]

    return Race([begin, begin], check)


@scene(SEAT + "invite", SEAT + "give_seat", weight=10)
def one_neighbour_invited_by_two() -> Race:
    a, who = Around(), person("Jan")

    def invite() -> object:
        new_seat = NewSeat(who.pk, SeatRole.NEIGHBOUR)
        return membership.invite(
            actor=a.subject, circle_id=a.circle.pk, new_seat=new_seat, at=LATER
        )

    return Race(
        [invite, invite],
        lambda outcomes: [all_of(outcomes), once(open_seats(a, who), "seats")],
    )


@scene(INVITE + "invite_by_name", PEOPLE + "open_account", weight=20)
def one_address_invited_by_two_circles() -> Race:
    two, email = [Around(), Around()], f"{one()}@mail.example"
    invited = inviting.Invited(PersonDetails("Jan", email=email), SeatRole.NEIGHBOUR)

    def invite(a: Around) -> object:
        return inviting.invite_by_name(
            actor=a.subject, circle_id=a.circle.pk, invited=invited, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            all_of(outcomes),
            once(Person.objects.filter(email=email).count(), "persons"),
            once(Account.objects.filter(email=email).count(), "accounts"),
        ]

    return Race([lambda: invite(two[0]), lambda: invite(two[1])], check)


@scene(SEAT + "answer_invitation", weight=20)
def yes_and_no_to_a_seat() -> Race:
    a, who = Around(), person("Jan")
    row = a.seat(who)

    def say(*, yes: bool) -> object:
        return membership.answer_invitation(actor=who, membership_id=row.pk, yes=yes, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        row.refresh_from_db()
        said, left = row.said_yes_at is not None, row.left_at is not None
        return [
            one_of(outcomes),
            kept((said, left) == (outcomes[0].done, outcomes[1].done), "it"),
        ]

    return Race([lambda: say(yes=True), lambda: say(yes=False)], check)


def holds_a_seat(a: Around) -> list[str]:
    """What is wrong when someone without a seat is regisseur or first contact."""
    row = Circle.objects.get(pk=a.circle.pk)
    seated = seats.seated_person_ids(row.pk)
    return [
        kept(row.regisseur_id in seated, "a regisseur with a seat"),
        kept(row.first_contact_id in seated, "a first contact with a seat"),
    ]


@scene(SEAT + "leave_circle", SEAT + "hand_over_regie", weight=30)
def someone_leaves_beside_getting_the_reins() -> Race:
    a = Around()
    about = {"circle_id": a.circle.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, "leaving was refused"),
            within(open_seats(a, a.fatma), 0, "seats"),
            *holds_a_seat(a),
        ]

    return Race(
        [
            lambda: membership.leave_circle(actor=a.fatma, **about),
            lambda: membership.hand_over_regie(actor=a.subject, person_id=a.fatma.pk, **about),
        ],
        check,
    )


@scene(SEAT + "remove_member", SEAT + "set_holders", SEAT + "set_first_contact", weight=20)
def someone_removed_beside_becoming_first_contact() -> Race:
    a = Around()
    about = {"actor": a.subject, "circle_id": a.circle.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[0].done, "removing was refused"),
            within(open_seats(a, a.fatma), 0, "seats"),
            *holds_a_seat(a),
        ]

    return Race(
        [
            lambda: membership.remove_member(person_id=a.fatma.pk, **about),
            lambda: membership.set_holders(
                regisseur_id=a.subject.pk, first_contact_id=a.fatma.pk, **about
            ),
        ],
        check,
    )


@scene(SEAT + "set_first_contact", SEAT + "hand_over_regie", weight=10)
def two_holders_named_at_once() -> Race:
    a = Around()
    about = {"actor": a.subject, "circle_id": a.circle.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        row = Circle.objects.get(pk=a.circle.pk)
        contact = kept((row.first_contact_id == a.fatma.pk) == outcomes[0].done, "the contact")
        return [contact, kept(row.regisseur_id == a.karim.pk, "the reins")]

    return Race(
        [
            lambda: membership.set_first_contact(person_id=a.fatma.pk, **about),
            lambda: membership.hand_over_regie(person_id=a.karim.pk, **about),
        ],
        check,
    )


@scene(
    SHARE + "change_consent",
    SEAT + "remove_member",
    CONSENT + "give_consent",
    CONSENT + "withdraw_consent",
    weight=30,
)
def shown_more_beside_removed() -> Race:
    a = Around()
    about = {"actor": a.subject, "circle_id": a.circle.pk, "person_id": a.fatma.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        return [
            kept(outcomes[1].done, "removing was refused"),
            within(len(open_consents(a, a.fatma)), 0, "consents of someone without a seat"),
        ]

    return Race(
        [
            lambda: consents.change_consent(categories=[DataCategory.HEALTH], **about),
            lambda: membership.remove_member(**about),
        ],
        check,
    )


@scene(SHARE + "change_consent", weight=20)
def two_choices_of_what_is_shown() -> Race:
    a = Around()
    about = {"actor": a.subject, "circle_id": a.circle.pk, "person_id": a.fatma.pk, "at": LATER}
    two = [{DataCategory.HEALTH}, {DataCategory.DAILY_LIFE, DataCategory.PEOPLE}]

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), kept(open_consents(a, a.fatma) in two, "one of the choices")]

    return Race(
        [
            lambda: consents.change_consent(categories=two[0], **about),
            lambda: consents.change_consent(categories=two[1], **about),
        ],
        check,
    )


@scene(SHARE + "write_note", weight=10)
def one_note_written_by_two() -> Race:
    a = Around()

    def write(body: str) -> None:
        consents.write_note(
            actor=a.subject,
            circle_id=a.circle.pk,
            category=DataCategory.HEALTH,
            body=body,
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            all_of(outcomes),
            once(CircleNote.objects.filter(circle=a.circle).count(), "note"),
        ]

    return Race([lambda: write("een"), lambda: write("twee")], check)


@scene(AGREE + "propose_agreement", AGREE + "draw_up", weight=20)
def two_agreements_for_one_seat() -> Race:
    a = Around()

    def propose(does: str) -> object:
        return agreements.propose_agreement(
            actor=a.subject,
            circle_id=a.circle.pk,
            person_id=a.fatma.pk,
            terms=terms(does),
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        drawn = RoleAgreement.objects.filter(membership__circle=a.circle)
        return [
            all_of(outcomes),
            once(drawn.filter(ended_at=None).count(), "agreements"),
            kept(drawn.count() == 2, "an agreement"),
        ]

    return Race([lambda: propose("Wandelen."), lambda: propose("Lezen.")], check)


@scene(AGREE + "propose_agreement", SEAT + "leave_circle", weight=10)
def an_agreement_beside_leaving() -> Race:
    a = Around()
    about = {"circle_id": a.circle.pk, "at": LATER}

    def check(outcomes: Outcomes) -> list[str]:
        agreed = RoleAgreement.objects.filter(membership__circle=a.circle, ended_at=None)
        return [
            kept(outcomes[1].done, "leaving was refused"),
            within(agreed.count(), 0, "agreements"),
        ]

    return Race(
        [
            lambda: agreements.propose_agreement(
                actor=a.subject, person_id=a.fatma.pk, terms=terms("Wandelen."), **about
            ),
            lambda: membership.leave_circle(actor=a.fatma, **about),
        ],
        check,
    )


@scene(AGREE + "sign_agreement", weight=20)
def both_sign_at_once() -> Race:
    a = Around()
    drawn = agreements.propose_agreement(
        actor=a.subject,
        circle_id=a.circle.pk,
        person_id=a.fatma.pk,
        terms=terms("Wandelen."),
        at=NOON,
    )

    def sign(actor: Person) -> object:
        return agreements.sign_agreement(actor=actor, agreement_id=drawn.pk, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        drawn.refresh_from_db()
        signed = AgreementSignature.objects.filter(agreement=drawn).count()
        return [
            all_of(outcomes),
            kept(drawn.agreed_at == LATER, "that both agreed"),
            kept(signed == 2, f"{signed} signatures"),
        ]

    steps = [lambda: sign(a.fatma), lambda: sign(a.subject), lambda: sign(a.fatma)]
    return Race(steps, check)


# --- Consent, people, organisations -----------------------------------------------------------


@scene(CONSENT + "give_consent", CONSENT + "withdraw_consent", weight=20)
def consent_given_by_two_and_withdrawn() -> Race:
    a = Around()
    grantee = Grantee(person_id=a.fatma.pk)
    yes = consent.Yes(a.subject.pk, grantee, Purpose.CIRCLE, a.subject.pk)
    everything = list(DataCategory)

    def give(categories: list[DataCategory]) -> None:
        consent.give_consent(actor=a.subject, yes=yes, categories=categories, at=LATER)

    def withdraw() -> int:
        return consent.withdraw_consent(
            actor=a.subject, subject_id=a.subject.pk, grantee=grantee, at=LATER
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = Consent.objects.filter(subject=a.subject, grantee_person=a.fatma)
        open_ones = rows.filter(withdrawn_at=None).count()
        return [
            all_of(outcomes),
            within(open_ones, len(everything), "consents"),
            kept(open_ones + (outcomes[2].value or 0) == rows.count(), "a withdrawal"),
        ]

    steps = [lambda: give(everything), lambda: give(everything[::-1]), withdraw]
    return Race(steps, check)


@scene(CONSENT + "give_many", weight=10)
def consent_given_for_many_by_two() -> Race:
    s, crowd = Scene(), [person() for _number in range(3)]
    grantee = Grantee(organisation_id=s.helpdesk.pk)
    on = {"ground": Ground.OWN_LIST}
    yeses = [consent.Yes(who.pk, grantee, Purpose.OWN_LIST, s.bram.pk, **on) for who in crowd]

    def give(told: list[consent.Yes]) -> None:
        consent.give_many(actor=s.bram, yeses=told, categories=[DataCategory.CONTACT], at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        count = Consent.objects.filter(subject__in=crowd).count()
        return [all_of(outcomes), kept(count >= 3, "a consent"), within(count, 3, "consents")]

    return Race([lambda: give(yeses), lambda: give(yeses[::-1])], check)


@scene(PEOPLE + "record_newcomer", PEOPLE + "record_person", PEOPLE + "open_account", weight=30)
def four_newcomers_with_one_address() -> Race:
    email = f"{one()}@mail.example"

    def come(written: str) -> object:
        return people.record_newcomer(
            details=PersonDetails("Anja", email=written), at=LATER, place=PLACE
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), once(Account.objects.filter(email=email).count(), "accounts")]

    steps = [lambda: come(email), lambda: come(email), lambda: come(email.upper())]
    return Race([*steps, lambda: come(email)], check)


@scene(PEOPLE + "record_newcomer", weight=10)
def one_newcomer_pressing_twice() -> Race:
    name, once_id = one("Anja")[:30], uuid4()

    def come() -> object:
        return people.record_newcomer(
            details=PersonDetails(name, phone="030 1"), at=LATER, once=once_id
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            one_of(outcomes),
            once(Person.objects.filter(given_name=name).count(), "persons"),
        ]

    return Race([come, come], check)


@scene(PEOPLE + "open_account", weight=10)
def one_address_for_two_persons() -> Race:
    email, two = f"{one()}@mail.example", [person("Anja"), person("Bea")]

    def begin(who: Person) -> object:
        return people.open_account(person=who, email=email)

    def check(outcomes: Outcomes) -> list[str]:
        return [one_of(outcomes), once(Account.objects.filter(email=email).count(), "accounts")]

    return Race([lambda: begin(two[0]), lambda: begin(two[1])], check)


@scene("people.middleware.person_behind", PEOPLE + "person_of", weight=20)
def two_first_requests_of_one_account() -> Race:
    email = f"{one()}@mail.example"
    key = account(email).pk

    def ask() -> Person:
        return person_behind(Account.objects.get(pk=key))

    def check(outcomes: Outcomes) -> list[str]:
        same = len({outcome.value for outcome in outcomes}) == 1
        return [
            all_of(outcomes),
            once(Person.objects.filter(email=email).count(), "persons"),
            "" if same else "doubled: two persons at once",
        ]

    return Race([ask, ask, ask], check)


@scene("people.forms.SignUpFields", weight=4)
def four_sign_ups_with_one_address() -> Race:
    email, url = f"{one()}@mail.example", reverse("account_signup")
    # Each race from another place: one place may not sign up this often.
    place = f"2001:db8:{one()[:4]}:{one()[:4]}::1"

    def sign_up() -> object:
        client = Client(raise_request_exception=True, REMOTE_ADDR=place)
        answer = client.post(url, {"email": email})
        return answer.status_code, answer["Location"]

    def check(outcomes: Outcomes) -> list[str]:
        same = len({outcome.value for outcome in outcomes}) == 1
        return [
            all_of(outcomes),
            once(Account.objects.filter(email=email).count(), "accounts"),
            "" if same else "lost: the same answer for all",
        ]

    return Race([sign_up] * 4, check)


@scene(PEOPLE + "move", weight=10)
def someone_moves_twice() -> Race:
    who = person()

    def move() -> object:
        return people.move(person=who, place=PLACE, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        rows = Address.objects.filter(person=who)
        return [
            all_of(outcomes),
            once(rows.filter(valid_until=None).count(), "addresses"),
            kept(rows.count() == 2, "an address"),
        ]

    return Race([move, move], check)


@scene(ACT + "record_representation", weight=10)
def one_representation_written_by_two() -> Race:
    two = [person("Riet"), person("Fatma")]

    def record() -> object:
        return acting_for.record_representation(
            actor=two[1],
            represented=two[0],
            representative=two[1],
            kind=RepresentationKind.WITH_CONSENT,
            relation="",
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = Representation.objects.filter(represented=two[0])
        return [all_of(outcomes), once(rows.count(), "representations")]

    return Race([record, record], check)


@scene(ACT + "block", ACT + "unblock", weight=10)
def shut_out_twice_and_taken_back() -> Race:
    two = [person("Riet"), person("Jan")]

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), within(Block.objects.filter(by=two[0]).count(), 1, "blocks")]

    def block() -> None:
        acting_for.block(actor=two[0], about_id=two[1].pk, at=LATER)

    return Race(
        [block, block, lambda: acting_for.unblock(actor=two[0], about_id=two[1].pk)], check
    )


@scene(PEOPLE + "learn_areas", weight=10)
def places_learnt_by_two() -> Race:
    areas = [AreaDetails(str(code), "Dorp", 52.1, 5.1, "races") for code in range(4000, 4040)]

    def check(outcomes: Outcomes) -> list[str]:
        known = PostcodeArea.objects.filter(code__in=[one.code for one in areas]).count()
        return [all_of(outcomes), kept(known == 40, "a place")]

    return Race(
        [lambda: people.learn_areas(areas), lambda: people.learn_areas(areas[::-1])], check
    )


@scene(WORK + "set_up_organisation", weight=10)
def one_organisation_set_up_by_two() -> Race:
    name = one("Stichting ")

    def set_up() -> object:
        return organisations.set_up_organisation(
            name=name, kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
        )

    def check(outcomes: Outcomes) -> list[str]:
        takes = Organisation.objects.filter(takes_new_questions=True)
        return [
            all_of(outcomes),
            once(Organisation.objects.filter(name=name).count(), "of them"),
            within(takes.count(), 1, "that take questions"),
        ]

    return Race([set_up, set_up], check)


@scene(WORK + "appoint", weight=10)
def one_person_appointed_by_two() -> Race:
    at, who = organisation(), person()

    def appoint() -> object:
        return organisations.appoint(
            person_id=who.pk,
            organisation=at,
            job_role=JobRole.COORDINATOR,
            valid_from=NOON.date(),
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), once(Employment.objects.filter(person=who).count(), "jobs")]

    return Race([appoint, appoint], check)


# --- Messages ---------------------------------------------------------------------------------


def letter(who: Person, key: str, at: Organisation | None = None) -> Notice:
    return Notice(who.pk, Occasion.QUESTION_RECEIVED, "/", key, at.pk if at else None)


@scene(TELL + "notify", weight=10)
def one_message_written_by_two() -> Race:
    who, key = person(), one()

    def tell() -> None:
        notifications.notify(letter(who, key), at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        return [all_of(outcomes), once(Message.objects.filter(key=key).count(), "messages")]

    return Race([tell, tell], check)


@scene(TELL + "mark_done", weight=10)
def one_letter_printed_by_two() -> Race:
    s, key = Scene(), one()
    notifications.notify(letter(person(channel=Channel.LETTER), key, s.helpdesk), at=NOON)
    ids = list(Message.objects.filter(key=key).values_list("pk", flat=True))

    def printed(actor: Person) -> int:
        return notifications.mark_done(actor=actor, message_ids=ids, at=LATER)

    def check(outcomes: Outcomes) -> list[str]:
        done = sum(outcome.value or 0 for outcome in outcomes)
        return [all_of(outcomes), once(done, "times printed")]

    return Race([lambda: printed(s.bram), lambda: printed(s.carl)], check)


@scene("notifications.tasks.send_message", "notifications.tasks.claim", weight=20)
def one_mail_sent_by_two_workers() -> Race:
    email, key = f"{one()}@mail.example", one()
    notifications.notify(letter(person(email=email), key), at=NOON)
    row = Message.objects.get(key=key)

    def send() -> None:
        tasks.send_message(message_id=str(row.pk))

    def check(outcomes: Outcomes) -> list[str]:
        row.refresh_from_db()
        sent = sum(email in message.to for message in mail.outbox)
        mail.outbox[:] = [message for message in mail.outbox if email not in message.to]
        return [all_of(outcomes), once(sent, "mails"), kept(row.sent_at is not None, "sent")]

    return Race([send, send], check)


@scene("notifications.tasks.sweep", weight=2)
def two_sweeps_at_once() -> Race:
    email, key = f"{one()}@mail.example", one()
    Message.objects.waiting().delete()
    notifications.notify(letter(person(email=email), key), at=NOON)

    def check(outcomes: Outcomes) -> list[str]:
        sent = sum(email in message.to for message in mail.outbox)
        mail.outbox[:] = []
        return [all_of(outcomes), once(sent, "mails")]

    return Race([lambda: tasks.sweep(0), lambda: tasks.sweep(0)], check)


# --- What comes in ----------------------------------------------------------------------------


@scene("needs.ask_wizard.send", weight=40)
def one_draft_sent_twice() -> Race:
    name = one("Anja")[:30]
    token = drafts.save_draft(token=None, person=None, answers=ANSWERS, at=NOON)
    contact = {
        "given_name": name,
        "family_name": "",
        "email": "",
        "phone": "030 1",
        "channel": Channel.PHONE,
    }

    def send() -> object:
        return ask_wizard.send(
            ask_wizard.Wizard(ANSWERS, None, LATER), contact, token=token, client=one()
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            one_of(outcomes),
            once(Person.objects.filter(given_name=name).count(), "persons"),
            once(HelpQuestion.objects.filter(asked_by__given_name=name).count(), "questions"),
        ]

    return Race([send, send], check)


@scene(
    "exchange.services.take_in",
    "needs.services.asking.ask_many",
    PEOPLE + "record_people",
    weight=6,
)
def one_list_read_by_two() -> Race:
    s = Scene()
    headers = ["Nummer", "Naam", "Postcode", "Hulpvraag", "Beschikbaar"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vragen.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            row = ["C1", "Testerink, Joost", f"{PLACE} AB", "gezelschap", "do middag"]
            csv.writer(file, delimiter=";").writerows([headers, row])
        sheet = exchange.read_sheet(
            path, kind=SheetKind.QUESTIONS, at=LATER, progress=lambda *_done: None
        )
    host = exchange.Host(s.helpdesk, s.bram)

    def take() -> exchange.Taken:
        return exchange.take_in(sheet, host=host, at=LATER, progress=lambda *_done: None)

    def check(outcomes: Outcomes) -> list[str]:
        new = sum(outcome.value.new for outcome in outcomes if outcome.done)
        rows = HelpQuestion.objects.filter(organisation=s.helpdesk).count()
        return [once(rows, "questions"), once(new, "told to be new")]

    return Race([take, take], check)


@scene("volunteering.services.register_many", weight=6)
def many_offers_of_the_same_helpers() -> Race:
    s, crowd = Scene(), [person(), person()]

    def register(who: list[Person]) -> object:
        return volunteering.register_many(
            people=who,
            offerings=[offered(), offered()],
            organisation_id=s.helpdesk.pk,
            vog_seen_on=[None, None],
            at=LATER,
        )

    def check(outcomes: Outcomes) -> list[str]:
        return [
            one_of(outcomes),
            kept(Offer.objects.filter(person__in=crowd).count() == 2, "an offer"),
        ]

    return Race([lambda: register(crowd), lambda: register(crowd[::-1])], check)


@scene("needs.services.asking.ask", weight=6)
def two_questions_of_one_person() -> Race:
    s = Scene()

    def ask() -> object:
        return asking.ask(
            asked_by=s.asker,
            subject=s.asker,
            question=asked(),
            organisation_id=s.helpdesk.pk,
            at=LATER + timedelta(days=1),
        )

    def check(outcomes: Outcomes) -> list[str]:
        rows = HelpQuestion.objects.filter(subject=s.asker)
        return [all_of(outcomes), kept(rows.count() == 2, "a question")]

    return Race([ask, ask], check)
