"""100,000 odd requests to every address, as everybody; none of them may break anything.

The whole stack answers (middleware, access, forms, services, templates, PostgreSQL as the role
of the web server). Forms are read from the pages and sent back with odd fields. A request is
"broken" when its answer has status 500 or more or when handling it raises. Each process has a
database of its own, made anew every few thousand requests, so that there is something to break.
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connection, connections
from django.urls import get_resolver

from odd_asker import Asker, Tally, templates_of
from own_databases import connect_to, own_databases

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
REQUESTS, PROCESSES, RENEW_AFTER, SEED = 100_000, 2, 4000, 20261121


def quiet() -> None:
    """No log lines and no mails: there would be a hundred thousand."""
    logging.disable(logging.CRITICAL)
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    settings.ALLOWED_HOSTS = ["testserver"]


def world() -> dict[str, list[str]]:
    """Write something of everything; return what may stand in an address, by its name there."""
    cast_module, world_module = import_module("tests.cast"), import_module("tests.access.world")
    made = world_module.make_world(cast_module.make_cast())
    return {key: [str(value)] for key, value in made.ids.items()} | known_ids()


def known_ids() -> dict[str, list[str]]:
    """Return the ids of what is in the database, by the name that addresses use for them."""
    models = {
        "agreement_id": "circles.RoleAgreement",
        "circle_id": "circles.Circle",
        "membership_id": "circles.Membership",
        "offer_id": "volunteering.Offer",
        "person_id": "people.Person",
        "placement_id": "placements.Placement",
        "proposal_id": "matching.Proposal",
        "question_id": "needs.HelpQuestion",
        "round_id": "matching.Round",
    }
    found = {
        key: [str(one) for one in apps.get_model(label).objects.values_list("pk", flat=True)]
        for key, label in models.items()
    }
    steps = [stage.slug for stage in import_module("samenspel.needs.ask_wizard").STAGES]
    categories = import_module("samenspel.consent.types").DataCategory.values
    return found | {"step": steps, "category": categories, "pk": ["0", "1"]}


def accounts() -> dict[str, Any]:
    """Return the account of everyone whom the harness is, and None for a visitor."""
    known = {one.person.given_name.lower(): one
             for one in apps.get_model("people.Account").objects.all()}  # fmt: skip
    who = import_module("tests.access.world").WHO
    return {one: known.get({"stranger": "vreemd"}.get(one, one)) for one in who}


@dataclass(frozen=True)
class Part:
    """What one process asks, and on which server."""

    number: int
    requests: int
    administrator: str
    filled: str
    ids: dict[str, list[str]]
    seed: int


def ask_part(part: Part) -> Tally:
    """Ask in a process of its own, with clones of the filled database."""
    django.setup()
    quiet()
    postgres = import_module("tests.support.postgres")
    database = postgres.TestDatabase(part.administrator, f"odd{part.number}")
    database.template = part.filled
    tally, done = Tally(), 0
    while done < part.requests:
        connections.close_all()
        database.renew()
        connect_to(part.administrator, database.name)
        connection.settings_dict["OPTIONS"] = {"options": "-c role=samenspel_web"}
        asker = Asker(part.seed + part.number * 10**6 + done, accounts(), part.ids)
        for _ in range(min(RENEW_AFTER, part.requests - done)):
            asker.ask()
        asker.close()
        done += min(RENEW_AFTER, part.requests - done)
        tally.add(asker.tally)
        print(f"process {part.number}: {done} asked, {tally.broken.total()} broken", flush=True)
    connections.close_all()
    database.remove()
    return tally


def main() -> int:
    """Run; print what broke and, last, one line of JSON."""
    parser = argparse.ArgumentParser(description="Send odd requests to every address.")
    parser.add_argument("requests", nargs="?", type=int, default=REQUESTS)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.settings.test"
    django.setup()
    common = import_module("common")
    machine, began, tally = common.machine(), perf_counter(), Tally()
    with own_databases("odd_filled") as (administrator, (filled,)):
        ids = world()
        connections.close_all()
        share = -(-asked.requests // asked.processes)
        with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
            parts = [
                Part(number, share, administrator, filled, ids, asked.seed)
                for number in range(asked.processes)
            ]
            for found in pool.imap_unordered(ask_part, parts):
                tally.add(found)
    for key, times in tally.broken.most_common():
        print(f"{times:6} x {key}\n         {tally.example[key]}")
    addresses = len({template for template, _ in templates_of(get_resolver())})
    figures = {
        "requests": tally.count,
        "addresses": addresses,
        "addresses_asked": len(tally.reached),
        "people": len(tally.shown_to),
        "answers": dict(sorted(tally.answers.items())),
        "broken": tally.broken.total(),
        "kinds_broken": len(tally.broken),
        "seed": asked.seed,
        "seconds": round(perf_counter() - began),
        **machine,
        "met": not tally.broken
        and tally.count >= REQUESTS
        and len(tally.reached) == addresses
        and len(tally.shown_to) == len(import_module("tests.access.world").WHO),
    }
    common.emit("odd-requests", figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
