"""The gates that are not tests: each says what to do, and none is passed over."""

import sys

import pytest
from tools import lint


def test_every_gate_says_what_helps() -> None:
    assert set(lint.ADVICE) == set(lint.GATES), "Say in ADVICE of tools/lint.py what helps"


def test_a_gate_that_fails_says_what_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fails = [sys.executable, "-c", "print('line 3 is wrong'); raise SystemExit(1)"]
    holds = [sys.executable, "-c", ""]
    monkeypatch.setattr(lint, "GATES", {"format": fails, "types": holds})
    assert lint.main([]) == 1
    said = capsys.readouterr().out
    assert "FAILED format" in said
    assert "line 3 is wrong" in said
    assert "What helps: make format" in said
    assert "ok     types" in said


def test_a_gate_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert lint.main(["spelling"]) == 2
    assert "spelling" in capsys.readouterr().out
