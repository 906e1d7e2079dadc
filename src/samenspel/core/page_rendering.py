"""Rendering a page from a page object, with the database closed."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samenspel.core.template_query_guard import no_queries

_preparers: list[Callable[[HttpRequest], object]] = []


def before_render(prepare: Callable[[HttpRequest], object]) -> None:
    """Register what must ask the database before a template closes it (the page's shell)."""
    if prepare not in _preparers:
        _preparers.append(prepare)


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
