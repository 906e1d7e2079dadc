"""Rules are not set aside silently: each exemption is listed with its reason, and the settings
of the tools that guard quality are held at the values in the list."""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.gates.test_size import LIMIT
from tests.support import exemptions
from tests.support.exemptions import Place, flattened
from tests.support.repository import ROOT, files, name_of, project
from tools.lint import GATES

LIST = Path(__file__).with_name("exemptions.toml")
NAME = "tests/gates/exemptions.toml"
SHORTEST_REASON = 15
# A file of these names would set the settings in pyproject.toml aside.
OTHER_SETTINGS = (
    "ruff.toml", "mypy.ini", "pytest.ini", "tox.ini", "setup.cfg", ".djlintrc",
    "djlint.toml", ".coveragerc", ".importlinter",
)  # fmt: skip
BANNED = "ruff.lint.flake8-tidy-imports.banned-api"


def content() -> dict[str, Any]:
    return tomllib.loads(LIST.read_text(encoding="utf-8"))


def listed(entries: list[dict[str, Any]]) -> Counter[Place]:
    return Counter({(entry["file"], entry["kind"]): entry["count"] for entry in entries})


def as_toml(places: Counter[Place]) -> str:
    return "".join(
        f'\n[[exemption]]\nfile = "{file}"\nkind = "{kind}"\ncount = {number}\nreason = ""\n'
        for (file, kind), number in sorted(places.items())
    )


def advice(found: Counter[Place], known: Counter[Place]) -> str:
    """What to do when the exemptions found are not those in the list; empty when they are."""
    said = ""
    if new := found - known:
        said += (
            "\nA rule is set aside that is not in the list. Mend the code instead. If there is "
            f"really no other way, add this to {NAME} (or to the count of the entry that is "
            f"there), say why, and raise `total`:\n{as_toml(new)}"
        )
    if gone := known - found:
        said += f"\nListed, but no longer there: lower or remove it in {NAME}:\n{as_toml(gone)}"
    return said


def dials(tools: dict[str, Any]) -> dict[str, object]:
    """Every setting that decides how much the gates notice, by name."""
    guarded = {name: value for name, value in tools.items() if name != "hatch"}
    contracts = {"contracts"}  # tests/gates/test_floors.py and the `ignore-imports` guard these
    guarded["importlinter"] = {
        key: value for key, value in guarded["importlinter"].items() if key not in contracts
    }
    found = {key: one for part in guarded.items() for key, one in flattened(*part).items()}
    banned = {key for key in found if key.startswith(BANNED)}
    return (
        {key: value for key, value in found.items() if key not in banned}
        | {
            BANNED: sorted(
                key.removeprefix(f"{BANNED}.").removesuffix(".msg") for key in banned
            )
        }
        | {"tests.gates.test_size.LIMIT": LIMIT}
        | {f"tools.lint.GATES.{gate}": words(command) for gate, command in GATES.items()}
    )


def words(command: list[str]) -> str:
    """A command as it is typed, without the folder of its program."""
    return " ".join([Path(command[0]).name.rstrip("0123456789."), *command[1:]])


def turned(found: dict[str, object], held: dict[str, object]) -> str:
    """What to do when settings are not at the values they are held at; empty when they are."""
    names = sorted(
        {*found, *held}, key=lambda name: (name not in found, name not in held, name)
    )
    lines = [
        f"  {name}: {json.dumps(held.get(name, 'not in the list'))} in the list, "
        f"{json.dumps(found.get(name, 'gone'))} in use"
        for name in names
        if name not in found or name not in held or found[name] != held[name]
    ]
    if not lines:
        return ""
    return (
        "\nA setting of a tool that guards quality was turned. Turn it back, or, when you mean "
        f"it, write the new value with its reason under [[dials]] in {NAME}:\n"
        + "\n".join(lines)
    )


def held() -> dict[str, object]:
    return {
        name: value for group in content()["dials"] for name, value in group["held"].items()
    }


def test_every_exemption_is_listed() -> None:
    wrong = advice(exemptions.counted(), listed(content()["exemption"]))
    assert not wrong, wrong


