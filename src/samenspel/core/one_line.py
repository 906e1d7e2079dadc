"""Text that is one line of visible characters: names, phone numbers, who someone is to another.

Such text ends up in mails, letters and titles. There a line break begins a new line, a mark of
direction turns the rest around, and a mark without width makes two names look alike.
"""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samenspel.core.errors import DomainError

# Letters and marks that are drawn as nothing, although Unicode does not call them formatting.
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Control characters, line and paragraph separators, half characters, and those for private use.
REFUSED = frozenset({"Cc", "Zl", "Zp", "Cs", "Co"})
LINK = re.compile(
    r"://|\bwww\.|@|[\w-]{2,}\.(?:app|be|cn|co|com|de|eu|info|io|link|me|net|nl|online|org|ru"
    r"|shop|site|top|xyz)\b",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """Return the text without marks of direction and of no width, and with ordinary spaces.

    People copy such marks along with a name or a phone number and do not know it.
    """
    kept = (
        " " if unicodedata.category(one) == "Zs" else one
        for one in unicodedata.normalize("NFC", text)
        if unicodedata.category(one) != "Cf" and one not in BLANK
    )
    return "".join(kept).strip()


def problem_of(text: str, *, is_name: bool = False) -> str:
    """Return in words why this is not one line of visible text, or an empty string.

    A name (``is_name``) is no web address and no e-mail address either: it is in the greeting
    of mails that we send, and a link there would seem to be ours.
    """
    if any(unicodedata.category(one) in REFUSED for one in text):
        return _("Write this on one line, with ordinary letters, digits and signs.")
    if is_name and LINK.search(text):
        return _("Write a name here, without a web address or e-mail address.")
    return ""


def one_line(text: str, *, field: str = "", is_name: bool = False) -> str:
    """Return the visible text; raises DomainError for what a form would have refused.

    ``field`` names the form field that the refusal belongs to.
    """
    cleaned = visible(text)
    problem = problem_of(cleaned, is_name=is_name)
    if problem:
        raise DomainError(problem, code="not_one_line", field=field)
    return cleaned


class OneLineField(forms.CharField):
    """A form field for such text; ``is_name`` for the name of a person."""

    def __init__(self, *, is_name: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._is_name = is_name

    def to_python(self, value: Any) -> Any:
        """Return the visible text."""
        text = super().to_python(value)
        return visible(text) if isinstance(text, str) else text

    def validate(self, value: Any) -> None:
        """Refuse more than one line."""
        super().validate(value)
        problem = problem_of(value, is_name=self._is_name)
        if problem:
            raise ValidationError(problem, code="not_one_line")
