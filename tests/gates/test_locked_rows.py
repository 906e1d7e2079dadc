"""Whoever changes a row holds it first, and saves only what it changes (``core.locked_rows``).

This reads the code. It follows names within a function and a module, not values: what a
condition says, and whether the right row is held, is for the tests of the room and for
``benchmarks/races.py``.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.support.repository import ROOT

ROOMS = ROOT / "src" / "samenspel"
HELPER = ROOMS / "core" / "locked_rows.py"
REFUSED = {"update_or_create", "get_or_create", "select_for_update", "bulk_update"}
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
Words = dict[str | None, ast.expr]
KEYS = {"pk", "id", "pk__in", "id__in"}
"""Conditions that only say which row, not how it has to be."""

EXEMPT = {
    "people/models.py:create_user: save without update_fields": (
        "an account that is just being made; Django's own name for it"
    ),
    "people/models.py:select_for_update: select_for_update": (
        "Django's own verb, for accounts that are read with their person"
    ),
    "core/privacy_registry.py:erase_person: update without a condition": (
        "what a person wants forgotten goes, whatever it says by now"
    ),
}


def modules() -> Iterator[tuple[str, Path]]:
    """Every module of the rooms but the helper itself and what Django generates."""
    for path in sorted(ROOMS.rglob("*.py")):
        if path != HELPER and "migrations" not in path.parts:
            yield path.relative_to(ROOMS).as_posix(), path


def called(node: ast.expr) -> str:
    """The last name of what is called: ``lock`` for ``core.locked_rows.lock(...)``."""
    if isinstance(node, ast.Call):
        return called(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def says_lock(name: str) -> bool:
    """Whether a name promises a row that is held."""
    return name.lstrip("_").startswith("lock")


def own_nodes(function: FunctionNode) -> Iterator[ast.AST]:
    """All nodes of a function but those of functions within it."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        yield node
        if not isinstance(node, FunctionNode):
            waiting = [*ast.iter_child_nodes(node), *waiting]


@dataclass
class Body:
    """One function: the names that hold rows, and the last value of each name."""

    function: FunctionNode
    takes_locked: dict[str, list[str]]
    held: set[str] = field(default_factory=set)
    values: dict[str, ast.expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.held |= {name for name in parameters(self.function) if says_lock(name)}
        for node in own_nodes(self.function):
            if isinstance(node, ast.Assign):
                self._assign(node.targets[0], node.value)
            elif isinstance(node, ast.AnnAssign) and node.value:
                self._assign(node.target, node.value)
            elif isinstance(node, ast.For):
                self._assign(node.target, node.iter)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple):
            target = target.elts[0]  # (row, created)
        if isinstance(target, ast.Name):
            self.values[target.id] = value
            if self.is_held(value):
                self.held.add(target.id)
            else:
                self.held.discard(target.id)

    def is_held(self, value: ast.expr) -> bool:
        """Whether a value is a row that this transaction holds (or None)."""
        if isinstance(value, ast.IfExp):
            return self.is_held(value.body) and self.is_held(value.orelse)
        if isinstance(value, ast.Constant):
            return value.value is None
        if isinstance(value, ast.Call):
            return says_lock(called(value)) or called(value) in self.takes_locked
        return isinstance(value, ast.Name) and value.id in self.held


def parameters(function: FunctionNode) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def has_condition(value: ast.expr, body: Body) -> bool:
    """Whether a chain of querysets says how the rows have to be, besides which."""
    while True:
        if isinstance(value, ast.Name) and value.id in body.values:
            value, last = body.values[value.id], value
            if value is last:
                return False
        elif isinstance(value, ast.Call):
            if called(value) in ("filter", "exclude") and (
                value.args or any(word.arg not in {*KEYS, None} for word in value.keywords)
            ):
                return True
            value = value.func
        elif isinstance(value, ast.Attribute):
            value = value.value
        else:
            return False


def faults(text: str) -> list[str]:
    """What a module does outside the way, as ``function: what``."""
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, FunctionNode)]
    takes_locked = {
        one.name: parameters(one)
        for one in functions
        if any(says_lock(name) for name in parameters(one))
    }
    return [
        f"{one.name}: {what}"
        for one in functions
        for what in faults_of(Body(one, takes_locked))
    ]


def faults_of(body: Body) -> Iterator[str]:
    function = body.function
    if body.function.name in body.takes_locked and not function.name.startswith("_"):
        yield "takes a held row and is public, so nobody sees who calls it"
    promises = says_lock(function.name) and not is_none(function.returns)
    for node in own_nodes(function):
        if isinstance(node, ast.Return) and promises and not is_held(node.value, body):
            yield "is named lock and returns a row that nobody holds"
        if isinstance(node, ast.Call):
            yield from faults_of_call(node, body)


def is_none(returns: ast.expr | None) -> bool:
    return isinstance(returns, ast.Constant) and returns.value is None


def is_held(value: ast.expr | None, body: Body) -> bool:
    return value is not None and body.is_held(value)


