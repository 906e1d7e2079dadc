"""Every variable that is read from the environment is on the page of settings, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.repository import ROOT

PAGE = "docs/reference/settings.md"
NAME = re.compile(r"(?:SAMENSPEL|DATABASE)_[A-Z_]*[A-Z]")
CELL = re.compile(r"`(_?[A-Z][A-Z_]*)`")
BEGINS = ("SAMENSPEL_", "DATABASE_")
# The role of a database address comes after the name, as in f"DATABASE_URL_{role.name}".
ROLES = ("OWNER", "WEB", "WORKER")


def read_in(text: str) -> set[str]:
    """The variables of ours that Python code names in its strings, docstrings left out."""
    tree = ast.parse(text)
    said = {id(one) for one in docstrings(tree)}
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            start = node.values[0] if node.values else None
            if isinstance(start, ast.Constant) and str(start.value).startswith(BEGINS):
                said.add(id(start))
                names |= {f"{start.value}{role}" for role in ROLES}
        elif isinstance(node, ast.Constant) and id(node) not in said:
            names |= {node.value} if NAME.fullmatch(str(node.value)) else set()
    return names


def docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        first = body[0] if isinstance(body, list) and body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            yield first.value


def read_anywhere() -> set[str]:
    """The variables that the site reads; those of its tests are not for whoever installs it."""
    sources = (ROOT / "src").rglob("*.py")
    return {name for path in sources for name in read_in(path.read_text(encoding="utf-8"))}


def on_page(text: str) -> set[str]:
    """The variables in the first column; `_WEB` after another shares its beginning."""
    names: set[str] = set()
    for line in text.splitlines():
        if not line.startswith("| `"):
            continue
        before = ""
        for name in CELL.findall(line.split("|")[1]):
            if name.startswith("_"):
                names.add(before.rpartition("_")[0] + name)
            else:
                names.add(before := name)
    return names


def page() -> str:
    return (ROOT / PAGE).read_text(encoding="utf-8")


def test_every_variable_that_is_read_is_on_the_page() -> None:
    missing = read_anywhere() - on_page(page())
    assert not missing, f"Say in {PAGE} what these are for: {sorted(missing)}"


def test_every_variable_on_the_page_is_read() -> None:
    gone = on_page(page()) - read_anywhere()
    assert not gone, f"Remove from {PAGE}, nothing reads these: {sorted(gone)}"


def test_what_production_asks_for_is_marked() -> None:
    settings = ROOT / "src" / "samenspel" / "settings" / "production.py"
    asked = required_in(settings)
    marked = set(re.findall(r"^\| `(\w+)` \*", page(), re.MULTILINE))
    assert asked == marked, f"Mark with * in {PAGE} what production needs: {sorted(asked)}"


def required_in(path: Path) -> set[str]:
    """The variables that are read without a default."""
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] == "env"
    ]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.args[0], ast.Constant)
        and not any(keyword.arg == "default" for keyword in call.keywords)
    }


@pytest.mark.parametrize(
    "code",
    [
        'env("SAMENSPEL_NEW")',
        'env.bool("SAMENSPEL_NEW", default=False)',
        'os.environ["SAMENSPEL_NEW"]',
        'VARIABLE = "SAMENSPEL_NEW"',
        'os.getenv("SAMENSPEL_NEW")',
    ],
)
def test_a_variable_that_is_read_is_seen(code: str) -> None:
    assert read_in(code) == {"SAMENSPEL_NEW"}


def test_the_addresses_of_the_roles_are_seen() -> None:
    assert "DATABASE_URL_WEB" in read_in('os.environ.get(f"DATABASE_URL_{role.name}")')


def test_words_about_a_variable_do_not_count() -> None:
    assert not read_in('"""SAMENSPEL_NEW"""\nx = "set SAMENSPEL_NEW first"')


def test_names_are_read_from_the_first_column() -> None:
    text = "| `SAMENSPEL_A` *, `SAMENSPEL_B` | `SAMENSPEL_C` |\n| `DB_URL_OWNER`, `_WEB` | x |"
    assert on_page(text) == {"SAMENSPEL_A", "SAMENSPEL_B", "DB_URL_OWNER", "DB_URL_WEB"}
