"""The first organisation and its first coordinator, from the command line."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from tests.cast import NOON

from samenspel.organisations import reads
from samenspel.organisations.types import JobRole
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
