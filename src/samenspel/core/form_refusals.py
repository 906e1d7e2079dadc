"""Showing in a form that the domain said no."""

from django import forms

from samenspel.core.errors import DomainError


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal of the domain in ``form``, at its field when it has one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)
