"""Collect the texts to translate, keep each room's Dutch catalogue complete, compile it.

``python tools/catalogue.py`` updates ``<room>/locale/nl/LC_MESSAGES/django.{po,mo}``;
``python tools/catalogue.py --check`` changes nothing and exits 1 when a text is untranslated,
fuzzy, missing or obsolete, when a placeholder differs, or when a compiled file is not current.

No GNU gettext is needed: Python is read by Babel, templates by Django's own template lexer and
then Babel. Texts outside the rooms (settings, command line) belong to ``core``. A room that
translates texts of another package (say, to address people with "u") lists them in
``<room>/locale/borrowed.pot``.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "samenspel"
LANGUAGE = "nl"
DOMAIN = "django"
CATCH_ALL = "core"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
RENAMED = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (\w+)")
TIMELESS = datetime(2026, 1, 1, tzinfo=UTC)  # a catalogue depends only on its texts
COMMENT_TAGS = ("Translators:",)
Key = tuple[str | tuple[str, ...], str | None]


def texts_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], list[str], str | None]]:
    """Yield (text or singular and plural, translators' comments, context) found in one file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # The lexer leaves gettext calls among blanked-out text; Python's tokenizer only minds
        # the indentation.
        source = "\n".join(line.lstrip() for line in templatize(source, str(path)).splitlines())
    if names := set(RENAMED.findall(source)) - KEYWORDS.keys():
        raise SystemExit(f"{path}: nobody collects the texts of {', '.join(sorted(names))}().")
    found = extract(
        "python", io.BytesIO(source.encode()), KEYWORDS, COMMENT_TAGS, {"encoding": "utf-8"}
    )
    for _line, text, comments, context in found:
        yield text, comments, context


def room_of(path: Path, rooms: set[str]) -> str:
    """Return the room whose catalogue holds the texts of ``path``."""
    first = path.relative_to(SOURCES).parts[0]
    return first if first in rooms else CATCH_ALL


def extracted(rooms: set[str]) -> dict[str, Catalog]:
    """Return, per room that has texts, a catalogue of what its code and templates say."""
    catalogues: dict[str, Catalog] = {}
    paths = [*SOURCES.rglob("*.py"), *SOURCES.rglob("templates/**/*.html"),
             *SOURCES.rglob("templates/**/*.txt")]  # fmt: skip
    for path in sorted(paths):
        if "migrations" in path.parts:
            continue
        room = room_of(path, rooms)
        for text, comments, context in texts_of(path):
            if text:
                catalogue = catalogues.setdefault(room, new_catalogue())
                catalogue.add(text, auto_comments=comments, context=context)
    for borrowed in sorted(SOURCES.glob("*/locale/borrowed.pot")):
        catalogue = catalogues.setdefault(borrowed.parents[1].name, new_catalogue())
        for message in read(borrowed):
            if message.id:
                catalogue.add(message.id, context=message.context)
    return catalogues


def new_catalogue() -> Catalog:
    """Return an empty catalogue whose header does not change from day to day."""
    return Catalog(
        locale=LANGUAGE,
        domain=DOMAIN,
        project="samenspel",
        version="",
        header_comment="# Dutch texts of samenspel. Licence: EUPL-1.2.",
        copyright_holder="The samenspel developers",
        creation_date=TIMELESS,
        revision_date=TIMELESS,
        last_translator="The samenspel developers",
        language_team="nl",
        fuzzy=False,
    )


def read(path: Path) -> Catalog:
    """Return the catalogue in a file, or an empty one."""
    if not path.exists():
        return new_catalogue()
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE, domain=DOMAIN)


def key(message: Message) -> Key:
    """Return what sets a message apart from all others in its catalogue."""
    text = message.id
    return (tuple(text) if isinstance(text, (list, tuple)) else text, message.context)


def with_translations(
    template: Catalog, present: Catalog, elsewhere: dict[Key, Message]
) -> Catalog:
    """Return ``template`` with our translations: from this room first, then from another."""
    known = {key(message): message for message in present if message.id}
    for message in template:
        if message.id:
            old = known.get(key(message)) or elsewhere.get(key(message))
            if old is not None and not old.fuzzy:
                message.string = old.string
    return template


