"""A service is done whole or not at all: every public one runs in a transaction."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.repository import ROOT

LIST = Path(__file__).with_name("exemptions.toml")
ATOMIC = {"atomic", "transaction.atomic"}
SHORTEST_REASON = 15


def service_modules() -> Iterator[tuple[str, Path]]:
    """Every module of services with its room."""
    rooms = ROOT / "src" / "samenspel"
    for path in sorted([*rooms.glob("*/services.py"), *rooms.glob("*/services/**/*.py")]):
        yield path.relative_to(rooms).parts[0], path


def without_transaction(text: str) -> list[str]:
    """The public functions of a module that are not decorated with ``transaction.atomic``."""
    return [
        node.name
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not any(is_atomic(decorator) for decorator in node.decorator_list)
    ]


def is_atomic(decorator: ast.expr) -> bool:
    """Whether this is ``transaction.atomic``, called or not."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(called) in ATOMIC


def found() -> set[str]:
    return {
        f"{room}.{name}"
        for room, path in service_modules()
        for name in without_transaction(path.read_text(encoding="utf-8"))
    }


def listed() -> dict[str, str]:
    entries = tomllib.loads(LIST.read_text(encoding="utf-8"))["without-transaction"]
    return {entry["service"]: entry["reason"] for entry in entries}


def test_every_service_runs_in_a_transaction() -> None:
    new = found() - set(listed())
    assert not new, (
        f"Not decorated with @transaction.atomic: {', '.join(sorted(new))}. Decorate them: "
        "a service must never leave its work half done. One that writes nothing may be "
        "listed as [[without-transaction]] in tests/gates/exemptions.toml with its reason."
    )


def test_the_list_of_services_without_transaction_is_current() -> None:
    gone = set(listed()) - found()
    assert not gone, f"Remove from tests/gates/exemptions.toml: {', '.join(sorted(gone))}"
    unexplained = [name for name, why in listed().items() if len(why) <= SHORTEST_REASON]
    assert not unexplained, f"Say why in tests/gates/exemptions.toml: {unexplained}"


def test_services_are_found() -> None:
    rooms = {room for room, _path in service_modules()}
    with_folder = {path.parent.name for path in (ROOT / "src/samenspel").glob("*/services*")}
    assert rooms == with_folder


@pytest.mark.parametrize(
    "text",
    [
        "def save(*, at): thing.save()",
        "async def save(): ...",
        "@on_commit\ndef save(): ...",
        "@transaction.non_atomic_requests\ndef save(): ...",
        "def save():\n    with transaction.atomic(): ...",
    ],
)
def test_a_service_without_transaction_is_seen(text: str) -> None:
    assert without_transaction(text) == ["save"]


@pytest.mark.parametrize(
    "text",
    [
        "@transaction.atomic\ndef save(): ...",
        "@transaction.atomic()\ndef save(): ...",
        "@transaction.atomic(durable=True)\ndef save(): ...",
        "@atomic\ndef save(): ...",
        "@other\n@transaction.atomic\ndef save(): ...",
        "def _save(): ...",
        "class Saved: ...",
    ],
)
def test_a_service_in_a_transaction_is_left_alone(text: str) -> None:
    assert not without_transaction(text)


def test_a_transaction_taken_from_a_real_service_is_seen() -> None:
    text = next(
        text
        for _room, path in service_modules()
        if "@transaction.atomic\n" in (text := path.read_text(encoding="utf-8"))
    )
    sabotaged = text.replace("@transaction.atomic\n", "", 1)
    assert len(without_transaction(sabotaged)) == len(without_transaction(text)) + 1
