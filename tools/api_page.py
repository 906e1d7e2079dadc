"""The reference page of the engine's public functions, made from their docstrings."""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

MADE = "<!-- Made by tools/reference.py; change the code instead. -->"
ENGINE = "samenspel_engine"
MORE = (
    "live.Live",
    "distributed.solve_in_parts",
    "prices_exchange.solve_by_prices",
    "simulate.simulate",
    "gap.solve_gap",
    "gap.gap_bound",
    "sentences",
    "asking_words",
    "weekplan",
    "weekplan.sentences",
)
"""Public names besides those of the package itself; a module stands for all its functions."""

WIDTH = 96
ITEM = re.compile(r"^(?P<name>[\w, *]+?)(?: : (?P<kind>.+))?$")


def api_page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Functions of the engine"
    yield ""
    yield MADE
    yield ""
    yield "The [tutorial](../engine/tutorial.md) shows them at work. Rows are numbered from 0;"
    yield "input that breaks a rule raises `EngineInputError`, which names table, row and rule."
    for title, thing in _public():
        yield ""
        yield from _entry(title, thing)


def _public() -> Iterator[tuple[str, Any]]:
    for path in ("", *MORE):
        home = import_module(f"{ENGINE}.{path}".rstrip(".")) if _is_module(path) else None
        if home is None:
            module, _, name = path.rpartition(".")
            yield path, getattr(import_module(f"{ENGINE}.{module}"), name)
        elif hasattr(home, "__all__"):
            names = sorted(home.__all__, key=str.lower)
            yield from ((f"{path}.{name}".strip("."), getattr(home, name)) for name in names)
        else:
            yield from _functions(home, path)


def _is_module(path: str) -> bool:
    try:
        return find_spec(f"{ENGINE}.{path}".rstrip(".")) is not None
    except ModuleNotFoundError:  # a name in a module, not a module in a package
        return False


def _functions(home: Any, module: str) -> Iterator[tuple[str, Any]]:
    for name, thing in inspect.getmembers(home, inspect.isfunction):
        if thing.__module__ == home.__name__ and not name.startswith("_"):
            yield f"{module}.{name}", thing


def _entry(title: str, thing: Any) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield "```python"
    yield _wrapped(f"{title.rpartition('.')[2]}{_signature(thing)}")
    yield "```"
    yield ""
    yield from _text(inspect.getdoc(thing) or "")
    if inspect.isclass(thing):
        yield from _members(thing)


def _wrapped(text: str) -> str:
    """A signature on as many lines as it needs."""
    if len(text) <= WIDTH:
        return text
    head, _, rest = text.partition("(")
    inside, _, tail = rest.rpartition(")")
    parts = re.split(r", (?![^\[]*\])", inside)
    return "\n".join([f"{head}(", *(f"    {part}," for part in parts), f"){tail}"])


def _signature(thing: Any) -> str:
    try:
        known = inspect.signature(thing)
    except ValueError:
        return "(...)"
    kept = [one for name, one in known.parameters.items() if name not in ("self", "cls")]
    text = str(known.replace(parameters=kept))
    text = text.removesuffix(" -> None") if inspect.isclass(thing) else text
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)
    return text.replace("<factory>", "...").replace(f"{ENGINE}.", "")


def _members(thing: type) -> Iterator[str]:
    shown = [
        (name, one)
        for name, one in vars(thing).items()
        if not name.startswith("_")
        and (inspect.isfunction(one) or isinstance(one, property | classmethod))
    ]
    for name, one in shown:
        bare = getattr(one, "fget", None) or getattr(one, "__func__", one)
        brackets = "" if isinstance(one, property) else _signature(bare)
        yield ""
        yield f"**`{name}{brackets}`**"
        yield ""
        yield from _text(inspect.getdoc(bare) or "")


def _text(doc: str) -> Iterator[str]:
    """A numpydoc text as Markdown: sections in italics, their items as a list."""
    lines, listed = doc.splitlines(), False
    for at, line in enumerate(lines):
        ruled = at + 1 < len(lines) and set(lines[at + 1]) == {"-"}
        if set(line) == {"-"}:
            continue
        if ruled:
            listed = True
            yield f"*{line}*"
            yield ""
        elif listed and line and not line.startswith(" "):
            match = ITEM.match(line)
            kind = f" ({match['kind']})" if match and match["kind"] else ""
            yield f"- **{match['name'] if match else line}**{kind}"
        else:
            yield f"  {line.strip()}" if listed and line.startswith(" ") else line