def test_the_total_is_the_number_in_the_list() -> None:
    number, total = listed(content()["exemption"]).total(), content()["total"]
    assert number == total, f"Write `total = {number}` in {NAME}: it says {total}."


def test_every_exemption_has_a_reason_and_an_existing_file() -> None:
    for entry in content()["exemption"]:
        assert len(entry["reason"]) > SHORTEST_REASON, f"Say why in {NAME}: {entry}"
        assert (ROOT / entry["file"]).is_file(), (
            f"Remove from {NAME}, the file is gone: {entry}"
        )


def test_the_tools_are_set_as_in_the_list() -> None:
    wrong = turned(dials(project()["tool"]), held())
    assert not wrong, wrong


def test_every_group_of_settings_has_a_reason_and_no_setting_is_listed_twice() -> None:
    groups = content()["dials"]
    assert all(len(group["reason"]) > SHORTEST_REASON for group in groups), "say why"
    names = Counter(name for group in groups for name in group["held"])
    assert max(names.values()) == 1, f"Listed twice under [[dials]]: {names.most_common(1)}"


def test_no_other_file_sets_the_tools() -> None:
    found = [name_of(path) for path in files(*OTHER_SETTINGS)]
    assert not found, f"Move these settings to pyproject.toml, where they are held: {found}"


@pytest.mark.parametrize(
    ("kind", "comment"),
    [
        ("noqa", "# noqa: E501"),
        ("noqa", "#NOQA"),
        ("noqa", "# ruff: noqa"),
        ("noqa", "# ruff: noqa: S101"),
        ("noqa", "# ruff: disable[E501]"),
        ("noqa", "# isort: skip_file"),
        ("type-ignore", "# type: ignore[arg-type]"),
        ("mypy-comment", "# mypy: ignore-errors"),
        ("mypy-comment", "# mypy: disallow-untyped-defs=False"),
        ("no-cover", "# pragma: no cover"),
        ("no-cover", "# pragma: no branch"),
    ],
)
def test_comments_that_set_a_rule_aside_are_seen(kind: str, comment: str) -> None:
    assert exemptions.in_comments(f"x = 1  {comment}\n") == {kind: 1}
    assert exemptions.in_comments(f"{comment}\nx = 1\n") == {kind: 1}


@pytest.mark.parametrize("text", ["x = '# noqa'\n", "# noquarrel\n", "# mypy is strict\n"])
def test_ordinary_comments_and_strings_set_nothing_aside(text: str) -> None:
    assert not exemptions.in_comments(text)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("skip", "@pytest.mark.skipif(True, reason='')\ndef test(): ..."),
        ("skip", "pytestmark = [mark.skip]"),
        ("skip", "from pytest import skip as leave"),
        ("skip", "pytest.importorskip('duckdb')"),
        ("xfail", "@pytest.mark.xfail\ndef test(): ..."),
        ("warnings", "warnings.simplefilter('ignore')"),
        ("warnings", "@pytest.mark.filterwarnings('ignore')\ndef test(): ..."),
        ("untyped", "@typing.no_type_check\ndef f(): ..."),
        ("collect-ignore", "collect_ignore = ['test_x.py']"),
        ("collect-ignore", "def pytest_ignore_collect(path): ..."),
        ("cast-any", "x = cast(Any, y)"),
        ("cast-any", "x = typing.cast('Any', y)"),
    ],
)
def test_code_that_sets_a_rule_aside_is_seen(kind: str, code: str) -> None:
    assert exemptions.in_code(code) == {kind: 1}


@pytest.mark.parametrize(
    "code", ["skipped = ui.skip_link", "'pytest.mark.skip'", "cast(int, y)", "f.ignore()"]
)
def test_ordinary_code_sets_nothing_aside(code: str) -> None:
    assert not exemptions.in_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "mark_safe(note)",
        "safestring.SafeString(note)",
        "make = SafeString",
        "from django.utils.safestring import mark_safe as fine",
        "from django.utils.html import format_html as fine",
        "format_html(note)",
        "format_html('<p>' + note)",
        "format_html(f'<p>{note}')",
        "format_html(format_string=note)",
        "format_html_join('', note, rows)",
        "Context({}, autoescape=False)",
        "OPTIONS = {'autoescape': False}",
        "register.filter('words', words, is_safe=True)",
        "Template('{{ note|safe }}')",
        "class Words(SafeText): ...",
        "class Words:\n    def __html__(self): return self.words",
        "@html_safe\nclass Words: ...",
    ],
)
def test_code_that_puts_words_in_a_page_unescaped_is_seen(code: str) -> None:
    assert exemptions.unescaped(code) == 1


