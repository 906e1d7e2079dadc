"""Telling people what happened after they pressed a button."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from samenspel.core.errors import DomainError


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say ``done`` after the block, or the refusal when the domain says no."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
