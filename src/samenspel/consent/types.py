"""Words about consent that other rooms may use."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DataCategory(TextChoices):
    """What may be shared, in the words in which a person is asked."""

    PEOPLE = "people", _("who is in the circle")
    CONTACT = "contact", _("address and phone number")
    AGENDA = "agenda", _("agenda")
    QUESTIONS = "questions", _("help questions")
    DAILY_LIFE = "daily_life", _("how the day goes")
    HEALTH = "health", _("health")
    MONEY = "money", _("money matters")


class Purpose(TextChoices):
    """What it is shared for."""

    FIND_HELP = "find_help", _("to find help")
    CIRCLE = "circle", _("to take part in the circle")
    OWN_LIST = "own_list", _("was in the organisation's own list already")


class Ground(TextChoices):
    """Why a yes counts as the person's: in whose name it was said."""

    SELF = "self", _("said by the person")
    LEGAL = "legal", _("decided by a legal representative")
    OWN_WORD = "own_word", _("the person's own word, passed on by someone else")
    OWN_LIST = "own_list", _("was in the organisation's own list already")


@dataclass(frozen=True, slots=True)
class Grantee:
    """Who may see it: a person or an organisation, never both."""

    person_id: UUID | None = None
    organisation_id: UUID | None = None

    def __post_init__(self) -> None:
        if (self.person_id is None) == (self.organisation_id is None):
            raise ValueError("A grantee is one person or one organisation.")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words in which consent was asked."""

    version: str
    asked: str
    consequence: str
