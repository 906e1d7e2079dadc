"""Telling people what came of what they sent: that it is done, or why it may not be."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from samenspel.core.errors import DomainError


class Outcome:
    """A ``with`` block that ends in ``done``, or in ``refused`` when the domain says no.

    After a refusal the view goes on below the block, to show the page again; what follows on
    success only, such as a redirect, belongs inside the block.
    """

    def __init__(
        self,
        refused: Callable[[DomainError], object],
        done: Callable[[], object] = lambda: None,
    ) -> None:
        self.refused = refused
        self.done = done

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        """Say how it ended; only a refusal by the domain is dealt with here."""
        if isinstance(error, DomainError):
            self.refused(error)
            return True
        if error is None:
            self.done()
        return False


def refusals_in(form: forms.Form) -> Outcome:
    """Show in ``form`` why the domain says no, at the field concerned when the form has it."""
    return Outcome(lambda refusal: add_refusal(form, refusal))


def announcing(request: HttpRequest, done: str) -> Outcome:
    """Say ``done`` on the next page, or why the domain says no."""
    return Outcome(
        lambda refusal: messages.error(request, refusal.message),
        lambda: messages.success(request, done),
    )


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Add a refusal to ``form``, at its field when it has one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)
