"""What one look at a circle costs: queries, and CPU milliseconds of Python and PostgreSQL.

Makes a database of its own, a circle with twelve members, and asks for the page through the
whole stack (middleware, access, reads, template). Compared in the same run: an empty page with
the same shell, so that the difference is the cost of the circle itself.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django
from django.conf import settings

from own_databases import own_databases

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.settings.test"


def main() -> None:
    """Run on a database that is thrown away; print the figures, the last line as JSON."""
    django.setup()
    with own_databases("benchmark"):
        settings.ALLOWED_HOSTS = ["testserver"]
        figures = import_module("circle_scene").run()
    for name, value in figures.items():
        print(f"{name:28} {value}")
    print("CPU is that of this process (Python); PostgreSQL works in processes of its own.")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
