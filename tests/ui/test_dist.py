"""The committed assets: complete, self-contained, and what the templates ask for."""

import hashlib
import json
import re
import shutil
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


HASHED = ("build.mjs", "package-lock.json", "package.json", "css/**/*", "js/**/*")


def hashes(folder: Path, *patterns: str) -> dict[str, str]:
    """SHA-256 of each file, by its path in the folder."""
    paths = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def changed(frontend: Path, dist: Path) -> list[str]:
    """The files that differ from the last build."""
    built = json.loads((frontend / "built.json").read_text())
    found = {"sources": hashes(frontend, *HASHED), "dist": hashes(dist, "**/*")}
    pairs = [(built[side].items(), found[side].items()) for side in ("sources", "dist")]
    return sorted({name for then, now in pairs for name, _hash in then ^ now})


def foreign(text: str) -> list[str]:
    """Addresses outside the product."""
    return [found for found in ADDRESS.findall(text) if not found.startswith(ALLOWED)]


def test_the_built_files_are_made_from_the_sources_that_are_there() -> None:
    names = changed(FRONTEND, DIST)
    assert not names, (
        f"Not as in the last build: {', '.join(names)}. Change the sources in frontend/, never "
        "what is built, then run `make assets` and commit frontend/built.json with the result."
    )


@pytest.mark.parametrize(
    "name", ["frontend/css/base.css", "dist/samenspel.css", "dist/more.js"]
)
def test_a_file_changed_without_a_build_is_noticed(tmp_path: Path, name: str) -> None:
    folders = shutil.ignore_patterns("node_modules")
    frontend = shutil.copytree(FRONTEND, tmp_path / "frontend", ignore=folders)
    dist = shutil.copytree(DIST, tmp_path / "dist")
    with (tmp_path / name).open("a") as file:
        file.write("/* by hand */")
    assert changed(frontend, dist) == [name.partition("/")[2]]


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
