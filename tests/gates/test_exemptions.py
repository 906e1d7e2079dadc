"""Rules are not set aside silently: each exemption is listed with its reason."""

import re
import tomllib
from collections import Counter
from pathlib import Path

from tests.support.repository import ROOT, files, name_of, project

LIST = Path(__file__).with_name("exemptions.toml")
Place = tuple[str, str]

# Put together here, so that this file does not count itself.
PATTERNS = {
    "noqa": re.compile(r"#\s*no" + r"qa\b"),
    "type-ignore": re.compile(r"#\s*type:\s*ign" + r"ore"),
    "no-cover": re.compile(r"pragma:\s*no\s+cov" + r"er"),
    "skip": re.compile(r"pytest\.(mark\.)?(ski" + r"p(if)?|importorski" + r"p)\b"),
    "xfail": re.compile(r"pytest\.(mark\.)?xfa" + r"il\b"),
}


def counted() -> Counter[Place]:
    """Return how often each kind of exemption occurs in each file."""
    found: Counter[Place] = Counter()
    for path in files(".py"):
        if "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for kind, pattern in PATTERNS.items():
            if number := len(pattern.findall(text)):
                found[name_of(path), kind] += number
    settings = project()["tool"]
    for codes in settings["ruff"]["lint"]["per-file-ignores"].values():
        found["pyproject.toml", "per-file-ignore"] += len(codes)
    for contract in settings["importlinter"]["contracts"]:
        if ignored := contract.get("ignore_imports", []):
            found["pyproject.toml", "ignore-imports"] += len(ignored)
    return found


def listed() -> tuple[Counter[Place], int, list[dict[str, object]]]:
    """Return what the list says: numbers, their total, and the entries themselves."""
    content = tomllib.loads(LIST.read_text(encoding="utf-8"))
    entries = content.get("exemption", [])
    numbers = Counter({(entry["file"], entry["kind"]): entry["count"] for entry in entries})
    return numbers, content["total"], entries


def as_toml(places: Counter[Place]) -> str:
    return "".join(
        f'\n[[exemption]]\nfile = "{file}"\nkind = "{kind}"\ncount = {number}\nreason = ""\n'
        for (file, kind), number in sorted(places.items())
    )


def test_every_exemption_is_listed() -> None:
    found, (known, _, _) = counted(), listed()
    new, gone = found - known, known - found
    assert not new, f"exemptions that are not listed:{as_toml(new)}"
    assert not gone, f"listed, but no longer there:{as_toml(gone)}"


def test_the_total_is_the_number_in_the_list() -> None:
    known, total, _ = listed()
    assert known.total() == total


def test_every_exemption_has_a_reason_and_an_existing_file() -> None:
    for entry in listed()[2]:
        assert len(str(entry["reason"])) > 15, entry
        assert (ROOT / str(entry["file"])).is_file(), entry


def test_the_patterns_see_exemptions() -> None:
    samples = {
        "noqa": "x = 1  # no" + "qa: E501",
        "type-ignore": "x = f()  # type: ign" + "ore[arg-type]",
        "no-cover": "def f():  # pragma: no cov" + "er",
        "skip": "@pytest.mark.ski" + "pif(True, reason='')",
        "xfail": "@pytest.mark.xfa" + "il",
    }
    for kind, text in samples.items():
        assert PATTERNS[kind].search(text), kind
