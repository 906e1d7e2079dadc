"""Make the one initial migration of every room anew, from the lowest room to the highest.

Until the first release nobody runs the product, so a room has one migration and a change of a
model makes it anew; afterwards a change gets a migration of its own and this script goes.
"""

import subprocess
import sys
from pathlib import Path

from samenspel.settings.base import ROOMS as ROOM_NAMES

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / "src" / "samenspel"


def rooms() -> list[str]:
    """Return the rooms that keep migrations, the lowest first."""
    return [room for room in reversed(ROOM_NAMES) if (ROOMS / room / "migrations").is_dir()]


def main() -> int:
    """Remove and make; return the exit status."""
    found = rooms()
    for room in found:
        for old in (ROOMS / room / "migrations").glob("0*.py"):
            old.unlink()
    for room in found:
        made = [sys.executable, "-m", "samenspel", "manage", "makemigrations", room]
        subprocess.run([*made, "--name", "initial", "--no-header"], cwd=ROOT, check=True)
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "format", "--quiet", "src"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
