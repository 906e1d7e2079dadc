"""A file with everything about one person: readable in a browser, and for another program."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from samenspel.core.privacy_registry import PersonalData, export_person, registered
from samenspel.core.row_security import Reason, acting_for_system
from samenspel.own_data.reads.kept_words import kind_words
from samenspel.own_data.reads.spoken_values import YEAR_ALWAYS, row_words
from samenspel.ui.spoken_dates import spoken_datetime

if TYPE_CHECKING:
    from samenspel.people.model_types import Person

READABLE, FOR_PROGRAMS = "gegevens.html", "gegevens.json"


@acting_for_system(Reason.TAKE_ALONG)
def archive_of(person: Person, *, at: datetime) -> bytes:
    """Return a ZIP of two files with everything the rooms keep about a person: a page to read,
    and the same as JSON. Others are named in it as far as the person knows them."""
    found = export_person(person.pk)
    told = {"made_at": at, "person": str(person.pk), "data": found}
    page = render_to_string(
        "own_data/take_along.html",
        {
            "name": person.full_name,
            "moment": spoken_datetime(at, YEAR_ALWAYS),
            "kinds": tuple(_readable(found)),
        },
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(READABLE, page)
        archive.writestr(
            FOR_PROGRAMS,
            json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1),
        )
    return content.getvalue()


def _readable(
    found: Mapping[str, Iterable[Mapping[str, Any]]],
) -> Iterable[tuple[str, list[list[tuple[str, str]]]]]:
    """Yield for each table its words and its rows, as pairs of a label and what it says."""
    for entry in registered():
        label = entry.model._meta.label
        fields = {path: _field(entry, path) for path in entry.exported}
        told = [row_words(label, fields, row) for row in found[label]]
        if told:
            yield kind_words(label), told


def _field(entry: PersonalData, path: str) -> Any:
    """Return the field at the end of a path, None for what a query added."""
    query = entry.model._default_manager.all().query
    try:
        return query.names_to_path(path.split("__"), entry.model._meta)[1]
    except FieldError:
        return None
