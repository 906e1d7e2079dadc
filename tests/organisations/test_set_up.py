"""The first organisation and its first coordinator, from the command line."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.cast import NOON, Cast

from samenspel.organisations import reads, services
from samenspel.organisations.types import JobRole, OrganisationKind
from samenspel.people import reads as people_reads

WORDS = ["--organisation", "Stichting Proefhulp", "--phone", "030 000 00 00"]
NOOR = ["--coordinator", "Noor Testmans", "--email", "noor@mail.example"]


def test_a_coordinator_can_begin(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    for _again in range(2):
        call_command("set_up", *WORDS, *NOOR)
    assert "Noor Testmans coordinates at Stichting Proefhulp" in capsys.readouterr().out
    noor = people_reads.find_person_by_email("noor@mail.example")
    assert noor is not None
    later = NOON.replace(year=2040)
    organisation = reads.intake_organisation()
    assert reads.organisations_where(noor.pk, JobRole.COORDINATOR, later) == {organisation.pk}
    client = Client()
    client.force_login(noor.account)
    assert client.get("/werklijst/").headers["Location"] == "/account/2fa/"


def test_without_an_address_nobody_is_appointed(db: None) -> None:
    with pytest.raises(CommandError, match="e-mail"):
        call_command("set_up", *WORDS, "--coordinator", "Noor", "--email", "noor")
    assert reads.find_organisation("Stichting Proefhulp") is None


def test_one_organisation_takes_new_questions_and_naming_another_moves_it(db: None) -> None:
    first, second = (
        services.set_up_organisation(
            name=name, kind=OrganisationKind.VOLUNTEER, takes_new_questions=True
        )
        for name in ("Stichting Proefhulp", "Stichting Elders")
    )
    assert reads.intake_organisation() == second
    first.refresh_from_db()
    assert not first.takes_new_questions


def test_a_job_role_holds_from_its_first_day_to_its_last(cast: Cast) -> None:
    first, last = NOON + timedelta(days=2), NOON + timedelta(days=5)
    job = services.appoint(
        person_id=cast.stranger.pk,
        organisation=cast.elsewhere,
        job_role=JobRole.COORDINATOR,
        valid_from=first.date(),
    )
    job.valid_until = last.date()
    job.save(update_fields=["valid_until"])
    days = [first - timedelta(days=1), first, last, last + timedelta(days=1)]
    held = [bool(reads.all_organisations_of(cast.stranger.pk, day)) for day in days]
    assert held == [False, True, True, False]
