"""The form field for a place or a postcode."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class PlaceField(forms.CharField):
    """A place or a postcode, with the places we know as suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Place or postcode"))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"list": "places", "autocomplete": "off"})
        )
        super().__init__(max_length=80, **kwargs)
