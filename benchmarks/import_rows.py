"""10,000 rows of a spreadsheet into an empty database, as ``samenspel import`` does it.

Makes a database server of its own in a temporary folder, writes two .xlsx files with invented
people (questions and offers) and reads, checks and stores each. Prints the figures and, as its
last line, one JSON object; ``seconds`` and ``queries`` are those of the slower file.
"""

from __future__ import annotations

import json
import os
import platform
import random
import resource
import subprocess
import sys
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from openpyxl import Workbook

from samenspel.database.connection import running_database

ROWS, SEED = 10_000, 1
GIVEN = ("Els", "Joost", "Riet", "Bram", "Fatma", "Noor")
FAMILY = ("Proefstra", "Testerink", "Maquetstra", "Conceptius")
KINDS = ("gezelschap", "boodschappen", "samen naar buiten; gezelschap", "vervoer", "klusjes")
MOMENTS = ("ma ochtend; do middag", "di, wo middag", "doordeweeks ochtend", "za en zo middag")
PLACES = [(f"35{number:02d}", f"Proefdorp {number}") for number in range(100)]


def write_sheet(path: Path, extra: str, values: tuple[str, ...]) -> None:
    """Write a spreadsheet such as coordinators keep."""
    dice = random.Random(SEED)
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(
        ["Relatienummer", "Voornaam", "Achternaam", "Telefoon", "E-mail", "Geboortejaar",
         "Postcode", "Soort hulp", "Dagdelen", "Uren per week", "Talen", extra]
    )  # fmt: skip
    for number in range(ROWS):
        sheet.append(
            [f"A{number:05d}", dice.choice(GIVEN), dice.choice(FAMILY),
             f"06 0000{dice.randrange(10_000):04d}", f"p{number}@voorbeeld.example",
             dice.randint(1930, 2000), f"{dice.choice(PLACES)[0]} AB", dice.choice(KINDS),
             dice.choice(MOMENTS), dice.randint(1, 8), "Nederlands, Engels",
             dice.choice(values)]
        )  # fmt: skip
    workbook.save(path)


def set_up() -> None:
    """Set up an organisation with a coordinator, and the places."""
    organisations = import_module("samenspel.organisations.services")
    people = import_module("samenspel.people.services")
    people.learn_areas(
        [
            people.AreaDetails(code, place, 52.0 + at / 200, 5.0 + at / 200, "invented")
            for at, (code, place) in enumerate(PLACES)
        ]
    )
    helpdesk = organisations.set_up_organisation(
        name="Stichting Proefhulp", kind="volunteer", takes_new_questions=True
    )
    coordinator = people.record_person(
        actor=None, details=people.PersonDetails("Noor", "Testmans"), at=timezone.now()
    )
    organisations.appoint(
        person_id=coordinator.pk,
        organisation=helpdesk,
        job_role="coordinator",
        valid_from=date(2020, 1, 1),
    )


def measure(path: Path) -> tuple[float, int]:
    """Import one file; return seconds and queries."""
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    began = perf_counter()
    with connection.execute_wrapper(count):
        call_command("import_spreadsheet", str(path))
    return perf_counter() - began, queries


def run(folder: Path) -> dict[str, Any]:
    """Import both files, and one of them again."""
    set_up()
    questions, offers = folder / "vragen.xlsx", folder / "aanbod.xlsx"
    write_sheet(questions, "Urgentie", ("laag", "normaal", "hoog"))
    write_sheet(offers, "Max afstand km", ("3", "5", "10"))
    results = {path.stem: measure(path) for path in (questions, offers)}
    again, _queries = measure(questions)
    seconds, queries = max(results.values())
    return {
        "benchmark": "import-rows",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rows": ROWS,
        "seconds": round(seconds, 2),
        "rows_per_second": round(ROWS / seconds),
        "queries": queries,
        "questions_s": round(results["vragen"][0], 2),
        "offers_s": round(results["aanbod"][0], 2),
        "again_s": round(again, 2),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SAMENSPEL_STATE"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.settings.development")
        with running_database():
            subprocess.run(
                [sys.executable, "-m", "samenspel", "migrate", "--verbosity", "0"], check=True
            )
            os.environ["SAMENSPEL_DB_ROLE"] = "worker"
            django.setup()
            figures = run(Path(folder))
            connection.close()
    for name, value in figures.items():
        print(f"{name:16} {value}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