def as_po(catalogue: Catalog) -> bytes:
    """Return the text file, the same bytes for the same texts."""
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=96, no_location=True, sort_output=True, ignore_obsolete=True
    )
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    dated = ('"POT-Creation-Date:', '"PO-Revision-Date:', '"Generated-By:', '"Report-Msgid-')
    return "".join(line for line in lines if not line.startswith(dated)).encode()


def as_mo(catalogue: Catalog) -> bytes:
    """Return the compiled file; only complete translations go in."""
    whole = read_po(io.BytesIO(as_po(catalogue)), locale=LANGUAGE, domain=DOMAIN)
    whole.creation_date = whole.revision_date = TIMELESS
    buffer = io.BytesIO()
    write_mo(buffer, whole)
    return buffer.getvalue()


def faults(name: str, template: Catalog, present: Catalog) -> Iterator[str]:
    """Yield what is wrong with the catalogue ``present``, given the texts in ``template``."""
    wanted = {key(message) for message in template if message.id}
    for message in present:
        if not message.id:
            continue
        if key(message) not in wanted:
            yield f"{name}: obsolete: {message.id!r}"
        elif message.fuzzy:
            yield f"{name}: fuzzy: {message.id!r}"
        elif not _is_translated(message):
            yield f"{name}: untranslated: {message.id!r}"
        yield from (f"{name}: {error}: {message.id!r}" for error in message.check(present))
        if message.python_brace_format and not _same_braces(message):
            yield f"{name}: other placeholders than in the text: {message.id!r}"
    yield from (
        f"{name}: missing: {text!r}" for text, _ in sorted(wanted - _keys(present), key=str)
    )


def check(folder: Path, name: str, template: Catalog) -> list[str]:
    """Return the faults of one room's files, the compiled one included."""
    po, mo = folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"
    present = read(po)
    found = list(faults(name, template, present))
    if not mo.exists() or mo.read_bytes() != as_mo(present):
        found.append(f"{name}: the compiled file is not current")
    return found


def update(folder: Path, template: Catalog, elsewhere: dict[Key, Message]) -> int:
    """Write one room's files; return how many texts still need a translation."""
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = with_translations(template, read(folder / f"{DOMAIN}.po"), elsewhere)
    (folder / f"{DOMAIN}.po").write_bytes(as_po(catalogue))
    (folder / f"{DOMAIN}.mo").write_bytes(as_mo(catalogue))
    return sum(1 for message in catalogue if message.id and not _is_translated(message))


def main(arguments: list[str]) -> int:
    """Update or check every room's catalogue; return the exit status."""
    parser = argparse.ArgumentParser(description="Keep the Dutch catalogues complete.")
    parser.add_argument("--check", action="store_true", help="change nothing, report, exit 1")
    parsed = parser.parse_args(arguments)
    if not settings.configured:
        settings.configure(USE_I18N=False)  # the template lexer asks for hardly anything
    rooms = {path.parent.name for path in SOURCES.glob("*/apps.py")}
    templates = extracted(rooms)
    places = {room: SOURCES / room / "locale" / LANGUAGE / "LC_MESSAGES" for room in rooms}
    stale = [r for r in rooms if r not in templates and (places[r] / f"{DOMAIN}.po").exists()]
    if parsed.check:
        found = [
            f for room in sorted(templates) for f in check(places[room], room, templates[room])
        ]
        found += [f"{room}: a catalogue, but no texts" for room in stale]
        print(
            "\n".join(
                [*found, f"{len(found)} faults"] if found else ["All texts are translated."]
            )
        )
        return 1 if found else 0
    known = {
        key(message): message
        for room in sorted(templates)
        for message in read(places[room] / f"{DOMAIN}.po")
        if message.id and _is_translated(message)
    }
    for room in sorted(templates):
        waiting = update(places[room], templates[room], known)
        print(f"{room}: {len(templates[room])} texts, {waiting} to translate")
    return 0


def _keys(catalogue: Catalog) -> set[Key]:
    return {key(message) for message in catalogue if message.id}


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings) and bool(strings)


def _same_braces(message: Message) -> bool:
    texts = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    wanted = {part.split("}")[0] for text in texts for part in text.split("{")[1:]}
    given = {part.split("}")[0] for text in strings for part in text.split("{")[1:]}
    return given <= wanted and (len(texts) > 1 or given == wanted)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
