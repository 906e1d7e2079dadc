"""The catalogue gate notices each way in which a translation can be wrong."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import catalogue


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A room with a text in Python, one in a template, a plural and a text with a context."""
    monkeypatch.setattr(catalogue, "SOURCES", tmp_path)
    folder = tmp_path / "circles"
    (folder / "templates" / "circles").mkdir(parents=True)
    (folder / "views.py").write_text('title = _("Your circle")\nhint = _("Ask %(name)s")\n')
    (folder / "templates" / "circles" / "page.html").write_text(
        "{% load i18n %}\n  <p>{% translate 'Hello' %} isn't {{ a|default:'b' }}\n"
        "{% blocktranslate trimmed count n=n %}\n   One helper\n{% plural %}\n"
        "   {{ n }} helpers\n{% endblocktranslate %}</p>\n"
        "{% translate 'May' context 'month' %}"
    )
    return folder


def template_of(room: Path) -> Catalog:
    return catalogue.extracted({"circles"})["circles"]


def translate(room: Path) -> Catalog:
    """A complete, correct translation."""
    done = template_of(room)
    for message in done:
        if isinstance(message.id, tuple):
            message.string = ("Eén helper", "%(n)s helpers")
        elif message.id:
            message.string = message.id.replace("Ask", "Vraag")
    return done


def faults(room: Path, present: Catalog) -> list[str]:
    return list(catalogue.faults("circles", template_of(room), present))


def test_texts_are_found_in_python_and_in_templates(room: Path) -> None:
    found = {catalogue.key(message) for message in template_of(room) if message.id}
    assert found == {
        ("Your circle", None),
        ("Ask %(name)s", None),
        ("Hello", None),
        (("One helper", "%(n)s helpers"), None),
        ("May", "month"),
    }


def test_a_name_under_which_no_texts_are_collected_is_refused(room: Path) -> None:
    (room / "views.py").write_text("from django.utils.translation import gettext as _now\n")
    with pytest.raises(SystemExit, match="nobody collects the texts of _now"):
        template_of(room)


def test_a_complete_catalogue_has_no_faults(room: Path) -> None:
    assert faults(room, translate(room)) == []


def test_an_untranslated_text_is_a_fault(room: Path) -> None:
    present = translate(room)
    present["Hello"].string = ""
    assert faults(room, present) == ["circles: untranslated: 'Hello'"]


def test_half_a_plural_is_a_fault(room: Path) -> None:
    present = translate(room)
    present["One helper"].string = ("Eén helper", "")
    assert any("untranslated" in fault for fault in faults(room, present))


def test_a_fuzzy_text_is_a_fault(room: Path) -> None:
    present = translate(room)
    present["Hello"].flags.add("fuzzy")
    assert faults(room, present) == ["circles: fuzzy: 'Hello'"]


def test_a_text_without_entry_is_a_fault(room: Path) -> None:
    present = translate(room)
    present.delete("Hello")
    assert faults(room, present) == ["circles: missing: 'Hello'"]


def test_an_entry_without_text_is_a_fault(room: Path) -> None:
    present = translate(room)
    present.add("Gone", "Weg")
    assert faults(room, present) == ["circles: obsolete: 'Gone'"]


def test_another_placeholder_is_a_fault(room: Path) -> None:
    present = translate(room)
    present["Ask %(name)s"].string = "Vraag %(naam)s"
    assert faults(room, present)


def test_a_compiled_file_that_is_not_current_is_a_fault(room: Path) -> None:
    folder = room / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(catalogue.as_po(translate(room)))
    catalogue.update(folder, template_of(room), {})
    assert catalogue.check(folder, "circles", template_of(room)) == []
    (folder / "django.mo").write_bytes(b"old")
    assert catalogue.check(folder, "circles", template_of(room)) == [
        "circles: the compiled file is not current"
    ]


def test_updating_keeps_translations_and_gives_the_same_bytes_again(room: Path) -> None:
    folder = room / "locale" / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(catalogue.as_po(translate(room)))
    assert catalogue.update(folder, template_of(room), {}) == 0
    first = (folder / "django.po").read_bytes(), (folder / "django.mo").read_bytes()
    assert catalogue.update(folder, template_of(room), {}) == 0
    assert ((folder / "django.po").read_bytes(), (folder / "django.mo").read_bytes()) == first
