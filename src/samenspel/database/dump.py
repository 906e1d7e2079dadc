"""Back-up and restore with PostgreSQL's own programs.

A back-up holds the whole database, nothing else: the secret of the installation
(SAMENSPEL_SECRET_KEY) and the uploaded files belong in a back-up of their own.
"""

import argparse
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samenspel.database.binaries import find_binaries
from samenspel.database.connection import administrator_conninfo, external, running_database
from samenspel.database.roles import DATABASE, Role, prepare_database

_AS_OWNER = (f"--role={Role.OWNER.user}", "--enable-row-security")
"""An ordinary login reads the tables as their owner, whose policies show every row; whoever may
not become the owner is refused. Our own server's administrator needs neither."""


def backup(parsed: argparse.Namespace) -> int:
    """Write the database to ``parsed.file`` (compressed, custom format); 0 when it is complete.

    The file appears under its name only when it is whole.
    """
    target = Path(parsed.file)
    if target.exists():
        return _fail(f"{target} already exists; choose another name.")
    draft = target.with_name(f"{target.name}.part")
    draft.touch(mode=0o600)
    with running_database():
        conninfo = make_conninfo(administrator_conninfo(), dbname=_database())
        command = [
            find_binaries().program("pg_dump"),
            "--format=custom",
            f"--file={draft}",
            *(_AS_OWNER if external() else ()),
            conninfo,
        ]
        if subprocess.run(command, check=False).returncode != 0:
            draft.unlink(missing_ok=True)
            return _fail("The back-up failed; nothing was written.")
    draft.rename(target)
    sys.stdout.write(f"Wrote {target} ({target.stat().st_size:,} bytes).\n")
    return 0


def restore(parsed: argparse.Namespace) -> int:
    """Replace the database by the back-up ``parsed.file``; 0 when it is complete.

    The back-up is read into a new database first. Only when that has succeeded do the two swap
    places, so a broken back-up changes nothing; the database that was there keeps its data
    under a name with the date and time in it.
    """
    source = Path(parsed.file)
    if not source.is_file():
        return _fail(f"There is no {source}.")
    with running_database():
        administrator = administrator_conninfo()
        if external():
            administrator = make_conninfo(administrator, dbname="postgres")
        name = _database()
        moment = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
        fresh, former = f"{name}_new_{moment}", f"{name}_until_{moment}"
        with psycopg.connect(administrator, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(
                    sql.Identifier(fresh), sql.Identifier(Role.OWNER.user)
                )
            )
            inside = make_conninfo(administrator, dbname=fresh)
            with psycopg.connect(inside, autocommit=True) as prepared:
                prepare_database(prepared)
            if not _read_into(inside, source):
                connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(fresh)))
                return _fail("The back-up could not be read; the database is as it was.")
            _rename(connection, name, former)
            _rename(connection, fresh, name)
            with psycopg.connect(
                make_conninfo(administrator, dbname=name), autocommit=True
            ) as prepared:
                prepare_database(prepared)
    sys.stdout.write(f"Restored {source}. What was there before is in the database {former}.\n")
    return 0


def _read_into(conninfo: str, source: Path) -> bool:
    flags = ["--single-transaction", "--exit-on-error"]
    command = [
        find_binaries().program("pg_restore"),
        *flags,
        f"--dbname={conninfo}",
        str(source),
    ]
    return subprocess.run(command, check=False).returncode == 0


def _rename(connection: psycopg.Connection[tuple[object, ...]], old: str, new: str) -> None:
    connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [old]
    )
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(old), sql.Identifier(new)
        )
    )


def _database() -> str:
    return str(conninfo_to_dict(administrator_conninfo())["dbname"]) if external() else DATABASE


def _fail(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return 1
