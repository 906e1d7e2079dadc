"""Modules stay small: the pain of every admired code base sits in its 1,000-line modules."""

from tests.support.repository import files, name_of

LIMIT = 300


def test_no_module_is_longer_than_the_limit() -> None:
    long = {
        name_of(path): lines
        for path in files(".py")
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LIMIT
        and name_of(path).startswith(("src/", "tools/"))
    }
    assert not long, (
        f"Longer than {LIMIT} lines: {long}. Move what belongs together (a screen, a verb, a "
        "table) to a module of its own with a name that says what."
    )
