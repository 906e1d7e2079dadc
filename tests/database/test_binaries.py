"""Which PostgreSQL is used: the embedded one, else the system's newest, else plain words."""

from pathlib import Path

import pytest

from samenspel.database.binaries import find_binaries
from samenspel.database.errors import DatabaseUnavailableError


def programs(folder: Path, version: str) -> Path:
    """A folder that looks like the programs of a PostgreSQL of that version."""
    folder.mkdir(parents=True)
    for name in ("initdb", "postgres"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho '{name} (PostgreSQL) {version}'\n")
        program.chmod(0o755)
    return folder


def test_the_embedded_one_comes_first(tmp_path: Path) -> None:
    embedded, system = programs(tmp_path / "a", "18.6"), programs(tmp_path / "b", "19.1")
    found = find_binaries(embedded=embedded, system=(system,))
    assert (found.folder, found.major, found.origin) == (embedded, 18, "embedded")


def test_this_installation_has_the_embedded_one() -> None:
    assert find_binaries().origin == "embedded"


def test_else_the_newest_on_the_system(tmp_path: Path) -> None:
    older, newer = programs(tmp_path / "a", "16.4"), programs(tmp_path / "b", "17beta1")
    found = find_binaries(embedded=tmp_path / "none", system=(newer, older))
    assert (found.folder, found.major, found.origin) == (newer, 17, "system")


def test_an_embedded_one_that_does_not_run_here_is_passed_over(tmp_path: Path) -> None:
    broken, system = programs(tmp_path / "a", "18.6"), programs(tmp_path / "b", "16.1")
    (broken / "postgres").write_text("#!/bin/sh\nexit 127\n")
    assert find_binaries(embedded=broken, system=(system,)).folder == system


def test_too_old_is_said_in_plain_words(tmp_path: Path) -> None:
    old = programs(tmp_path / "a", "15.18 (Debian 15.18-1)")
    with pytest.raises(DatabaseUnavailableError) as raised:
        find_binaries(embedded=tmp_path / "none", system=(old,))
    message = str(raised.value)
    assert "too old: PostgreSQL 15" in message
    assert "DATABASE_URL" in message


def test_none_at_all_is_said_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError, match="found none"):
        find_binaries(embedded=tmp_path / "none", system=())
