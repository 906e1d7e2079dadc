"""Our own server: quick, only for us, never left behind, never confused by leftovers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.database.conftest import is_alive, wait_until

from samenspel.database.cluster import local_parameters
from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.occupants import occupants
from samenspel.database.server import LocalServer
from samenspel.database.state_folder import SOCKET_PATH_LIMIT, make_private, run_folder

Supervise = Callable[[Path], tuple[subprocess.Popen[str], int]]


def keep(server: LocalServer, word: str) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [word])


def kept(server: LocalServer) -> list[str]:
    with psycopg.connect(server.conninfo()) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM kept ORDER BY word")]


def test_the_first_start_takes_seconds_and_the_next_less_than_one(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    server = LocalServer(tmp_path / "state")
    took = []
    for _ in range(2):
        started = time.monotonic()
        with server:
            took.append(time.monotonic() - started)
    record_property("first start, s", round(took[0], 2))
    record_property("warm start, s", round(took[1], 2))
    assert took[0] < 10
    assert took[1] < 3  # a tenth of a second on a quiet machine; the tests share theirs


def test_data_survive_a_stop(tmp_path: Path) -> None:
    for word in ("before", "after"):
        with LocalServer(tmp_path / "state") as server:
            keep(server, word)
            words = kept(server)
    assert words == ["after", "before"]


def test_no_network_socket_listens(server: LocalServer) -> None:
    ours = {os.readlink(f) for f in Path(f"/proc/{server.process_id}/fd").iterdir()}
    inodes = {name[8:-1] for name in ours if name.startswith("socket:")}
    listening = {
        fields[9]
        for table in ("tcp", "tcp6")
        for fields in map(str.split, Path(f"/proc/net/{table}").read_text().splitlines()[1:])
        if fields[3] == "0A"
    }
    assert inodes
    assert not inodes & listening


def test_the_check_for_network_sockets_can_see_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        inode = os.readlink(f"/proc/self/fd/{listener.fileno()}")[8:-1]
        assert any(
            line.split()[9] == inode
            for line in Path("/proc/net/tcp").read_text().splitlines()[1:]
        )


def test_only_this_user_may_enter_the_folders(server: LocalServer) -> None:
    for folder in (server.state, server.cluster.run, server.cluster.data):
        assert folder.stat().st_mode & 0o077 == 0, folder


def test_a_folder_prepared_by_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(PermissionError):
        make_private(tmp_path / "link")


def test_a_deep_state_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 12) / ("deep" * 12)
    with LocalServer(deep, durable=False) as server:
        assert kept_path_length(server) <= SOCKET_PATH_LIMIT
        assert server.answers()
    run_folder(deep).rmdir()


def kept_path_length(server: LocalServer) -> int:
    return len(os.fsencode(server.cluster.run / ".s.PGSQL.5432"))


def test_the_server_ends_when_its_supervisor_is_killed(
    tmp_path: Path, supervise: Supervise
) -> None:
    supervisor, postmaster = supervise(tmp_path / "state")
    assert is_alive(postmaster)
    supervisor.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not is_alive(postmaster), 10) < 10
    assert occupants(tmp_path / "state" / "postgresql" / "18") == []


def test_a_new_supervisor_takes_over_from_a_killed_one_at_once(
    tmp_path: Path, supervise: Supervise
) -> None:
    supervisor, postmaster = supervise(tmp_path / "state")
    keep(LocalServer(tmp_path / "state"), "written")
    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()
    with LocalServer(tmp_path / "state") as server:
        assert server.owned
        assert server.process_id != postmaster
        assert kept(server) == ["written"]


def test_a_second_process_joins_and_leaves_the_server_running(
    tmp_path: Path, supervise: Supervise
) -> None:
    _, postmaster = supervise(tmp_path / "state")
    with LocalServer(tmp_path / "state") as joined:
        assert not joined.owned
        assert joined.answers()
    assert is_alive(postmaster)
    assert joined.answers()


def test_whoever_joined_takes_over_when_the_owner_is_gone(
    tmp_path: Path, supervise: Supervise
) -> None:
    supervisor, _ = supervise(tmp_path / "state")
    with LocalServer(tmp_path / "state") as joined:
        assert joined.tend() is False
        supervisor.communicate("")  # the owner stops in an orderly way
        wait_until(joined.tend, 30)
        assert joined.owned


def test_a_pid_file_that_names_an_unrelated_process_does_no_harm(tmp_path: Path) -> None:
    with LocalServer(tmp_path / "state") as server:
        keep(server, "written")
    unrelated = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"],
                                 stdin=subprocess.PIPE)  # fmt: skip
    try:
        pid_file = server.cluster.data / "postmaster.pid"
        pid_file.write_text(f"{unrelated.pid}\n{server.cluster.data}\n")
        with server:
            assert kept(server) == ["written"]
        assert unrelated.poll() is None
    finally:
        unrelated.communicate()


def test_the_server_starts_again_after_being_killed(
    server: LocalServer, record_property: Callable[[str, object], None]
) -> None:
    keep(server, "written")
    os.kill(server.process_id, signal.SIGKILL)
    started = time.monotonic()
    wait_until(server.tend, 30)
    record_property("restart after kill -9, s", round(time.monotonic() - started, 2))
    assert kept(server) == ["written"]
    assert server.restarts == 1


def test_an_interrupted_first_start_leaves_no_half_data_folder(tmp_path: Path) -> None:
    state = tmp_path / "state"
    draft = state / "postgresql" / "18.draft"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18")
    with LocalServer(state, durable=False) as server:
        assert server.answers()
    assert not draft.exists()


def test_data_of_another_version_are_refused_in_plain_words(tmp_path: Path) -> None:
    other = tmp_path / "state" / "postgresql" / "17"
    other.mkdir(parents=True)
    (other / "PG_VERSION").write_text("17")
    with pytest.raises(DatabaseUnavailableError, match="PostgreSQL 17"):
        LocalServer(tmp_path / "state").start()


def test_the_log_keeps_no_care_content(server: LocalServer) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE note (body text UNIQUE)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO note VALUES ('has dementia')")
            except psycopg.errors.UniqueViolation as error:
                assert "has dementia" in str(error)  # PostgreSQL does tell the client
    log = server.cluster.log.read_text()
    assert "duplicate key" in log
    assert "dementia" not in log


def test_sorting_and_full_text_search_are_as_we_count_on(server: LocalServer) -> None:
    with psycopg.connect(server.conninfo(dbname="samenspel")) as connection:
        words = connection.execute("SELECT to_tsvector('De mantelzorgers zochten buurvrouwen')")
        assert words.fetchone()[0] == "'buurvrouw':4 'mantelzorger':2 'zocht':3"
        name = connection.execute("SELECT lower('ÉÉN') = 'één'").fetchone()
        assert name == (True,)


def test_the_parameters_need_no_running_server(tmp_path: Path) -> None:
    assert local_parameters(tmp_path, dbname="d", user="u")["host"] == str(run_folder(tmp_path))
