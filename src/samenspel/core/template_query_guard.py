"""Closes the database while a template renders.

A query in a template is a page that grows slower with every row. In tests and development it
raises; in production it is logged and answered.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from django.conf import settings
from django.db import connection

logger = structlog.get_logger(__name__)


class TemplateQueryError(RuntimeError):
    """A template asked the database for something its page object should have carried."""


@contextmanager
def no_queries(where: str) -> Iterator[None]:
    """Refuse (``QUERY_GUARD="raise"``) or report (``"log"``) queries inside the block."""

    def guard(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if settings.QUERY_GUARD == "raise":
            raise TemplateQueryError(f"{where} ran a query: {sql[:200]}")
        logger.warning("template_query", template=where, sql=sql[:200])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(guard):
        yield
