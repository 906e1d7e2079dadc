"""Words about matching that other rooms may use."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

RoundId = UUID
ProposalId = UUID


class RoundState(TextChoices):
    """Where a round stands."""

    QUEUED = "queued", _("waiting to start")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class ProposalState(TextChoices):
    """From proposed to accepted by both; matching does not know how it goes after that."""

    PROPOSED = "proposed", _("proposed")
    INTRODUCED = "introduced", _("put to both")
    ACCEPTED = "accepted", _("both said yes")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("somebody said no")
    UNSUITABLE = "unsuitable", _("does not fit, says the coordinator")
    SUPERSEDED = "superseded", _("replaced by a newer round")


UNANSWERED = (ProposalState.PROPOSED, ProposalState.INTRODUCED)
ACTIVE = (ProposalState.INTRODUCED, ProposalState.ACCEPTED)
AFTER_TWO_YESES = (ProposalState.ACCEPTED, ProposalState.ENDED)


class HelperAnswer(TextChoices):
    """What a helper can say; a no is a good answer."""

    YES = "yes", _("yes, I would like to meet")
    NOT_NOW = "not_now", _("not now")
    NEVER = "never", _("never ask me for this")


class ReceiverAnswer(TextChoices):
    """What the person who asked can say."""

    YES = "yes", _("yes, I would like to meet")
    NO = "no", _("someone else, please")


class SkipReason(TextChoices):
    """Why a helper is left alone this round."""

    ASKED = "asked", _("already has a question open")
    SAID_NO = "said_no", _("said no this week")
    BUDGET = "budget", _("does not want any more questions this month")
    FULL = "full", _("helps as many people as agreed")


@dataclass(frozen=True, slots=True)
class ScorePart:
    """One part of how well two people fit: 1 (hardly) to 5 (very well), in words."""

    key: str
    label: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """One proposal as the match table shows it."""

    id: ProposalId
    helper_name: str
    helper_given_name: str
    initials: str
    kind: str
    why: str
    warnings: tuple[str, ...]
    parts: tuple[ScorePart, ...]
    is_best: bool
    state: str
    state_label: str
    number: int


@dataclass(frozen=True, slots=True)
class ScarcityLine:
    """What one more helper of a kind would do."""

    title: str
    effect: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A round with its proof, in words and figures."""

    id: RoundId
    run_at: datetime
    questions: int
    helpers: int
    pairs: int
    served: int
    quality: int
    bound: int
    gap: int
    skipped: int
    seconds: float
    content_hash: str
    engine_version: str
    seed: int


@dataclass(frozen=True, slots=True)
class QuestionProgress:
    """How far the search for one question is: proposals now, noes so far, held or not."""

    proposals: int
    noes: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class CallRow:
    """Someone to call about a proposal or about what became of it, and why.

    ``since`` is the moment from which the wait counts: a list of several kinds of rows is
    sorted by it. ``url`` is where to read on, ``called_url`` where to write a call down.
    """

    id: UUID
    since: datetime
    title: str
    who_id: UUID
    who: str
    phone: str
    why: str
    action: str
    amount: str
    unit: str
    url: str
    called_url: str

    @property
    def phone_href(self) -> str:
        """An address that dials the number."""
        return "tel:" + self.phone.replace(" ", "")


@dataclass(frozen=True, slots=True)
class QuietHelper:
    """Someone who is not asked again for now."""

    name: str
    reason: str
