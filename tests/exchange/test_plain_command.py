"""A command of this room says itself what it is and what it does."""

import pytest

from samenspel.exchange.command_console import PlainCommand


def test_a_command_without_words_or_work_is_not_finished() -> None:
    for unfinished in (PlainCommand.description, lambda plain: PlainCommand.work(plain, {})):
        with pytest.raises(NotImplementedError):
            unfinished(PlainCommand())
