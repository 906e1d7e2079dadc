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
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "samenspel.settings.test"


def main() -> None:
    """Run on a database that is thrown away; print the figures, the last line as JSON."""
    django.setup()
    postgres = import_module("tests.support.postgres")
    with postgres.test_server() as administrator:
        database = postgres.TestDatabase(administrator, "benchmark")

        def connect_to(name: str) -> None:
            connection.close()
            connection.settings_dict.update(postgres.django_settings(administrator, name))

        def migrate(name: str) -> None:
            connect_to(name)
            call_command("migrate", verbosity=0, interactive=False)
            connection.close()

        database.ensure_template(postgres.fingerprint(settings.INSTALLED_APPS), migrate)
        database.renew()
        connect_to(database.name)
        settings.ALLOWED_HOSTS = ["testserver"]
        figures = import_module("circle_scene").run()
        connections.close_all()
        database.remove()
    for name, value in figures.items():
        print(f"{name:28} {value}")
    print("CPU is that of this process (Python); PostgreSQL works in processes of its own.")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
