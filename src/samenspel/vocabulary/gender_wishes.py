"""The one list of wishes for a woman or a man as helper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True, kw_only=True)
class WishMeaning:
    """What a wish says: for which gender (``unsaid`` is no wish), and whether it must be so."""

    label: _StrPromise
    gender: str
    is_required: bool


class GenderWish(TextChoices):
    """Who is welcome: only a wish, unless the person says it must be so."""

    meaning: WishMeaning

    def __new__(cls, value: str, meaning: WishMeaning | None = None) -> GenderWish:
        """Make a wish, with what it means.

        It looks optional because ``GenderWish("man")``, to find one, has this signature too.
        """
        if meaning is None:
            raise TypeError(f"{value}: give this wish its WishMeaning")
        wish = str.__new__(cls, value)
        wish._value_ = value
        wish.meaning = meaning
        return wish

    @property
    def label(self) -> _StrPromise:
        """What the wish is called."""
        return self.meaning.label

    @classmethod
    def of(cls, gender: str, *, is_required: bool) -> GenderWish:
        """Return the wish for a gender; ``NONE`` for one that nobody can wish for."""
        meant = (gender, is_required)
        return next(
            (one for one in cls if (one.meaning.gender, one.meaning.is_required) == meant),
            cls.NONE,
        )

    NONE = (
        "none",
        WishMeaning(label=_("No preference"), gender="unsaid", is_required=False),
    )
    WOMAN = (
        "woman",
        WishMeaning(label=_("Preferably a woman"), gender="woman", is_required=False),
    )
    MAN = ("man", WishMeaning(label=_("Preferably a man"), gender="man", is_required=False))
    WOMAN_ONLY = (
        "woman_only",
        WishMeaning(label=_("Only a woman"), gender="woman", is_required=True),
    )
    MAN_ONLY = ("man_only", WishMeaning(label=_("Only a man"), gender="man", is_required=True))