@pytest.mark.parametrize(
    "code",
    [
        "def badge(words: str) -> SafeString: ...",
        "control: SafeString",
        "from django.utils.safestring import SafeString",
        "format_html('<p>{}</p>', note)",
        "format_html_join(', ', '<b>{}</b>', rows)",
        "Context({}, autoescape=True)",
        "'safe and sound'",
    ],
)
def test_code_that_escapes_is_left_alone(code: str) -> None:
    assert exemptions.unescaped(code) == 0


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("unescaped", "{{ note|safe }}"),
        ("unescaped", "{{ notes | safeseq|join:', ' }}"),
        ("unescaped", "{% autoescape off %}{{ note }}{% endautoescape %}"),
        ("unescaped", "{% filter force_escape|safe %}{{ note }}{% endfilter %}"),
        ("djlint-off", "{# djlint:off #}"),
        ("djlint-off", "<!-- djlint: off H025 -->"),
    ],
)
def test_templates_that_set_a_rule_aside_are_seen(kind: str, text: str) -> None:
    assert exemptions.in_template(text)[kind] == 1


@pytest.mark.parametrize(
    "text", ["{{ note }}", "{% autoescape on %}", "{{ unsafe|default:'x' }}", "a|safer"]
)
def test_ordinary_templates_set_nothing_aside(text: str) -> None:
    assert not exemptions.in_template(text)


@pytest.mark.parametrize(
    "text", ["pytest -W ignore", "pytest --ignore=tests/x", "-p no:warnings"]
)
def test_commands_that_leave_tests_or_warnings_out_are_seen(text: str) -> None:
    assert exemptions.in_command(text)


def test_ordinary_commands_set_nothing_aside() -> None:
    assert not exemptions.in_command("cat .gitignore; pytest -n 2 --import-mode=importlib")


@pytest.mark.parametrize(
    "change",
    [
        {"ruff": {"line-length": 120}},
        {"ruff": {"extend-exclude": ["src"]}},
        {"ruff": {"lint": {"select": ["E"]}}},
        {"ruff": {"lint": {"ignore": ["S101", "BLE001"]}}},
        {"ruff": {"lint": {"mccabe": {"max-complexity": 20}}}},
        {"ruff": {"lint": {"per-file-ignores": {"src/**": ["ALL"]}}}},
        {"ruff": {"lint": {"flake8-tidy-imports": {"banned-api": {}}}}},
        {"mypy": {"strict": False}},
        {"mypy": {"overrides": [{"module": ["samenspel.*"], "ignore_errors": True}]}},
        {"pytest": {"ini_options": {"filterwarnings": ["ignore"]}}},
        {"djlint": {"ignore": "H001"}},
        {"coverage": {"report": {"exclude_lines": ["raise"]}}},
    ],
)
def test_every_loosened_setting_is_noticed(change: dict[str, Any]) -> None:
    assert turned(dials(merged(project()["tool"], change)), held())


def test_a_removed_setting_is_noticed() -> None:
    tools = project()["tool"]
    del tools["mypy"]["warn_unreachable"]
    assert "mypy.warn_unreachable" in turned(dials(tools), held())


def merged(settings: Any, change: Any) -> Any:
    if not (isinstance(settings, dict) and isinstance(change, dict)) or not change:
        return change
    return settings | {key: merged(settings.get(key), one) for key, one in change.items()}


def test_the_advice_is_an_entry_to_fill_in() -> None:
    once = Counter({("src/a.py", "noqa"): 1})
    assert 'file = "src/a.py"' in advice(once, Counter())
    assert "no longer there" in advice(Counter(), once)
    assert not advice(once, once)
