"""The command line around the database: prepare, status, back-up and restore."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.database.conftest import ROOT

from samenspel.cli import build_parser, main
from samenspel.database.binaries import find_binaries
from samenspel.database.connection import connection_parameters, external
from samenspel.database.roles import Role
from samenspel.database.server import LocalServer
from samenspel.database.state_folder import kept_secret, state_folder

Samenspel = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def samenspel(server: LocalServer) -> Samenspel:
    """Run the command in a process of its own, on the server of the test."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        own = {"PYTHONPATH": str(ROOT / "src"), "SAMENSPEL_STATE": str(server.state)}
        return subprocess.run(
            [sys.executable, "-m", "samenspel", *words],
            env={"PATH": os.environ["PATH"]} | own | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def as_owner(server: LocalServer) -> psycopg.Connection[tuple[object, ...]]:
    conninfo = server.conninfo(dbname="samenspel", user=Role.OWNER.user)
    return psycopg.connect(conninfo, autocommit=True)


def test_a_restored_back_up_holds_the_data_the_rights_and_row_security(
    server: LocalServer, samenspel: Samenspel, tmp_path: Path
) -> None:
    with as_owner(server) as connection:
        connection.execute("CREATE TABLE diary (circle int)")
        connection.execute(
            "ALTER TABLE diary ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )
        connection.execute("CREATE POLICY own ON diary USING (circle = 1)")
        connection.execute("INSERT INTO diary VALUES (1)")
    file = tmp_path / "saved.dump"
    assert samenspel("backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    with as_owner(server) as connection:
        connection.execute("DELETE FROM diary")
    restored = samenspel("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    web = server.conninfo(dbname="samenspel", user=Role.WEB.user)
    with psycopg.connect(web) as connection:
        assert connection.execute("SELECT circle FROM diary").fetchall() == [(1,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO diary VALUES (2)")
    with as_owner(server) as connection:
        connection.execute("CREATE TABLE later (id int)")
    with psycopg.connect(web) as connection:
        assert connection.execute("SELECT * FROM later").fetchall() == []


def test_a_broken_back_up_changes_nothing(
    server: LocalServer, samenspel: Samenspel, tmp_path: Path
) -> None:
    with as_owner(server) as connection:
        connection.execute("CREATE TABLE diary AS SELECT 1 AS circle")
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP this is not a back-up")
    result = samenspel("restore", str(broken))
    assert result.returncode == 1
    assert "the database is as it was" in result.stderr
    with as_owner(server) as connection:
        assert connection.execute("SELECT circle FROM diary").fetchall() == [(1,)]
        databases = connection.execute("SELECT count(*) FROM pg_database").fetchone()
        assert databases == (4,)  # postgres, samenspel and the two of PostgreSQL itself


def test_a_back_up_never_overwrites_another(samenspel: Samenspel, tmp_path: Path) -> None:
    file = tmp_path / "saved.dump"
    file.write_text("precious")
    assert samenspel("backup", str(file)).returncode == 1
    assert file.read_text() == "precious"


def test_the_status_names_every_role(samenspel: Samenspel) -> None:
    result = samenspel("database", "status")
    assert result.returncode == 0
    for role in Role:
        assert f"signs in as {role.user}" in result.stdout


def test_a_server_of_ones_own_is_prepared_with_roles_to_take_on(
    server: LocalServer,
    samenspel: Samenspel,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """With an ordinary login that may create roles, as a database team hands out."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        for role in Role:
            connection.execute(f"DROP OWNED BY {role.user}")
        connection.execute("DROP DATABASE samenspel")
        for role in Role:
            connection.execute(f"DROP ROLE {role.user}")
        connection.execute("CREATE ROLE theirs LOGIN CREATEROLE")
        connection.execute("CREATE DATABASE care OWNER theirs")
    url = f"postgresql:///care?host={server.cluster.run}&user=theirs"
    for _ in range(2):  # safe to repeat
        result = samenspel("database", "prepare", DATABASE_URL=url)
        assert result.returncode == 0, result.stderr
    monkeypatch.setenv("DATABASE_URL", url)
    assert external()
    owner, web = (make_conninfo(**connection_parameters(r)) for r in (Role.OWNER, Role.WEB))
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TABLE thing (id int)")
        connection.execute("CREATE TABLE guarded AS SELECT 4711 AS id")
        connection.execute("CREATE POLICY every ON guarded TO samenspel_owner USING (true)")
        for verb in ("ENABLE", "FORCE"):
            connection.execute(f"ALTER TABLE guarded {verb} ROW LEVEL SECURITY")
    with psycopg.connect(web, autocommit=True) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("samenspel_web",)
        connection.execute("INSERT INTO thing VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DROP TABLE thing")
        assert connection.execute("SELECT count(*) FROM guarded").fetchone() == (0,)
    target = tmp_path / "care.dump"
    kept = samenspel("backup", str(target), DATABASE_URL=url)
    assert kept.returncode == 0, kept.stderr
    program = find_binaries().program("pg_restore")
    said = subprocess.run(
        [program, "--file=-", str(target)], capture_output=True, text=True, check=True
    )
    assert "4711" in said.stdout, "a back-up holds what row security hides from the web server"


def test_a_login_that_may_not_prepare_is_told_what_it_needs(
    server: LocalServer, samenspel: Samenspel
) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE ROLE weak LOGIN")
    url = f"postgresql:///postgres?host={server.cluster.run}&user=weak"
    result = samenspel("database", "prepare", DATABASE_URL=url)
    assert result.returncode == 3
    assert "CREATEROLE" in result.stderr
    assert "Traceback" not in result.stderr


def test_each_role_can_have_an_address_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://login@db.example/care")
    monkeypatch.setenv("DATABASE_URL_WEB", "postgresql://web:secret@pooler.example:6432/care")
    assert connection_parameters(Role.WEB) == {
        "user": "web", "password": "secret", "host": "pooler.example", "port": "6432",
        "dbname": "care",
    }  # fmt: skip
    assert connection_parameters(Role.WORKER)["options"] == "-c role=samenspel_worker"


def test_the_state_folder_is_chosen_by_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAMENSPEL_STATE", raising=False)
    assert state_folder() == ROOT / "var"
    monkeypatch.setenv("SAMENSPEL_STATE", str(tmp_path / "here"))
    assert state_folder() == tmp_path / "here"


def test_a_kept_secret_is_private_and_stays_the_same(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "state", "secret-key")
    assert kept_secret(tmp_path / "state", "secret-key") == first
    assert len(first) >= 64
    assert (tmp_path / "state" / "secret-key").stat().st_mode & 0o077 == 0


def test_the_command_line_knows_its_own_words_and_the_engine_s() -> None:
    usage = build_parser().format_help()
    for word in ("run", "migrate", "worker", "demo", "check", "import", "backup", "restore",
                 "database", "generate", "match"):  # fmt: skip
        assert word in usage


def test_matching_files_needs_no_django() -> None:
    code = "import sys; from samenspel.cli import build_parser; build_parser('match'); "
    code += "sys.exit('django' in sys.modules or 'psycopg' in sys.modules)"
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    assert result.returncode == 0


def test_the_engine_is_reached_through_the_command_line(
    samenspel: Samenspel, tmp_path: Path
) -> None:
    made = samenspel("generate", "--requests", "20", "--offers", "40", "-o", str(tmp_path))
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "requests.csv").exists()


def test_an_unknown_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nonsense"])
    assert "nonsense" in capsys.readouterr().err
