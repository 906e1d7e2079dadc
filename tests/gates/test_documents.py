"""What the documents tell one to type exists, and every link in them leads somewhere."""

import argparse
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from tests.support.repository import ROOT, files, name_of

from samenspel import cli

FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`]+)`", re.DOTALL)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
TARGET = re.compile(r"^([a-z][\w-]*):(?!=)", re.MULTILINE)
VARIABLE = re.compile(r"^([A-Z]+)\s*\?=|\$\(([A-Z]+)\)", re.MULTILINE)
# Sub-commands that hand the line to a management command, by the name of that command.
BEHIND = {
    "migrate": "migrate",
    "demo": "demo",
    "import": "import_spreadsheet",
    "import-postcodes": "import_postcodes",
}
OUTSIDE = ("http://", "https://", "mailto:", "#")


def documents() -> list[Path]:
    """Every text for people in the repository, except the licences."""
    return [path for path in files(".md") if "LICENSES" not in path.parts]


def typed(text: str) -> list[list[str]]:
    """The commands a text tells one to type: lines of ```sh and `code` that starts with one."""
    lines = [line for block in SHELL.findall(text) for line in block.splitlines()]
    lines += [" ".join(code.split()) for code in INLINE.findall(FENCE.sub("", text))]
    split = [words_of(line) for line in lines]
    return [words for words in split if len(words) > 1 and words[0] in {"make", "samenspel"}]


def words_of(line: str) -> list[str]:
    """The words of a command, without its environment; ``python -m samenspel`` is samenspel."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return []
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words = words[1:]
    if len(words) > 2 and words[0].endswith("python") and words[1:3] == ["-m", "samenspel"]:
        words = words[2:]
    return words


def wrong(words: list[str]) -> str:
    """Why a command cannot be typed like this; empty when it can."""
    program, name, *rest = words
    if name in {"...", "…"} or not re.match(r"[a-z]", name):
        return ""  # "the `samenspel ...` commands", in general
    return wrong_for_make(name, rest) if program == "make" else wrong_for_us(name, rest)


def wrong_for_make(target: str, rest: list[str]) -> str:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    if target not in TARGET.findall(text):
        return f"there is no target {target} in the Makefile"
    known = {name for pair in VARIABLE.findall(text) for name in pair if name}
    odd = [word for word in rest if "=" in word and word.partition("=")[0] not in known]
    return f"the Makefile does not read {', '.join(odd)}" if odd else ""


def wrong_for_us(name: str, rest: list[str]) -> str:
    parser: argparse.ArgumentParser = cli.build_parser()
    (commands,) = (
        action.choices
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    if name not in commands:
        return f"samenspel has no command {name}"
    if name == "manage":
        name, rest = (rest[0], rest[1:]) if rest else ("help", [])
        return wrong_for_django(name, rest)
    if name in BEHIND:
        return wrong_for_django(BEHIND[name], rest)
    return unknown_options(commands[name], rest)


def wrong_for_django(name: str, rest: list[str]) -> str:
    if name not in get_commands():
        return f"there is no management command {name}"
    app = get_commands()[name]
    command = load_command_class(app, name) if isinstance(app, str) else app
    return unknown_options(command.create_parser("samenspel", name), rest)


def unknown_options(parser: argparse.ArgumentParser, rest: list[str]) -> str:
    """Which options the parser does not know, and which fixed words it does not take."""
    known = {option for action in parser._actions for option in action.option_strings}
    odd = [
        word for word in rest if word.startswith("-") and word.partition("=")[0] not in known
    ]
    if odd:
        return f"there is no option {', '.join(odd)}"
    placed = [action for action in parser._actions if not action.option_strings]
    if rest and placed and placed[0].choices and rest[0] not in placed[0].choices:
        return f"{rest[0]} is not one of {', '.join(map(str, placed[0].choices))}"
    return ""


def broken_links(path: Path, text: str) -> list[str]:
    """The relative links that lead to no file."""
    targets = [one for one in LINK.findall(FENCE.sub("", text)) if not one.startswith(OUTSIDE)]
    return [one for one in targets if not (path.parent / one.partition("#")[0]).exists()]


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_what_a_document_tells_one_to_type_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    faults = {" ".join(words): why for words in typed(text) if (why := wrong(words))}
    assert not faults, f"Mend {name_of(path)}, or the command it tells of: {faults}"


@pytest.mark.parametrize("path", documents(), ids=name_of)
def test_every_link_in_a_document_leads_to_a_file(path: Path) -> None:
    broken = broken_links(path, path.read_text(encoding="utf-8"))
    assert not broken, f"Mend these links in {name_of(path)}: {broken}"


def test_commands_are_found_in_blocks_and_in_sentences() -> None:
    text = (
        "Type `make run PORT=1`.\n```sh\nPYTHONPATH=src .venv/bin/python -m samenspel run\n```"
    )
    assert typed(text) == [["samenspel", "run"], ["make", "run", "PORT=1"]]


def test_the_readme_tells_of_commands() -> None:
    commands = typed((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {words[0] for words in commands} == {"make", "samenspel"}
    assert len(commands) > 8


@pytest.mark.parametrize(
    "line",
    [
        "make runn",
        "make run DOOR=8123",
        "samenspel serve",
        "samenspel generate --request 10",
        "samenspel plan a.csv b.csv c.csv --minutes 3 --nonsense",
        "samenspel import list.xlsx --dry",
        "samenspel import-postcodes NL.txt --all",
        "samenspel manage set_down",
        "samenspel manage set_up --organization NAME",
        "samenspel database repair",
        "samenspel run --demo",
    ],
)
def test_a_command_that_does_not_exist_is_seen(line: str) -> None:
    assert wrong(words_of(line))


@pytest.mark.parametrize(
    "line",
    [
        "make run PORT=8123",
        "make bench NAME=circle-page",
        "samenspel generate --requests 10 --offers 20 -o region",
        "samenspel import list.xlsx --dry-run",
        "samenspel manage set_up --organisation NAME",
        "samenspel database prepare",
        "samenspel run --no-demo",
        "samenspel ...",
    ],
)
def test_a_command_that_exists_is_left_alone(line: str) -> None:
    assert not wrong(words_of(line))


def test_a_link_to_no_file_is_seen() -> None:
    text = "[a](docs/gone.md) [b](README.md) [c](https://x.example) [d](#e) ![f](g.png)"
    assert broken_links(ROOT / "README.md", text) == ["docs/gone.md", "g.png"]
