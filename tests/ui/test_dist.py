"""The committed assets: complete, self-contained, and what the templates ask for."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from samenspel import ui

ROOT = Path(__file__).parents[2]
APP = Path(ui.__file__).parent
DIST = APP / "static" / "samenspel" / "dist"
FRONTEND = ROOT / "frontend"
ADDRESS = re.compile(r"https?://[^\s\"')]+")
ALLOWED = ("http://www.w3.org/",)


def foreign(text: str) -> list[str]:
    """Addresses outside the product."""
    return [found for found in ADDRESS.findall(text) if not found.startswith(ALLOWED)]


@pytest.mark.parametrize("name", ["samenspel.css", "samenspel.js"])
def test_nothing_is_fetched_from_elsewhere(name: str) -> None:
    text = (DIST / name).read_text()
    assert foreign(text) == []
    assert "data:" not in text
    assert "@import" not in text


def test_the_check_would_have_noticed_a_foreign_address() -> None:
    assert foreign("src: url(https://fonts.example/a.woff2)")


def test_the_script_needs_no_eval() -> None:
    text = (DIST / "samenspel.js").read_text()
    assert not re.search(r"\beval\(|new Function|innerHTML|\.style\b", text)


def test_every_file_the_style_asks_for_is_there() -> None:
    wanted = set(re.findall(r"url\(\"?\./([^\")]+)", (DIST / "samenspel.css").read_text()))
    assert len(wanted) == 4
    for name in wanted:
        assert (DIST / name).is_file()


def test_every_static_file_a_template_names_is_found() -> None:
    pattern = re.compile(r"\{% static \"([^\"]+)\"")
    for path in (APP / "templates").rglob("*.html"):
        for name in pattern.findall(path.read_text()):
            assert finders.find(name), name


def test_the_notice_names_every_package_with_its_licence() -> None:
    notice = (DIST / "NOTICE.txt").read_text()
    manifest = json.loads((FRONTEND / "package.json").read_text())
    for name, version in manifest["dependencies"].items():
        assert re.search(
            rf"^{re.escape(name)} {version} \((EUPL-1\.2|OFL-1\.1)\)$", notice, re.M
        )


def test_the_lock_names_no_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert all("resolved" not in package for package in lock["packages"].values())
    assert all(package.get("integrity") for path, package in lock["packages"].items() if path)


def test_classes_in_templates_exist_in_the_style() -> None:
    style = (DIST / "samenspel.css").read_text()
    unstyled = {"sp-keyhelp", "sp-work__body"}  # names for people, without a rule
    for path in (APP / "templates").rglob("*.html"):
        source = re.sub(r"\{[{%].*?[%}]\}", " ", path.read_text())
        for value in re.findall(r'class="([^"]*)"', source):
            for name in value.split():
                if name.startswith("sp-") and not name.endswith("-"):
                    assert f".{name}" in style or name in unstyled, f"{name} in {path.name}"
