"""How data about rounds and proposals is shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, register
from samenspel.matching.models import Proposal, QuestionHold, Round, UnservedQuestion

register(
    PersonalData(
        model=Proposal,
        subject=("helper", "question__subject"),
        exported=(
            "state",
            "quality",
            "introduced_at",
            "helper_answer",
            "receiver_answer",
            "ended_at",
        ),
        erasure=Erasure.BLANK,
        blanked=("unsuitable_because",),
        retention="two years after it ended; proposals nobody acted on, three months",
    ),
    PersonalData(
        model=Round,
        subject=("run_by",),
        exported=("run_at", "questions", "served"),
        erasure=Erasure.KEEP,
        retention="two years: accounts for how proposals came about",
    ),
    PersonalData(
        model=UnservedQuestion,
        subject=("question__subject",),
        exported=("code", "suitable"),
        erasure=Erasure.DELETE,
        retention="three months",
    ),
    PersonalData(
        model=QuestionHold,
        subject=("question__subject",),
        exported=("until", "held_at"),
        erasure=Erasure.DELETE,
        retention="until the question is closed",
    ),
)
