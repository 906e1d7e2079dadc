"""What the web server does before its first page."""

import gc
from collections.abc import Iterator

import pytest

from samenspel.runner import gunicorn_settings


@pytest.fixture
def unfrozen() -> Iterator[None]:
    gc.unfreeze()
    yield
    gc.unfreeze()


def test_what_is_loaded_is_set_apart_before_the_processes_part(unfrozen: None) -> None:
    assert gunicorn_settings.preload_app
    gunicorn_settings.when_ready(None)
    assert gc.get_freeze_count() > 10_000
