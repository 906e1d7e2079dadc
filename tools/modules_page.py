"""The page that lists every module of the product: name, layer, first line of its docstring."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from api_page import MADE

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "samenspel"


def layers() -> dict[str, int]:
    """Return the layer of each module name inside a room; 1 is the top."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    inside = next(one for one in contracts if one["id"] == "inside")
    return {
        name: number
        for number, layer in enumerate(inside["layers"], start=1)
        for name in re.findall(r"\w+", layer)
    }


def modules() -> Iterator[tuple[str, str, str]]:
    """Yield (dotted name, layer or "-", first line) of every module that says something."""
    known = layers()
    for path in sorted(SOURCES.rglob("*.py")):
        parts = path.relative_to(SOURCES).with_suffix("").parts
        if "migrations" in parts or parts == ("__init__",):
            continue
        name = ".".join(part for part in parts if part != "__init__")
        line = (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").split("\n")[0]
        if line:
            yield name, str(known.get(parts[1], "-")) if len(parts) > 1 else "-", line


def modules_page() -> Iterator[str]:
    """Yield the lines of the page."""
    yield "# Every module of the product"
    yield ""
    yield MADE
    yield ""
    yield "The layers are those of the contract `inside` in pyproject.toml: 1 is the top,"
    yield "and a module may import what has a higher number. A dash: the package is not a room."
    yield ""
    yield "| module | layer | what is in it |"
    yield "|---|---|---|"
    for name, layer, line in modules():
        yield f"| `{name}` | {layer} | {line.replace('|', chr(92) + '|')} |"
