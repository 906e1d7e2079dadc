"""A copy of the repository in which a sabotage is tried and taken back, with its checks."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter
from typing import Any

from coverage import CoverageData

from sabotage_changes import COVERAGE, LINT, DoesNotApplyError, Sabotage
from samenspel.database.server import LocalServer

ROOT = Path(__file__).resolve().parents[1]
ANYWHERE = (".git", ".venv", "node_modules", "__pycache__", ".hypothesis", ".*_cache")
AT_THE_TOP = {"var", "build", "dist", "out"}
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[| - |$)", re.MULTILINE)
GATE = re.compile(r"^FAILED (\w+) ", re.MULTILINE)
TESTS_FAILED = {1, 2}  # exit statuses of pytest: a test failed; a module cannot be imported
CameBy = dict[str, dict[int, set[str]]]
"""Which tests, as ``file::function``, run each line of each file."""

EVERY_LINE = ("-p", "tests.support.every_line")
RUN_ALL = (
    "tests/access/test_decisions.py",
    "tests/access/test_holes_in_the_wall.py",
    "tests/access/test_rule_mutants.py",
)
"""Tests that run every line that decides, over and over: which of them do says nothing."""

LONGEST = 1800.0  # seconds for one check


@dataclass(frozen=True)
class Outcome:
    """What the checks said about a tree: who noticed (nobody: empty), and how it broke off."""

    noticed_by: str = ""
    broken: str = ""
    seconds: float = 0.0
    said: str = ""


class Tree:
    """A copy of the repository; the sabotage in it lasts as long as ``with tree.changed()``."""

    def __init__(self, path: Path, server: str = "") -> None:
        self.path = path
        self._server = server

    @contextmanager
    def changed(self, sabotage: Sabotage) -> Iterator[None]:
        """Make the change and take it back, with the file's own date."""
        path = self.path / sabotage.file
        after = sabotage.changed(self.path)
        before = (path.read_bytes(), path.stat()) if path.exists() else None
        made = [each for each in path.parents if not each.exists()]
        try:
            if after is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(after)
            yield
        finally:
            path.unlink(missing_ok=True)
            if before:
                path.write_bytes(before[0])
                os.utime(path, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
            for each in made:
                shutil.rmtree(each, ignore_errors=True)

    def check(self, checks: Iterable[str]) -> Outcome:
        """Run checks, the gates first, until one notices something."""
        began = perf_counter()
        wanted = list(dict.fromkeys(checks))
        gates = [one.removeprefix(LINT) for one in wanted if one.startswith(LINT)]
        rooms = [one.removeprefix(COVERAGE) for one in wanted if one.startswith(COVERAGE)]
        tests = [one for one in wanted if not one.startswith((LINT, COVERAGE))]
        found = Outcome()
        for name in gates:
            found = found if _is_decided(found) else self._lint(name)
        if tests and not _is_decided(found):
            found = self._pytest(tests)
        for room in rooms:
            found = found if _is_decided(found) else self._coverage(room)
        return replace(found, seconds=round(perf_counter() - began, 1))

    def _lint(self, gate: str) -> Outcome:
        done = self._run("tools/lint.py", gate)
        if done.returncode == 0:
            return Outcome()
        if done.returncode == 1 and GATE.search(done.stdout):
            return Outcome(noticed_by=f"{LINT}{gate}", said=done.stdout)
        return Outcome(broken=_end_of(done))

    def _pytest(self, tests: Iterable[str], *options: str) -> Outcome:
        done = self._run("-m", "pytest", "-x", "-q", "-n", "0", *options, *tests)
        if done.returncode == 0:
            return Outcome()
        named = FAILED.search(done.stdout)
        if done.returncode in TESTS_FAILED and named:
            return Outcome(noticed_by=named[1], said=done.stdout)
        return Outcome(broken=_end_of(done))

    def _coverage(self, room: str) -> Outcome:
        """Hold what a room's own tests run of it against its floor, as `make test` does."""
        report, floors = Path("var/coverage/room.json"), Path("var/coverage/room.toml")
        found = self._pytest([f"tests/{room}"], "--cov", f"--cov-report=json:{report}")
        if _is_decided(found):
            return found
        files: dict[str, Any] = json.loads((self.path / report).read_text())["files"]
        own = {name: one for name, one in files.items() if name.split("/")[2:3] == [room]}
        (self.path / report).write_text(json.dumps({"files": own}))
        lines = (self.path / "tests/gates/coverage_floors.toml").read_text().splitlines()
        (self.path / floors).write_text(
            "\n".join(line for line in lines if line.startswith(f"{room} ="))
        )
        done = self._run("tools/coverage_floors.py", str(report), str(floors))
        if done.returncode == 1:
            return Outcome(noticed_by=f"{COVERAGE}{room}", said=done.stdout)
        return Outcome(broken=_end_of(done)) if done.returncode else Outcome()

    def lines_by_test(self, folders: Iterable[str]) -> CameBy:
        """Run tests, folder by folder; return which of them run each line of each file.

        SystemExit when one fails: then nothing that is changed can be seen to fail.
        """
        came_by: CameBy = {}
        for folder in folders:
            # Within a distribution, which tests run a line is not told.
            options = ("--dist=no", "--cov", "--cov-context=test", "--cov-report=", *EVERY_LINE)
            found = self._pytest([folder], *options, *(f"--ignore={one}" for one in RUN_ALL))
            if _is_decided(found):
                raise SystemExit(f"{folder} must pass before anything is changed: {found}")
            data = CoverageData(str(self.path / "var/coverage/data"))
            data.read()
            for path in data.measured_files():
                file = came_by.setdefault(Path(path).relative_to(self.path).as_posix(), {})
                for line, contexts in data.contexts_by_lineno(path).items():
                    file.setdefault(line, set()).update(_tests_of(contexts))
        return came_by

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": "src"}
        if self._server:
            environment["SAMENSPEL_TEST_SERVER"] = self._server
        try:
            return subprocess.run(
                [sys.executable, *words],
                cwd=self.path,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
                timeout=LONGEST,
            )
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(words, -1, "", f"longer than {LONGEST:.0f} s")


def _tests_of(contexts: Iterable[str]) -> Iterator[str]:
    """Yield file and function of tests as a run names them: ``tests/a.py::test_b[c]|call``."""
    for context in contexts:
        if context:
            yield context.partition("|")[0].partition("[")[0]


def _is_decided(found: Outcome) -> bool:
    return bool(found.noticed_by or found.broken)


def _end_of(done: subprocess.CompletedProcess[str]) -> str:
    said = (done.stdout + done.stderr).strip().splitlines()
    return f"exit status {done.returncode}: {' / '.join(said[-3:])}"[:400]


def _left_out(folder: str, names: list[str]) -> set[str]:
    top = AT_THE_TOP if Path(folder) == ROOT else set()
    return shutil.ignore_patterns(*ANYWHERE)(folder, names) | (top & set(names))


@contextmanager
def copy_of_the_tree(*, with_database: bool = True) -> Iterator[Tree]:
    """Copy the repository to a folder that goes away again, with a database server of its own.

    The server stays up between the checks, and so does the migrated template in it.
    """
    with ExitStack() as stack:
        folder = Path(mkdtemp(prefix="sabotage-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        path = folder / "copy"
        shutil.copytree(ROOT, path, ignore=_left_out, symlinks=True)
        server = ""
        if with_database:
            local = LocalServer(folder / "server", durable=False)
            server = stack.enter_context(local).conninfo()
        yield Tree(path, server)


def try_out(tree: Tree, sabotage: Sabotage) -> Outcome:
    """Sabotage the tree, ask the checks, and take it back."""
    try:
        with tree.changed(sabotage):
            found = tree.check(sabotage.noticed_by)
    except DoesNotApplyError as error:
        return Outcome(broken=str(error))
    if found.noticed_by and sabotage.says not in found.said:
        other = f"{found.noticed_by} fails without saying {sabotage.says!r}"
        return Outcome(broken=other, seconds=found.seconds)
    return found
