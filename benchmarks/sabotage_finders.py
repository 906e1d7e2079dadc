"""Sabotages that come back at many places, found in the code as it is today."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from sabotage_changes import Sabotage

LOOKS = {"log_read", "look", "look_at_all", "look_at_list"}
"""The functions that write in the read log; each call of one is a place that must."""
READ_LOG = "src/samenspel/access/read_log.py"
LOOK_TESTS = ("tests/access/test_looks.py", "tests/gates/test_reads_look.py")
STYLE = "src/samenspel/ui/static/samenspel/dist/samenspel.css"
OUTLINE = re.compile(r"(?<![\w-])outline:\s*\d+px [^;}]+")
# A call that does everything but write: what it gathered for the page is thrown away.
SILENT = (
    "(lambda *given, **named: (log := __import__('samenspel.access.read_log', "
    "fromlist=['_']), page := log._page.set({{}}), {call}(*given, **named), "
    "log._page.reset(page))[2])"
)


def looks(tree: Path) -> Iterator[Sabotage]:
    """Every place that writes in the read log, each without its entry."""
    for path in sorted((tree / "src" / "samenspel").rglob("*.py")):
        file = path.relative_to(tree).as_posix()
        if file == READ_LOG:
            continue
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and _name(node.func) in LOOKS:
                yield _silenced(tree, file, text, node)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _silenced(tree: Path, file: str, text: str, call: ast.Call) -> Sabotage:
    """Make the sabotage of one call; the whole file is its text, so it stands there once."""
    name = _name(call.func)
    lines = text.splitlines(keepends=True)
    start = sum(len(line.encode()) for line in lines[: call.func.lineno - 1])
    at = start + call.func.col_offset
    data, spelled = text.encode(), ast.unparse(call.func).encode()
    silent = b"(lambda *_, **__: None)" if name == "log_read" else None
    new = silent or SILENT.format(call=spelled.decode()).encode()
    room = Path(file).parts[2]
    tests = [test for test in LOOK_TESTS if (tree / test).exists()]
    return Sabotage(
        name=f"look-{room}-{Path(file).stem}-{call.lineno}",
        kind="a look that is not written down",
        file=file,
        noticed_by=tuple(tests or _tests_of(tree, room)),
        old=text,
        new=(data[:at] + new + data[at + len(spelled) :]).decode(),
    )


def _tests_of(tree: Path, room: str) -> tuple[str, ...]:
    """The tests of a room; of circles, the page that shows them as well."""
    near = {"circles": ("tests/circles", "tests/portal/test_circle_page.py")}
    return near.get(room, (f"tests/{room}",))


def outlines(tree: Path) -> Iterator[Sabotage]:
    """Every outline in the stylesheet that is shipped, each taken away."""
    text = (tree / STYLE).read_text(encoding="utf-8")
    for number, found in enumerate(OUTLINE.finditer(text), 1):
        yield Sabotage(
            name=f"outline-{number}",
            kind="a focus that nobody sees",
            file=STYLE,
            noticed_by=("tests/ui/test_focus.py",),
            old=text,
            new=f"{text[: found.start()]}outline:none{text[found.end() :]}",
        )


def lengths(tree: Path) -> Iterator[Sabotage]:
    """A module with more lines than a module may have."""
    file = "src/samenspel/core/clock.py"
    lines = len((tree / file).read_text(encoding="utf-8").splitlines())
    yield Sabotage(
        name="module-of-301-lines",
        kind="a module over 300 lines",
        file=file,
        noticed_by=("tests/gates/test_size.py",),
        append="# One more.\n" * (301 - lines),
    )


def everywhere(tree: Path) -> list[Sabotage]:
    """All of them, in a fixed order."""
    return [*looks(tree), *outlines(tree), *lengths(tree)]
