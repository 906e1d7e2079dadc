"""The bridge between answers of the domain and HTTP."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.queryguard import no_queries

_preparers: list[Callable[[HttpRequest], object]] = []


def before_render(prepare: Callable[[HttpRequest], object]) -> None:
    """Register what must ask the database before a template closes it (the page's shell)."""
    if prepare not in _preparers:
        _preparers.append(prepare)


class DomainErrorMiddleware:
    """Turns :class:`NotFoundError` into a 404; not allowed and not existing look the same."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exc: Exception) -> HttpResponse | None:
        """Raise Http404 in place of a domain NotFoundError."""
        if isinstance(exc, NotFoundError):
            raise Http404(str(exc)) from exc
        return None


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Render ``template`` with the database closed."""
    for prepare in _preparers:
        prepare(request)
    with no_queries(template):
        return render(request, template, dict(context or {}), status=status)


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show a refusal of the domain in ``form``, at its field when it has one."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, refusal.message)
