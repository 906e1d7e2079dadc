"""The invented circle that the front page draws."""

from django.utils.translation import gettext as _

from samenspel.ui.ecogram import Ecogram, EcoPerson


def example_circle() -> Ecogram:
    """Return the circle around Riet, who does not exist."""
    return Ecogram(
        title=_("Example of a circle"),
        description=_(
            "Riet is in the middle. Around her: her daughter Anja, her son Kees, her neighbour"
            " Joop, volunteer Ravi, the district nurse and the general practitioner. One place"
            " is still open."
        ),
        centre_label="Riet",
        people=(
            EcoPerson("AT", "Anja", "own", 1, 3),
            EcoPerson("KT", "Kees", "own", 2, 1),
            EcoPerson("?", _("Someone else?"), "own", 3, 1, is_open=True),
            EcoPerson("JV", _("Neighbour Joop"), "vol", 2, 2),
            EcoPerson("RV", "Ravi", "vol", 2, 2),
            EcoPerson("IM", _("District nurse"), "pro", 3, 2),
            EcoPerson("HA", _("Doctor"), "pro", 3, 1),
        ),
    )
