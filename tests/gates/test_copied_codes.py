"""Numbers that stand for a key are asked of its list; the few that are repeated are compared.

A checker of a proof uses nothing from the engine, so it repeats some codes. Nothing else does.
"""

import ast
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from tests.support.repository import ROOT, files, name_of

from samenspel_engine import checker, params, proof
from samenspel_engine import vocabulary as engine
from samenspel_engine.weekplan import checker as week_checker
from samenspel_engine.weekplan import words as week

REPEATED: dict[ModuleType, dict[str, int]] = {
    checker: {
        "BODILY_TASK": engine.TASKS.code("bodily_care"),
        "BODILY_LIMIT": engine.BOUNDARIES.bit("bodily_care"),
        "WHOLE": params.TOP_QUALITY,
        "FORMAT": proof.FORMAT,
    },
    week_checker: {
        "SLOTS": len(engine.WINDOWS),
        "SLOTS_IN_DAY": len(engine.DAYPARTS),
        "NEVER": -(1 << 60),  # its own: less than any worth
    },
}
LOOKED_AT = ("src/samenspel/", "src/samenspel_engine/", "benchmarks/")
LISTS = (engine.TASKS, engine.BOUNDARIES, week.WEEK_TASKS)
KINDS = {"TASK", "TASKS", "BOUNDARY", "SKILL", "INTEREST", "LANGUAGE", "GENDER", "WINDOW"}
WORDS = KINDS | {key.upper().split("_")[0] for one in LISTS for key in one.keys}


def file_of(module: ModuleType) -> str:
    return f"src/{module.__name__.replace('.', '/')}.py"


def whole_numbers(values: Mapping[str, Any]) -> dict[str, int]:
    """The constants of a module that are one whole number."""
    return {k: v for k, v in values.items() if k.isupper() and type(v) is int}


def differences(file: str, told: Mapping[str, int], expected: Mapping[str, int]) -> list[str]:
    """What to do about the numbers that a checker repeats."""
    return [
        f"{file}: nothing compares {name} = {number} with the engine; add it to REPEATED in"
        " tests/gates/test_copied_codes.py, with what it must be"
        if name not in expected
        else f"{file}: {name} is {number}, and must be {expected[name]} as in the engine"
        for name, number in told.items()
        if expected.get(name) != number
    ]


@pytest.mark.parametrize("module", REPEATED, ids=lambda one: one.__name__)
def test_what_a_checker_repeats_is_what_the_engine_counts(module: ModuleType) -> None:
    found = differences(file_of(module), whole_numbers(vars(module)), REPEATED[module])
    assert not found, "\n".join(found)
    gone = set(REPEATED[module]) - set(whole_numbers(vars(module)))
    assert not gone, f"{file_of(module)} has no {sorted(gone)}: take them out of REPEATED"


def assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The names that a module gives a value, with the value."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value and isinstance(node.target, ast.Name):
            yield node.target.id, node.value
        for target in node.targets if isinstance(node, ast.Assign) else ():
            if isinstance(target, ast.Name):
                yield target.id, node.value
            elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                pairs = zip(target.elts, node.value.elts, strict=True)
                yield from ((one.id, to) for one, to in pairs if isinstance(one, ast.Name))


def is_number(value: ast.expr) -> bool:
    """Whether it is a whole number as it stands, such as ``10`` or ``1 << 4``."""
    if isinstance(value, ast.BinOp):
        return is_number(value.left) and is_number(value.right)
    return isinstance(value, ast.Constant) and type(value.value) is int


def codes_written_down(source: str) -> list[str]:
    """Names of a kind of help, a boundary and so on that get a number instead of their code.

    A name that ends in ``_AT`` is a place in a word of bits and not a code.
    """
    return [
        name
        for name, value in assigned(ast.parse(source))
        if is_number(value)
        and not name.endswith("_AT")
        and WORDS & set(name.strip("_").split("_"))
    ]


def test_no_code_of_a_key_is_written_down_as_a_number() -> None:
    repeating = {file_of(module) for module in REPEATED}
    found = [
        f"{name_of(path)}: write {name} as TASKS.code(...), BOUNDARIES.bit(...) or the like"
        for path in files(".py")
        if name_of(path).startswith(LOOKED_AT) and name_of(path) not in repeating
        for name in codes_written_down(path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_a_code_that_is_written_down_or_differs_is_noticed() -> None:
    source = "NIGHT_TASK = 10\nA, PETS = 1, 1 << 0\nNURSING: int = 1\nMOST = 4\n"
    assert codes_written_down(source) == ["NIGHT_TASK", "PETS", "NURSING"]
    assert codes_written_down("PETS_AT = 31") == []
    assert codes_written_down("NIGHT_TASK = TASKS.code('night_watch')") == []
    told = {"BODILY_TASK": 11, "WHOLE": 999, "NIGHT_TASK": 10}
    assert differences("checker.py", told, {"BODILY_TASK": 11, "WHOLE": 1000}) == [
        "checker.py: WHOLE is 999, and must be 1000 as in the engine",
        "checker.py: nothing compares NIGHT_TASK = 10 with the engine; add it to REPEATED in"
        " tests/gates/test_copied_codes.py, with what it must be",
    ]


def test_the_checkers_are_where_they_are_looked_for() -> None:
    assert all((ROOT / file_of(module)).is_file() for module in REPEATED)
