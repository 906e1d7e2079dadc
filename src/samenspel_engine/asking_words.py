"""Plans for asking in words: plain Dutch (level B1) and English. Nothing here decides."""

from __future__ import annotations

from samenspel_engine.asking import NEVER_ASKED, Ask, AskPlan, LeftAlone
from samenspel_engine.sentences import number
from samenspel_engine.vocabulary import NL

LEFT_ALONE = {
    "rest": (
        "Is kort geleden al gevraagd en wordt nu met rust gelaten.",
        "Was asked a short while ago and is left alone now.",
    ),
    "rest_after_no": (
        "Zei kort geleden nee en wordt nu met rust gelaten.",
        "Said no a short while ago and is left alone now.",
    ),
    "budget": (
        "Is zo vaak gevraagd als deze helper wil.",
        "Has been asked as often as this helper wants.",
    ),
    "needed_elsewhere": (
        "Is voor andere vragen harder nodig.",
        "Is needed more for other questions.",
    ),
    "enough": (
        "Er zijn al genoeg anderen om te vragen.",
        "There are enough others to ask.",
    ),
}


def ask_sentences(ask: Ask, language: str = NL) -> tuple[str, ...]:
    """Why this person is asked, and why now."""
    dutch = language == NL
    chance = f"{100 * ask.chance:.0f}%"
    return (
        f"De kans op een ja is ongeveer {chance}."
        if dutch
        else f"The chance of a yes is about {chance}.",
        _idle(ask.idle_weeks, dutch),
        _cost(ask, language),
    )


def _idle(weeks: int, dutch: bool) -> str:
    if weeks >= NEVER_ASKED:
        return "Is nog nooit gevraagd." if dutch else "Has never been asked before."
    if weeks == 0:
        return "Is deze week al gevraagd." if dutch else "Has already been asked this week."
    if dutch:
        return f"Is al {weeks} {'week' if weeks == 1 else 'weken'} niet gevraagd."
    return f"Was last asked {weeks} {'week' if weeks == 1 else 'weeks'} ago."


def _cost(ask: Ask, language: str) -> str:
    here, there = number(ask.success, language), number(ask.opportunity_cost, language)
    if ask.opportunity_cost == 0:
        free = "Is nu niet harder nodig voor andere vragen."
        return free if language == NL else "Is not needed more for other questions right now."
    if language == NL:
        return f"Vragen levert hier {here} punten op; ergens anders ongeveer {there}."
    return f"Asking brings {here} points here; elsewhere about {there}."


def left_alone_sentence(one: LeftAlone, language: str = NL) -> str:
    """Why somebody who fits is not asked now."""
    return LEFT_ALONE[one.code][0 if language == NL else 1]


def plan_sentence(plan: AskPlan, language: str = NL) -> str:
    """What the plan comes to."""
    count, chance = len(plan.asks), f"{100 * plan.chance:.0f}%"
    if language == NL:
        if not count:
            return "Er is nu niemand om te vragen."
        who = "1 helper" if count == 1 else f"{count} helpers"
        return f"Vraag {who} tegelijk: de kans op minstens één ja is ongeveer {chance}."
    if not count:
        return "There is nobody to ask now."
    who = "1 helper" if count == 1 else f"{count} helpers"
    return f"Ask {who} at once: the chance of at least one yes is about {chance}."
