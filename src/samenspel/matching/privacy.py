"""How data about rounds and proposals is shown, erased and kept."""

from samenspel.core.privacy_registry import Erasure, PersonalData, Withheld, register
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
            "helper_answered_at",
            "receiver_answered_at",
            "answer_by",
            "shared_categories",
            "last_contact_at",
        ),
        erasure=Erasure.BLANK,
        blanked=("unsuitable_because",),
        retention="two years after it ended; proposals nobody acted on, three months",
        withheld={
            "round": Withheld.WORKINGS,
            "offer": Withheld.WORKINGS,
            "rank": Withheld.WORKINGS,
            "is_best": Withheld.WORKINGS,
            "fit": Withheld.WORKINGS,
            "decided_by": Withheld.ANOTHER,
            "unsuitable_because": Withheld.ANOTHER,
            "receiver_answered_by": Withheld.ANOTHER,
        },
    ),
    PersonalData(
        model=Round,
        subject=("run_by",),
        exported=(
            "run_at",
            "questions",
            "served",
            "organisation__name",
            "state",
            "asked_at",
        ),
        erasure=Erasure.KEEP,
        retention="two years: accounts for how proposals came about",
        withheld={
            "progress": Withheld.WORKINGS,
            "seed": Withheld.WORKINGS,
            "engine_version": Withheld.WORKINGS,
            "helpers": Withheld.WORKINGS,
            "skipped": Withheld.WORKINGS,
            "pairs": Withheld.WORKINGS,
            "quality": Withheld.WORKINGS,
            "bound": Withheld.WORKINGS,
            "gap": Withheld.WORKINGS,
            "seconds": Withheld.WORKINGS,
            "content_hash": Withheld.WORKINGS,
            "scarcities": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=UnservedQuestion,
        subject=("question__subject",),
        exported=(
            "code",
            "suitable",
            "steps",
        ),
        erasure=Erasure.DELETE,
        retention="three months",
        withheld={
            "round": Withheld.WORKINGS,
        },
    ),
    PersonalData(
        model=QuestionHold,
        subject=("question__subject",),
        exported=("until", "held_at"),
        erasure=Erasure.DELETE,
        retention="until the question is closed",
        withheld={
            "held_by": Withheld.ANOTHER,
        },
    ),
)
