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
    """From proposed to lasting or ended."""

    PROPOSED = "proposed", _("proposed")
    INTRODUCED = "introduced", _("put to both")
    TRIAL = "trial", _("both said yes, on trial")
    LASTING = "lasting", _("goes well")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("somebody said no")
    UNSUITABLE = "unsuitable", _("does not fit, says the coordinator")
    SUPERSEDED = "superseded", _("replaced by a newer round")


ACTIVE = (ProposalState.INTRODUCED, ProposalState.TRIAL, ProposalState.LASTING)
SEATED = (ProposalState.TRIAL, ProposalState.LASTING)


class HelperAnswer(TextChoices):
    """What a helper can say; a no is a good answer."""

    YES = "yes", _("yes, I would like to meet")
    NOT_NOW = "not_now", _("not now")
    NEVER = "never", _("never ask me for this")


class ReceiverAnswer(TextChoices):
    """What the person who asked can say."""

    YES = "yes", _("yes, I would like to meet")
    NO = "no", _("rather someone else")


class SkipReason(TextChoices):
    """Why a helper is left alone this round."""

    ASKED = "asked", _("has a question open already")
    SAID_NO = "said_no", _("said no this week")
    BUDGET = "budget", _("does not want more questions this month")
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
class QuietHelper:
    """Someone who is not asked again for now."""

    name: str
    reason: str
