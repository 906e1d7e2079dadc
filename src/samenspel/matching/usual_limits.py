"""What a helper does not have to do, unless people agree otherwise in so many words."""

from django.utils.translation import gettext as _


def usual_limits(bodily_care_agreed: bool) -> list[str]:
    """Return what a helper does not have to do, in words for both sides."""
    limits = [
        _("Giving medicine or taking out money."),
        _("Coping alone when it does not go well. Then call the coordinator."),
    ]
    if not bodily_care_agreed:
        limits.insert(0, _("Washing, dressing or helping on the toilet."))
    return limits
