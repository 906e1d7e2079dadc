"""Run the examples of the engine's tutorial and write their output into the page.

``python tools/tutorial.py`` runs every ``python`` block of docs/engine/tutorial.md, in one
namespace, and puts the output in the ``text`` block below it. ``--check`` changes nothing and
exits 1 when the page says something different from the engine; ``--pictures`` draws the
pictures too (needs matplotlib, extra ``bench``).
"""

import argparse
import contextlib
import io
import re
import sys
from code import InteractiveInterpreter
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "engine" / "tutorial.md"
BLOCK = re.compile(r"```python\n(?P<code>.*?)```(?:\s*```text\n.*?```)?", re.DOTALL)


class Reader(InteractiveInterpreter):
    """Runs the examples one after the other; an error in one ends the run."""

    def showtraceback(self) -> None:
        """Let the error go on to the caller."""
        error = sys.exception()
        assert error is not None
        raise error


def run(text: str, names: dict[str, Any]) -> str:
    """The page with the outputs of its examples; ``names`` receives what they define."""
    reader = Reader(names)

    def told(match: re.Match[str]) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            reader.runcode(compile(match["code"], str(PAGE), "exec"))
        block = f"```python\n{match['code']}```"
        said = "\n".join(line.rstrip() for line in out.getvalue().splitlines())
        return f"{block}\n\n```text\n{said}\n```" if said else block

    return BLOCK.sub(told, text)


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit status."""
    parser = argparse.ArgumentParser(description="Run the examples of the engine's tutorial.")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if stale")
    parser.add_argument("--pictures", action="store_true", help="draw the pictures too")
    chosen = parser.parse_args(arguments)
    sys.path.insert(0, str(ROOT / "src"))
    names: dict[str, Any] = {"__name__": "tutorial"}
    old = PAGE.read_text("utf-8")
    new = run(old, names)
    if chosen.pictures:
        import_module("tutorial_pictures").draw(names, PAGE.parent)
    if chosen.check and new != old:
        print("docs/engine/tutorial.md is not current: run `python tools/tutorial.py`")
        return 1
    if not chosen.check:
        PAGE.write_text(new, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
