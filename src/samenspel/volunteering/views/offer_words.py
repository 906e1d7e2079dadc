"""An offer in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.vocabulary.boundaries import Boundary
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.vocabulary.week import pairs_of, window_words
from samenspel.volunteering.reads.offers import OfferPage


def offer_lines(offer: OfferPage) -> tuple[tuple[str, str], ...]:
    """Return pairs of a term and words; what was left empty is left out."""
    moments = ", ".join(window_words(day, part) for day, part in pairs_of(offer.windows))
    lines = (
        (_("Likes to do"), _labels(TaskType, offer.task_types)),
        (_("Can come on"), moments),
        (
            _("At most"),
            _("%(hours)s hours a week") % {"hours": f"{offer.hours_per_week:g}"},
        ),
        (
            _("May be asked"),
            ngettext(
                "at most %(count)d time a month",
                "at most %(count)d times a month",
                offer.asks_per_month,
            )
            % {"count": offer.asks_per_month},
        ),
        (
            _("Lives in"),
            _("%(place)s, goes up to %(distance)s kilometres")
            % {"place": offer.place, "distance": f"{offer.radius_km:g}"},
        ),
        (_("Would rather not"), _labels(Boundary, offer.limits)),
        (_("Never again for"), ", ".join(offer.refused)),
        (_("Languages"), _labels(Language, offer.languages)),
        (_("Likes"), _labels(Interest, offer.interests)),
        (_("Why"), offer.motive),
    )
    return tuple((term, words) for term, words in lines if words)


def _labels(kind: Any, values: Iterable[str]) -> str:
    return ", ".join(str(kind(value).label) for value in values)
