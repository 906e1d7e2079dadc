"""A hidden field by which two presses of one button are known to be the same."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms


class OnceField(forms.UUIDField):
    """An id for what the form makes, drawn when the form is shown.

    What is made gets this id, so a second press of the same button finds it there.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, initial=uuid4, widget=forms.HiddenInput, **kwargs)
