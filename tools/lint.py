"""Run every gate that is not a test, and say for each whether it holds.

``python tools/lint.py [NAME ...]`` runs all, or those named. Exit status 1 when one fails.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

GATES = {
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "lint": [str(BIN / "ruff"), "check", "."],
    "floors": [str(BIN / "lint-imports"), "--no-cache"],
    "types": [str(BIN / "mypy")],
    "templates": [str(BIN / "djlint"), "src", "--lint", "--quiet"],
    "catalogues": [sys.executable, "tools/catalogue.py", "--check"],
    "reference": [sys.executable, "tools/reference.py", "--check"],
    "tutorial": [sys.executable, "tools/tutorial.py", "--check"],
    "licences": [str(BIN / "reuse"), "lint", "--lines"],
}
ADVICE = {
    "format": "make format",
    "lint": "make format mends what it can; mend the rest by hand, rules are seldom set aside",
    "floors": "call services, reads or types of the other room, or publish an event "
    "(ARCHITECTURE.md); a new room goes in the contracts in pyproject.toml",
    "types": "give the types, or narrow them with assert; no type: ignore",
    "templates": "mend the mark-up on the line that is named",
    "catalogues": "make catalogue, then translate what is empty",
    "reference": "make reference",
    "tutorial": "make reference",
    "licences": "give the files their licence in REUSE.toml (reuse lint names them)",
}


def run_gate(name: str) -> bool:
    """Run one gate; print its output only when it fails."""
    started = time.monotonic()
    environment = os.environ | {"PYTHONPATH": "src"}
    result = subprocess.run(
        GATES[name], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    holds = result.returncode == 0
    print(f"{'ok    ' if holds else 'FAILED'} {name:<12} {time.monotonic() - started:5.1f} s")
    if not holds:
        print(result.stdout + result.stderr)
        print(f"What helps: {ADVICE[name]}\n")
    sys.stdout.flush()
    return holds


def main(names: list[str]) -> int:
    """Run the gates named, or all; every one runs, even after a failure."""
    unknown = set(names) - set(GATES)
    if unknown:
        print(f"No such gate: {', '.join(sorted(unknown))}. There are: {', '.join(GATES)}")
        return 2
    results = [run_gate(name) for name in names or GATES]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
