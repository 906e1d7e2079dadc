"""Django's management commands from the command line, with the right role and a database."""

import argparse
import os
import sys

from django.core.management import execute_from_command_line

from samenspel.database.connection import running_database
from samenspel.database.roles import OWNER_COMMANDS, Role

SETTINGS = "samenspel.settings.development"


def management(role: Role, *words: str) -> int:
    """Run a management command as ``role``, with the database up for as long as it takes.

    SAMENSPEL_DB_ROLE, when set already, wins. Returns the exit status.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("SAMENSPEL_DB_ROLE", role.value)
    with running_database():
        try:
            execute_from_command_line(["samenspel", *words])
        except SystemExit as ending:
            return int(ending.code or 0)
    return 0


def migrate(parsed: argparse.Namespace) -> int:
    """Bring the tables up to date; only the owner may."""
    return management(Role.OWNER, "migrate", *parsed.rest)


def worker(parsed: argparse.Namespace) -> int:
    """Do background jobs until told to stop."""
    return management(Role.WORKER, "procrastinate", "worker", *parsed.rest)


def demo(parsed: argparse.Namespace) -> int:
    """Fill the database with synthetic people. Every page says demo from then on."""
    os.environ.setdefault("SAMENSPEL_DEMO", "1")
    return management(Role.WORKER, "demo", *parsed.rest)


def import_(parsed: argparse.Namespace) -> int:
    """Read a coordinator's spreadsheet."""
    return management(Role.WORKER, "import_spreadsheet", *parsed.rest)


def import_postcodes(parsed: argparse.Namespace) -> int:
    """Read the places of four-digit postcodes."""
    return management(Role.WORKER, "import_postcodes", *parsed.rest)


def person(parsed: argparse.Namespace) -> int:
    """Write down everything about a person, or forget them."""
    return management(Role.WORKER, "person", *parsed.rest)


def retention(parsed: argparse.Namespace) -> int:
    """Delete what has been kept long enough."""
    return management(Role.WORKER, "retention", *parsed.rest)


def check(parsed: argparse.Namespace) -> int:
    """Check settings and code, and that no migration is waiting."""
    return management(Role.OWNER, "check") or management(Role.OWNER, "migrate", "--check")


def manage(parsed: argparse.Namespace) -> int:
    """Any management command; those that change the structure get the owner's role."""
    words = parsed.rest or ["help"]
    role = Role.OWNER if words[0] in OWNER_COMMANDS else Role.WEB
    if words[0] in {"help", "--help", "-h"}:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        execute_from_command_line(["samenspel manage", *words])
        return 0
    return management(role, *words)


def write(line: str) -> None:
    """Write a line for the person at the terminal, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