def faults_of_call(call: ast.Call, body: Body) -> Iterator[str]:
    name = called(call)
    words = {word.arg: word.value for word in call.keywords}
    if isinstance(call.func, ast.Attribute):
        if name == "save":
            yield from faults_of_save(call.func.value, words, body)
        is_of_rows = name == "update" and words and not call.args
        if is_of_rows and not has_condition(call.func.value, body):
            yield "update without a condition"
    if name in REFUSED:
        yield name
    wanted = body.takes_locked.get(name, [])
    given = dict(zip(wanted, call.args, strict=False)) | words
    for parameter in filter(says_lock, wanted):
        if not is_held(given.get(parameter), body):
            yield f"gives {name} a row that is not held"


def faults_of_save(row: ast.expr, words: Words, body: Body) -> Iterator[str]:
    if "force_insert" in words:
        return
    if "update_fields" not in words:
        yield "save without update_fields"
    elif not body.is_held(row):
        yield "save of a row that is not held"


def found() -> set[str]:
    return {
        f"{name}:{fault}"
        for name, path in modules()
        for fault in faults(path.read_text(encoding="utf-8"))
    }


def test_every_change_holds_its_row() -> None:
    new = sorted(found() - set(EXEMPT))
    assert not new, (
        "Changed outside core.locked_rows: " + "; ".join(new) + ". Take the row with lock(), "
        "lock_or_create() or a function named lock..., decide after that, and save with "
        "update_fields=[...] (force_insert=True for a new row)."
    )


def test_the_exemptions_are_current() -> None:
    assert not set(EXEMPT) - found()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("def f(x):\n    x = lock(rows)\n    x.save()", "save without update_fields"),
        (
            "def f(x):\n    x.state = 1\n    x.save(update_fields=['state'])",
            "save of a row that is not held",
        ),
        (
            "def f(x):\n    x = get_thing(x)\n    x.save(update_fields=['state'])",
            "save of a row that is not held",
        ),
        (
            "def f(x):\n    x = lock(r)\n    x = r.get()\n    x.save(update_fields=['a'])",
            "save of a row that is not held",
        ),
        (
            "def f(x):\n    lock(r)\n    r.get().save(update_fields=['a'])",
            "save of a row that is not held",
        ),
        ("def f():\n    T.objects.update_or_create(a=1)", "update_or_create"),
        ("def f():\n    T.objects.get_or_create(a=1)", "get_or_create"),
        ("def f():\n    T.objects.select_for_update().get()", "select_for_update"),
        ("def f():\n    T.objects.update(a=1)", "update without a condition"),
        ("def f():\n    T.objects.filter(pk=1).update(a=1)", "update without a condition"),
        (
            "def f():\n    rows = T.objects.filter(pk__in=x)\n    rows.update(a=1)",
            "update without a condition",
        ),
        (
            "def _lock_it(x):\n    x = T.objects.get()\n    return x",
            "is named lock and returns a row that nobody holds",
        ),
        (
            "def _end(locked, at):\n    locked.save(update_fields=['a'])\n"
            "def f(x):\n    _end(x, 1)",
            "gives _end a row that is not held",
        ),
        (
            "def _end(locked, at):\n    locked.save(update_fields=['a'])\n"
            "def f(x):\n    _end(at=1, locked=T.objects.get())",
            "gives _end a row that is not held",
        ),
        (
            "def end(locked):\n    locked.save(update_fields=['a'])",
            "takes a held row and is public, so nobody sees who calls it",
        ),
    ],
)
def test_a_change_outside_the_way_is_seen(text: str, fault: str) -> None:
    assert [one.split(": ", 1)[1] for one in faults(text)] == [fault]


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    x = lock(rows)\n    x.a = 1\n    x.save(update_fields=['a'])",
        "def f():\n    x, made = lock_or_create(r, {}, k=1)\n    x.save(update_fields=['a'])",
        "def f():\n    for x in lock_all(r):\n        x.save(update_fields=['a'])",
        "def f():\n    x = room.lock_thing(thing_id=1)\n    x.save(update_fields=['a'])",
        "def f():\n    T(a=1).save(force_insert=True)",
        "def f():\n    T.objects.filter(pk=1, state='open').update(state='done')",
        "def f():\n    rows = T.objects.exclude(state=1)\n    rows.filter(pk=1).update(a=1)",
        "def f():\n    T.objects.filter(Q(a=1)).update(a=2)",
        "def f():\n    roles.update({1: 2})\n    digest.update(b'')",
        "def _lock_open(x):\n    row = lock(x)\n    check(row)\n    return row",
        "def lock_word_of(x) -> None:\n    lock_word('a', x)",
        "def _lock_any(x):\n    row = lock_if_any(x) if x else None\n    return row",
        "def _end(locked, at):\n    locked.save(update_fields=['a'])\n    return locked\n"
        "def f(x):\n    row = lock(x)\n    return _end(row, 1)\n"
        "def g(x):\n    return _end(lock(x), at=1)",
    ],
)
def test_a_change_of_a_held_row_is_left_alone(text: str) -> None:
    assert not faults(text)


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        (
            "placements/services.py",
            "placement = _lock_running(actor, placement_id, at)",
            "placement = get_placement(actor, placement_id, at=at)",
        ),
        ("volunteering/services.py", "update_fields=list(values)", ""),
        ("notifications/tasks.py", "lock_if_free(", "first_of("),
    ],
)
def test_a_lock_taken_from_a_real_service_is_seen(module: str, old: str, new: str) -> None:
    text = (ROOMS / module).read_text(encoding="utf-8")
    assert old in text
    assert len(faults(text.replace(old, new))) > len(faults(text))
