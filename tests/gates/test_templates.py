"""Every template compiles and is tidy; djlint checks the markup (tools/lint.py)."""

import re
from pathlib import Path

import pytest
from django.template import engines
from tests.support.repository import ROOT, name_of

TEMPLATES = sorted((ROOT / "src").rglob("templates/**/*.*"))
UNTIDY = {
    "a tab": re.compile(r"\t"),
    "space at the end of a line": re.compile(r"[ \t]+$", re.MULTILINE),
    "more than one empty line": re.compile(r"\n{4,}"),
    "an inline style or script": re.compile(
        r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=\""
    ),
}


def name_in_loader(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[len(parts) - parts[::-1].index("templates") :])


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_compiles_and_is_tidy(path: Path) -> None:
    engines["django"].get_template(name_in_loader(path))
    text = path.read_text(encoding="utf-8")
    found = [what for what, pattern in UNTIDY.items() if pattern.search(text)]
    assert not found, (
        f"Mend {name_of(path)}: {', '.join(found)}. Styles go in frontend/css (then make "
        "assets), scripts in frontend/js."
    )


@pytest.mark.parametrize("text", ["a\tb\n", "a \n", '<p style="x">\n', "<script>x</script>\n"])
def test_the_patterns_see_untidiness(text: str) -> None:
    assert [what for what, pattern in UNTIDY.items() if pattern.search(text)]
