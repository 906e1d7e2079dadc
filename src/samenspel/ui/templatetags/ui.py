"""Template tags of the look: ``{% load ui %}``. One part, one partial, plain data in.

Words arrive translated. Every tag refuses an option it does not know.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language

from samenspel.ui import spoken_dates
from samenspel.ui.bound_fields import FieldPart, field_part, summary_lines
from samenspel.ui.ecogram import CENTRE_RADIUS, FACE_RADIUS, FACE_SIDE, Ecogram, Spot, lay_out
from samenspel.ui.icons import ICONS
from samenspel.ui.part_values import Day, Fact, Press, Rung, Step, Table, Voice, WorkItem

register = template.Library()

Context = dict[str, Any]


# Small parts come back many times on a page and depend on their arguments alone.
_remembered = lru_cache(maxsize=1024)


@_remembered
def _icon(name: str) -> SafeString:
    if name not in ICONS:
        msg = f"no icon {name!r}; there are {', '.join(ICONS)}"
        raise ValueError(msg)
    return format_html(
        '<svg class="sp-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        "{}</svg>",
        SafeString(ICONS[name]),
    )


def _inline(name: str, values: Context) -> SafeString:
    """A part within a line of text: without the line break that ends its file."""
    return SafeString(render_to_string(f"ui/parts/{name}.html", values).strip())


@register.simple_tag
def icon(name: str) -> SafeString:
    """``{% icon "phone" %}``: decoration; the word stands beside it."""
    return _icon(name)


@register.simple_tag
def face(initials: str, voice: Voice = "own") -> SafeString:
    """``{% face "AT" "own" %}``: own, vol, pro or me. The name stands beside it."""
    return _face(initials, voice)


@_remembered
def _face(initials: str, voice: str) -> SafeString:
    return _inline("face", {"initials": initials, "voice": voice})


@register.simple_tag
def button(label: str, **options: Any) -> SafeString:
    """``{% button "Send" variant="primary" icon="check" name="answer" value="yes" key="1" %}``.

    Options: variant, icon, context (extra words for screen readers), name, value, type, form,
    formaction, key, key_mode, id.
    """
    return _inline("button", {"press": Press(label, **options)})


@register.simple_tag
def button_link(label: str, url: str, **options: Any) -> SafeString:
    """``{% button_link "Ask for help" url variant="primary" icon="phone" %}``."""
    return _inline("button_link", {"press": Press(label, url, **options)})


@register.simple_tag
def link(label: str, url: str, context: str = "", key: str = "") -> SafeString:
    """``{% link "All agreements" url %}``; ``context`` adds words for screen readers."""
    return _inline("link", {"label": label, "url": url, "context": context, "key": key})


@register.simple_tag
def call(number: str, href: str, label: str = "") -> SafeString:
    """``{% call shell.phone shell.phone_href %}``: a large telephone number."""
    return _inline("call", {"number": number, "href": href, "label": label})


@register.simple_tag
def badge(words: str, kind: str = "neutral", icon: str = "") -> SafeString:
    """``{% badge "waits" "mark" %}``: neutral, mark, safe, danger, own, vol or pro."""
    return _inline("badge", {"words": words, "kind": kind, "icon": icon})


@register.simple_tag
def meter(level: int, words: str) -> SafeString:
    """``{% meter 4 "good, same neighbourhood" %}``: a word with a small bar, level 0 to 5."""
    return _inline("meter", {"level": level, "words": words})


@register.simple_tag
def see(may: Sequence[str], may_not: Sequence[str] = (), label: str = "") -> SafeString:
    """``{% see may=person.may_see may_not=person.may_not_see %}``: who may see what."""
    return _see(tuple(may), tuple(may_not), label, get_language())


@_remembered
def _see(
    may: tuple[str, ...], may_not: tuple[str, ...], label: str, language: str | None
) -> SafeString:
    """Return the list in the current language, which the cache keeps apart."""
    values = {"may": may, "may_not": may_not, "label": label}
    return render_to_string("ui/parts/see.html", values)


@register.inclusion_tag("ui/parts/steps.html")
def steps(items: Sequence[Step], label: str = "") -> Context:
    """``{% steps page.steps %}``: the bar and "Step 2 of 5"."""
    states = [item.state for item in items]
    current = states.index("current") + 1 if "current" in states else 0
    return {"items": items, "label": label, "current": current, "total": len(items)}


@register.inclusion_tag("ui/parts/ladder.html")
def ladder(rungs: Sequence[Rung], label: str = "") -> Context:
    """``{% ladder page.rungs %}``: own network, then neighbours, then professionals."""
    return {"rungs": rungs, "label": label}


@register.inclusion_tag("ui/parts/facts.html")
def facts(items: Sequence[Fact]) -> Context:
    """``{% facts page.facts %}``: when, how far, how long."""
    return {"items": items}


@register.inclusion_tag("ui/parts/ticks.html")
def ticks(items: Sequence[str], no: bool = False) -> Context:
    """``{% ticks page.reasons %}``, or ``no=True`` for what is not asked."""
    return {"items": items, "no": no}


@register.inclusion_tag("ui/parts/key_values.html")
def key_values(items: Sequence[tuple[str, str]]) -> Context:
    """``{% key_values page.facts %}``: pairs of a term and its value."""
    return {"items": items}


@register.inclusion_tag("ui/parts/table.html")
def data_table(table: Table, summary: str = "", is_open: bool = False) -> Context:
    """``{% data_table table %}``; with ``summary`` it is folded behind those words."""
    rows = [list(zip(table.columns, row, strict=True)) for row in table.rows]
    return {"table": table, "rows": rows, "summary": summary, "is_open": is_open}


@register.inclusion_tag("ui/parts/week.html")
def week(days: Sequence[Day]) -> Context:
    """``{% week page.days %}``: the week as a week."""
    return {"days": days}


@register.inclusion_tag("ui/parts/work_list.html")
def work_list(items: Sequence[WorkItem], level: int = 3) -> Context:
    """``{% work_list page.waiting %}``: rows to step through with J and K."""
    return {"items": items, "level": level}


@register.inclusion_tag("ui/parts/keys.html")
def keys(pairs: Sequence[tuple[str, str]], title: str = "") -> Context:
    """``{% keys page.keys %}``: pairs of keys ("J K") and what they do, with the off switch."""
    return {"pairs": [(names.split(), words) for names, words in pairs], "title": title}


# Blocks -----------------------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, anchor: str = "") -> SafeString:
    """``{% card title="..." %} ... {% endcard %}``: one thing set apart.

    ``level`` is the heading's, ``anchor`` its id.
    """
    values = {
        "content": content,
        "title": title,
        "level": level,
        "id": anchor or slugify(title),
    }
    return SafeString(render_to_string("ui/parts/card.html", values))


@register.simple_block_tag
def alert(content: str, title: str = "", kind: str = "attention", role: str = "") -> SafeString:
    """``{% alert title="..." kind="info" %} ... {% endalert %}``.

    Kinds: attention (needs you), info, success, danger. Buttons go in
    ``<div class="sp-actions">`` at the end of the block.
    """
    body, _, actions = content.partition('<div class="sp-actions">')
    values = {
        "body": SafeString(body),
        "actions": SafeString(f'<div class="sp-actions">{actions}') if actions else "",
        "title": title,
        "kind": kind,
        "role": role,
        "id": slugify(f"alert {title}"),
        "icon": {"attention": "bell", "info": "info", "success": "check"}.get(kind, "warning"),
    }
    return SafeString(render_to_string("ui/parts/alert.html", values))


@register.simple_block_tag
def more(content: str, summary: str, context: str = "", kind: str = "more") -> SafeString:
    """``{% more "How it was counted" %} ... {% endmore %}``; kind is more or data."""
    values = {"content": content, "summary": summary, "context": context, "kind": kind}
    return SafeString(render_to_string("ui/parts/more.html", values))


# Forms ------------------------------------------------------------------------------------


@register.inclusion_tag("ui/parts/field.html")
def field(bound: BoundField, large: bool = False, rows: int = 0) -> dict[str, FieldPart]:
    """``{% field form.words large=True rows=5 %}``: label, description, error, control."""
    return {"part": field_part(bound, large=large, rows=rows)}


@register.inclusion_tag("ui/parts/error_summary.html")
def error_summary(form: BaseForm) -> Context:
    """``{% error_summary form %}``: nothing when the form is in order."""
    return {"lines": summary_lines(form)}


# Ecogram ----------------------------------------------------------------------------------


@register.simple_tag
@_remembered
def ecogram(eco: Ecogram) -> SafeString:
    """``{% ecogram page.eco %}``: the circle as a drawing. A list beside it says the same."""
    layout = lay_out(eco.people)
    view = layout.view
    values = {
        "eco": eco,
        "view": f"{view.left:.0f} {view.top:.0f} "
        f"{view.right - view.left:.0f} {view.bottom - view.top:.0f}",
        "rings": [(3 - at, str(radius)) for at, radius in enumerate(reversed(layout.radii))],
        "spots": [_drawn(spot) for spot in layout.spots],
        "face": str(FACE_RADIUS),
        "side": str(FACE_SIDE),
        "centre": str(CENTRE_RADIUS),
    }
    return render_to_string("ui/parts/ecogram.html", values)


def _drawn(spot: Spot) -> dict[str, object]:
    """Return one person with every position as text: a drawing has no decimal commas."""
    person = spot.person
    return {
        "voice": person.voice,
        "strength": str(person.strength),
        "is_open": person.is_open,
        "initials": person.initials,
        "name": spot.name,
        "x": str(spot.x),
        "y": str(spot.y),
        "face_left": str(spot.face_left),
        "face_top": str(spot.face_top),
        "initials_y": str(spot.initials_y),
        "name_x": str(spot.name_x),
        "name_y": str(spot.name_y),
    }


@register.inclusion_tag("ui/parts/legend.html")
def legend(show_open: bool = False) -> Context:
    """``{% legend %}``: the three voices; ``show_open`` adds the open seat."""
    return {"show_open": show_open}


# Words ------------------------------------------------------------------------------------


# {{ visit.at|spoken_date }}, |spoken_time, |spoken_datetime, |since_days, |days_between
for _name in spoken_dates.__all__:
    register.filter(_name, getattr(spoken_dates, _name))


@register.simple_tag
def contact_phone() -> str:
    """The telephone number to give where no page object exists, from the settings, or ""."""
    return str(getattr(settings, "SITE_PHONE", ""))
