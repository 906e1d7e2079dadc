"""Every direct dependency is accounted for in docs/dependencies.md, and nothing else is."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from tests.support.repository import ROOT, project

PAGE = "docs/dependencies.md"
RUN, DEVELOP = "To run", "To develop and test"
REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
EXTRA = re.compile(r"\(extra `([\w-]+)`\)")
APART = re.compile(r"\((?:by itself|with [^)]*)\)")  # about a package, not one itself
LICENCE_COLUMN = 2
ALONE = {"uv"}  # a program of its own, called by tools/lock.sh


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.lower())


def names(requirements: Iterable[str]) -> set[str]:
    """The packages that requirements name, without versions and extras."""
    return {plain(found[0]) for line in requirements if (found := REQUIREMENT.match(line))}


def rows(page: str, title: str) -> list[list[str]]:
    """The rows of the table in a section, without its head."""
    found = re.search(rf"^## {title}.*?\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)
    assert found, f"{PAGE} has no section that begins with '## {title}'"
    lines = [line for line in found[1].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def told(page: str, title: str) -> dict[str, str]:
    """The packages of a table with the extra they belong to; those in parentheses as well."""
    found = {}
    for cell, *_rest in rows(page, title):
        extra = EXTRA.search(cell)
        words = re.sub(r"\s[\d.]+( LTS)?", "", APART.sub("", EXTRA.sub("", cell)))
        for name in re.split(r"[,()+\s]+", words):
            if name:
                found[plain(name)] = extra[1] if extra else ""
    return found


def faults(page: str, settings: dict[str, Any], lock: str) -> list[str]:
    """What is missing from the page, what is too much, and which licence is not given."""
    needed = names(settings["dependencies"])
    extras = {key: names(value) for key, value in settings["optional-dependencies"].items()}
    tools, optional = extras.pop("dev"), {}
    for extra, packages in extras.items():
        optional |= dict.fromkeys(packages, extra)
    found = told(page, RUN) | told(page, DEVELOP)
    expected = dict.fromkeys(needed | tools, "") | optional
    known = set(expected) | names(LOCKED.findall(lock)) | ALONE
    wrong = [f"no line for {name}" for name in sorted(set(expected) - set(found))]
    wrong += [
        f"{name} is in the extra `{extra}`, and the page says `{found[name]}`"
        for name, extra in sorted(expected.items())
        if name in found and found[name] != extra
    ]
    wrong += [
        f"a line for {name}, which nothing asks for" for name in sorted(set(found) - known)
    ]
    wrong += [
        f"{name} is needed to run, and is not listed there"
        for name in sorted(needed - set(told(page, RUN)))
        if name in found
    ]
    return wrong + [
        f"no licence for {row[0]}"
        for title in (RUN, "In the browser", DEVELOP)
        for row in rows(page, title)
        if not re.search(r"\w{3}", row[LICENCE_COLUMN])
    ]


def page() -> str:
    return (ROOT / PAGE).read_text(encoding="utf-8")


def lock() -> str:
    return (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")


def test_every_dependency_is_accounted_for() -> None:
    wrong = faults(page(), project()["project"], lock())
    assert not wrong, f"Mend {PAGE} (or pyproject.toml, then `make lock`): {wrong}"


def test_the_lock_holds_every_dependency() -> None:
    missing = names(project()["project"]["dependencies"]) - names(LOCKED.findall(lock()))
    assert not missing, f"Not in requirements/run.txt: {sorted(missing)}. Run `make lock`."


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("| gunicorn | WSGI", "| gunnicorn | WSGI", "no line for gunicorn"),
        ("| gunicorn | WSGI", "| gunnicorn | WSGI", "a line for gunnicorn"),
        ("| WSGI server | MIT |", "| WSGI server | |", "no licence for gunicorn"),
        ("| highspy (extra `plan`)", "| highspy", "highspy is in the extra `plan`"),
        ("(extra `plan`)", "(extra `weeks`)", "the page says `weeks`"),
        ("| hypothesis |", "| |", "no line for hypothesis"),
        ("build time only | MIT |", "build time only | |", "no licence for esbuild"),
        ("| format, lint | MIT |", "| format, lint | ? |", "no licence for ruff"),
    ],
)
def test_a_page_that_is_not_current_is_noticed(old: str, new: str, fault: str) -> None:
    assert old in page()
    changed = page().replace(old, new)
    assert any(fault in one for one in faults(changed, project()["project"], lock()))


def test_a_new_dependency_is_noticed() -> None:
    settings = project()["project"]
    settings["dependencies"].append("requests[socks]>=2")
    settings["optional-dependencies"]["maps"] = ["shapely>=2"]
    settings["optional-dependencies"]["dev"].append("types-requests")
    new = [f"no line for {name}" for name in ("requests", "shapely", "types-requests")]
    assert faults(page(), settings, lock()) == new
