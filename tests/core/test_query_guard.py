"""While a template renders the database is closed; in production it is only said."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from tests.support.repository import ROOT

from samenspel.core.template_query_guard import TemplateQueryError, no_queries


def ask() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 7")
        (number,) = cursor.fetchone()
        return int(number)


def test_a_query_while_a_template_renders_is_an_error(db: None) -> None:
    assert ask() == 7
    refused = pytest.raises(TemplateQueryError, match=r"circle\.html ran a query: SELECT 7")
    with refused, no_queries("circle.html"):
        ask()
    assert ask() == 7


def test_in_production_the_page_is_answered(db: None, settings: Any) -> None:
    settings.QUERY_GUARD = "log"
    with no_queries("circle.html"):
        assert ask() == 7


def test_only_production_lets_it_pass() -> None:
    assert settings.QUERY_GUARD == "raise"
    lenient = [
        path.name
        for path in (ROOT / "src" / "samenspel" / "settings").glob("*.py")
        if 'QUERY_GUARD = "log"' in path.read_text(encoding="utf-8")
    ]
    assert lenient == ["production.py"]
