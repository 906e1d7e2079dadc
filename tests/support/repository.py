"""The files of the repository, for the tests that guard it."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "node_modules", "__pycache__", ".hypothesis"}
NOT_OURS_AT_THE_TOP = {"var", "build", "dist", "out"}


def project() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def files(*suffixes: str) -> Iterator[Path]:
    """Yield every file of the repository (no environment, caches or state), sorted."""
    for folder, folders, names in os.walk(ROOT):
        at_the_top = Path(folder) == ROOT
        folders[:] = sorted(
            name
            for name in folders
            if name not in NOT_OURS
            and not name.endswith("_cache")
            and not (at_the_top and name in NOT_OURS_AT_THE_TOP)
        )
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder) / name


def name_of(path: Path) -> str:
    """Return a path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()
