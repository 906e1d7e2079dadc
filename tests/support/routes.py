"""Every address of the product, read from the URL configuration."""

from collections.abc import Iterator
from inspect import getclosurevars

from django.urls import URLPattern, URLResolver, get_resolver

KEPT_BY_ALLAUTH = ("account_", "mfa_")


def routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every named route with its pattern."""
    for item in resolver.url_patterns:
        if isinstance(item, URLResolver):
            yield from routes(item, f"{space}{item.namespace}:" if item.namespace else space)
        else:
            yield f"{space}{item.name}", item


def pages() -> dict[str, URLPattern]:
    """Every route of our own that answers a GET."""
    return {
        name: pattern
        for name, pattern in routes(get_resolver())
        if not name.startswith(KEPT_BY_ALLAUTH) and _answers_get(pattern)
    }


def _answers_get(pattern: URLPattern) -> bool:
    """Whether Django's decorator lets a GET through; without a decorator all methods pass."""
    names = getclosurevars(pattern.callback).nonlocals
    return "GET" in names.get("request_method_list", ["GET"])
