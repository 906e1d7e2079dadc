"""Nothing in the repository points at somebody's machine or at one package index."""

import re

import pytest
from tests.support.repository import files, name_of

TEXT = (
    ".py", ".toml", ".txt", ".md", ".html", ".css", ".js", ".mjs", ".json", ".sh", ".yml",
    ".yaml", ".po", ".cfg", ".npmrc", "Makefile", "run", ".gitignore",
)  # fmt: skip
# Put together from pieces, so that this file is not an offence itself.
FOLDERS = "|".join(["tm" + "p", "wor" + "k", "roo" + "t", r"home/\w+"])
HOSTS = "|".join(["py" + "pi", "npm" + "js", "pythonhos" + "ted", r"registry\."])
FORBIDDEN = {
    "a path on one machine": re.compile(rf"(?:^|[^A-Za-z.~}}])/(?:{FOLDERS})/"),
    "the address of a package index": re.compile(rf"https?://[^\s\"']*(?:{HOSTS})[^\s\"']*"),
    "a fixed package index": re.compile(
        "--(?:extra-)?index-" + r"url\s+http|^registry\s*=", re.MULTILINE
    ),
}


def offences(text: str) -> list[str]:
    return [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_no_file_points_at_a_machine_or_an_index() -> None:
    found = {
        name_of(path): what
        for path in files(*TEXT)
        if (what := offences(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert not found, (
        "Take these out: a path belongs in an argument or a setting, a package index in the "
        f"environment of whoever installs. {found}"
    )


@pytest.mark.parametrize(
    "text",
    [
        'open("/tm' + 'p/x")',
        "cd /wor" + "k/main",
        "see https://py" + "pi.org/simple/django",
        "--extra-index-" + "url https://example.org",
    ],
)
def test_the_patterns_see_an_offence(text: str) -> None:
    assert offences(text)


@pytest.mark.parametrize("text", ["/tmpfs/", "frontend/work/", "docs/home/", "/rooted/"])
def test_the_patterns_leave_ordinary_words_alone(text: str) -> None:
    assert not offences(text)
