"""The help is in Dutch, or in English when asked, and says what a coordinator must know."""

import pytest
from django.core.management import execute_from_command_line

from samenspel.exchange.command_console import Bar


def help_of(command: str, *more: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as ending:
        execute_from_command_line(["samenspel", command, *more, "--help"])
    assert ending.value.code == 0
    return " ".join(capsys.readouterr().out.split())


def test_the_help_of_import(capsys: pytest.CaptureFixture[str]) -> None:
    told = help_of("import_spreadsheet", capsys=capsys)
    assert told.startswith("usage: samenspel import [-h]")
    assert "bij één fout wordt niets opgeslagen" in told
    assert "wordt overgeslagen en blijft zoals die is" in told
    told = help_of("import_spreadsheet", "--english", capsys=capsys)
    assert "is skipped and left as it is" in told


def test_the_help_of_import_postcodes_explains_the_rule(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = help_of("import_postcodes", capsys=capsys)
    assert "plus acht keer de gewone spreiding" in told
    assert "GeoNames, CC BY 4.0" in told


def test_the_bar_appears_after_two_seconds_only(capsys: pytest.CaptureFixture[str]) -> None:
    bar = Bar()
    for done in range(1, 4):
        bar("Checking", done, 3)
    assert capsys.readouterr().err == ""
    bar("Storing", 1, 2)
    assert bar.bar is not None
    assert bar.bar.delay == 2
    bar.close()
