"""``samenspel manage set_up``: the first organisation with its first coordinator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from samenspel.core.clock import now
from samenspel.organisations import services
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import reads as people_reads
from samenspel.people import services as people_services
from samenspel.people.services import PersonDetails


class Command(BaseCommand):
    """Set up an organisation and appoint a coordinator, who then signs in with a code."""

    help = (
        "Set up an organisation and appoint a coordinator. Running it again with the same "
        "names changes nothing; with another address it appoints one more coordinator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Names and addresses."""
        parser.add_argument("--organisation", required=True, help="name of the organisation")
        parser.add_argument(
            "--kind", default=OrganisationKind.VOLUNTEER, choices=OrganisationKind.values
        )
        parser.add_argument("--phone", default="", help="number that helpers and askers see")
        parser.add_argument("--coordinator", required=True, help="first name and family name")
        parser.add_argument("--email", required=True, help="where the sign-in code is sent")
        parser.add_argument(
            "--no-new-questions",
            dest="takes_new_questions",
            action="store_false",
            help="questions from the public page keep going to another organisation",
        )

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        """Do it, and say how the coordinator gets in."""
        given, _space, family = options["coordinator"].strip().partition(" ")
        if not given or "@" not in options["email"]:
            raise CommandError("A coordinator needs a name and an e-mail address.")
        at, email = now(), options["email"].strip()
        organisation = services.set_up_organisation(
            name=options["organisation"].strip(),
            kind=OrganisationKind(options["kind"]),
            takes_new_questions=options["takes_new_questions"],
            phone=options["phone"],
        )
        person = people_reads.find_person_by_email(email) or people_services.record_newcomer(
            details=PersonDetails(given, family, email=email), at=at
        )
        services.appoint(
            person_id=person.pk,
            organisation=organisation,
            job_role=JobRole.COORDINATOR,
            valid_from=at.date(),
        )
        self.stdout.write(
            f"{person.full_name} coordinates at {organisation.name}. Sign in with {email}: "
            "a code comes by e-mail, and the first thing asked is a second factor."
        )
