"""A bound form field, made ready for drawing. Knows Django's widgets, not their look."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from django import forms
from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from samenspel.ui.part_values import Option

Kind = Literal["hidden", "check", "options", "tiles", "input", "textarea", "select"]

_CLASSES: Mapping[str, str] = {
    "input": "utrecht-textbox utrecht-textbox--html-input",
    "textarea": "utrecht-textarea utrecht-textarea--html-textarea",
    "select": "utrecht-select utrecht-select--html-select",
    "check": "utrecht-checkbox utrecht-checkbox--html-input",
}
# The first class that fits wins: RadioSelect and CheckboxSelectMultiple are Selects as well.
_KINDS: tuple[tuple[type[forms.Widget], Kind], ...] = (
    (forms.CheckboxSelectMultiple, "tiles"),
    (forms.RadioSelect, "options"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
)


@dataclass(frozen=True)
class ChoicePart:
    """One radio button or tile."""

    id: str
    value: str
    label: str
    description: str
    icon: str
    is_checked: bool
    is_disabled: bool

    @property
    def description_id(self) -> str:
        """Id of the words below the label, "" without them."""
        return f"{self.id}_description" if self.description else ""


@dataclass(frozen=True)
class FieldPart:
    """What the partial draws."""

    kind: Kind
    id: str
    name: str
    label: str
    description: str
    description_id: str
    errors: tuple[str, ...]
    error_id: str
    is_optional: bool
    is_large: bool
    control: SafeString
    choices: tuple[ChoicePart, ...]

    @property
    def described_by(self) -> str:
        """Ids of the description and the error, for a group."""
        used = (self.description_id, self.error_id)
        return " ".join(part for part in used if part)


def field_part(bound: BoundField, *, large: bool, rows: int) -> FieldPart:
    """Everything the partial needs. ``rows`` 0 leaves the height of a text area alone."""
    kind = _kind(bound)
    is_group = kind in ("options", "tiles")
    description_id = f"{bound.auto_id}_helptext" if bound.help_text else ""
    errors = tuple(str(error) for error in bound.errors)
    error_id = f"{bound.auto_id}_error" if errors else ""
    part = FieldPart(
        kind=kind,
        id=bound.id_for_label or bound.auto_id,
        name=bound.html_name,
        label=str(bound.label),
        description=str(bound.help_text),
        description_id=description_id,
        errors=errors,
        error_id=error_id,
        is_optional=not bound.field.required and kind not in ("check", "hidden"),
        is_large=large,
        control=SafeString(""),
        choices=tuple(_choices(bound)) if is_group else (),
    )
    if is_group:
        return part
    return _with_control(part, bound, rows)


def _kind(bound: BoundField) -> Kind:
    if bound.is_hidden:
        return "hidden"
    for widget, kind in _KINDS:
        if isinstance(bound.field.widget, widget):
            return kind
    return "input"


def _with_control(part: FieldPart, bound: BoundField, rows: int) -> FieldPart:
    attrs: dict[str, Any] = {}
    if part.kind in _CLASSES:
        attrs["class"] = _CLASSES[part.kind]
    if part.described_by:
        attrs["aria-describedby"] = part.described_by
    if rows:
        attrs["rows"] = rows
    control = bound.as_widget(widget=_native(bound.field.widget), attrs=attrs)
    return replace(part, control=control)


def _native(widget: forms.Widget) -> forms.Widget:
    """Dates and times get the browser's own picker, which only reads the ISO form."""
    formats = ((forms.DateInput, "date", "%Y-%m-%d"), (forms.TimeInput, "time", "%H:%M"))
    for kind, input_type, iso in formats:
        if isinstance(widget, kind) and not isinstance(widget, forms.DateTimeInput):
            native = copy.copy(widget)
            native.input_type = input_type
            native.format = iso
            return native
    return widget


def _choices(bound: BoundField) -> Iterator[ChoicePart]:
    options: Mapping[str, Option] = getattr(bound.field, "options", {})
    for sub in bound.subwidgets:
        value = str(sub.data["value"])
        option = options.get(value)
        yield ChoicePart(
            id=str(sub.id_for_label),
            value=value,
            label=str(sub.choice_label),
            description=str(option.description) if option else "",
            icon=option.icon if option else "",
            is_checked=bool(sub.data["selected"]),
            is_disabled=bool(sub.data["attrs"].get("disabled", False)),
        )


def summary_lines(form: BaseForm) -> tuple[tuple[str, str], ...]:
    """Pairs of an address within the page ("" for the whole form) and an error."""
    lines = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        if bound.is_hidden:
            lines += [("", str(error)) for error in bound.errors]
            continue
        is_group = _kind(bound) in ("options", "tiles")
        target = f"#{bound.auto_id}_0" if is_group else f"#{bound.id_for_label}"
        lines += [(target, _with_label(str(bound.label), str(error))) for error in bound.errors]
    return tuple(lines)


def _with_label(label: str, error: str) -> str:
    """``Uw naam: Dit veld is verplicht.``, and ``Waar? Dit veld is verplicht.``"""
    return f"{label} {error}" if label.endswith(("?", ":", ".", "!")) else f"{label}: {error}"
