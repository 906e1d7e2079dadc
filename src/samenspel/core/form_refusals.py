"""Showing that the domain said no: in a form, or above the next page."""

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from samenspel.core.errors import DomainError


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal of the domain in ``form``, at its field when it has one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say ``done`` on the next page after the block, or the refusal when the domain says no."""
    try:
        yield
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
