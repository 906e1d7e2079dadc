"""Write the reference pages that are made from the code.

``python tools/reference.py`` writes access.md, engine-api.md, modules.md and privacy.md in
docs/reference;
with ``--check`` it changes nothing and exits 1 when one of them is not current.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

import django
from django.utils import translation

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samenspel.settings.test")


def main(arguments: list[str]) -> int:
    """Write or check the pages; return the exit status."""
    parser = argparse.ArgumentParser(description="Make the reference pages from the code.")
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if stale")
    check = parser.parse_args(arguments).check
    django.setup()
    pages = importlib.import_module("reference_pages").PAGES
    stale = []
    with translation.override("en"):
        for name, lines in pages.items():
            path = ROOT / "docs" / "reference" / name
            text = "\n".join(line.rstrip() for line in lines()) + "\n"
            if check and (not path.exists() or path.read_text("utf-8") != text):
                stale.append(name)
            elif not check:
                path.write_text(text, "utf-8")
    for name in stale:
        print(f"docs/reference/{name} is not current: run `make reference`")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
