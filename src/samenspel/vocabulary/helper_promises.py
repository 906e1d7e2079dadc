"""The one list of what a helper may count on, and of what a helper need not do."""

from django.utils.translation import gettext_lazy as _

_PROMISES = (
    _("One question at a time, and only for what you chose."),
    _("No is a good answer. You need not give a reason, and you are not asked less often."),
    _("Always someone you can call."),
    _("Pause or stop whenever you want."),
)
_BODILY_CARE = _("Washing, dressing or helping someone use the toilet.")
_BODILY_CARE_UNLESS_CHOSEN = _(
    "Washing, dressing or helping someone use the toilet, unless you chose it and are "
    "trained for it."
)
_ALWAYS = (
    _("Giving medicine or withdrawing money."),
    _("Coping alone when it does not go well. Then call the coordinator."),
)


def promises() -> tuple[str, ...]:
    """Return what a helper may count on."""
    return tuple(str(promise) for promise in _PROMISES)


def limits_beforehand() -> tuple[str, ...]:
    """Return what is not asked of someone who wants to help, in words for them."""
    return tuple(str(limit) for limit in (_BODILY_CARE_UNLESS_CHOSEN, *_ALWAYS))


def limits_agreed(*, bodily_care: bool) -> tuple[str, ...]:
    """Return what a helper does not have to do for this person, in words for both sides.

    ``bodily_care`` says that the person agreed to be washed and dressed by a volunteer.
    """
    limits = _ALWAYS if bodily_care else (_BODILY_CARE, *_ALWAYS)
    return tuple(str(limit) for limit in limits)
