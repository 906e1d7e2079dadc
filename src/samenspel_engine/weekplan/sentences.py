"""The reasons of a weekly plan in words: plain Dutch (level B1) and English.

Every function takes a reason and a language (``"nl"`` or ``"en"``) and returns whole sentences.
Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from samenspel_engine.sentences import distance, listed, number
from samenspel_engine.vocabulary import NL, WINDOWS
from samenspel_engine.weekplan.reasons import Help, LimitCount, OpenVisit, PlacedVisit
from samenspel_engine.weekplan.rules import PLAN_RULE
from samenspel_engine.weekplan.words import INFORMAL, OWN, TIERS, WEEK_TASKS

MOST_NAMED = 3

LIMIT_WORDS = {
    "series": (
        "op die dag is er al een bezoek voor deze hulp",
        "there is already a visit for this need on that day",
    ),
    "daypart": ("geen tijd meer op dat dagdeel", "no time left in that part of the week"),
    "week": ("geen tijd meer in deze week", "no time left in this week"),
    "people": (
        "al zoveel mensen als zij willen helpen",
        "already as many people as they want to help",
    ),
    "faces": (
        "deze persoon ziet al zoveel gezichten als die wil",
        "this person already sees as many faces as they want",
    ),
    "free": ("nog wel ruimte", "room left"),
}
"""What a limit says of a supplier, in Dutch and English."""

KINDS = {
    OWN: ("naaste", "relative or friend"),
    INFORMAL: ("buur of vrijwilliger", "neighbour or volunteer"),
}


def when(slot: int, language: str = NL) -> str:
    """A part of a day: "dinsdagochtend", "Tuesday morning"."""
    return WINDOWS.label(slot, language)


def _slots(mask: int, language: str) -> str:
    """The parts of the week in ``mask``, the first ones by name."""
    codes = list(WINDOWS.codes_in(mask))
    named = [when(code, language) for code in codes[:MOST_NAMED]]
    more = len(codes) - len(named)
    also = "" if not more else f" (en {more} meer)" if language == NL else f" (and {more} more)"
    return listed(named, language) + also


def _limits(limits: Sequence[LimitCount], language: str) -> str:
    """What keeps suppliers away: "geen tijd meer in deze week (3)"."""
    at = 0 if language == NL else 1
    told = [f"{LIMIT_WORDS[one.limit][at]} ({one.suppliers})" for one in limits]
    return listed(told, language)


def placed_sentences(reason: PlacedVisit, language: str = NL) -> tuple[str, ...]:
    """Why a visit is done by this supplier."""
    dutch = language == NL
    if reason.fixed:
        return ("Dit is zo afgesproken." if dutch else "This was agreed.",)
    told = [_tier_sentence(reason, language)]
    if reason.previous:
        told.append("Kwam vorige week ook." if dutch else "Came last week too.")
    elif reason.known and reason.tier != OWN:
        told.append("Zij kennen elkaar al." if dutch else "They already know each other.")
    away = distance(reason.distance_m, language)
    told.append(f"Woont of werkt op {away} afstand." if dutch else f"Starts {away} away.")
    if reason.shared_interests and reason.tier != OWN:
        count = reason.shared_interests
        told.append(
            f"Heeft {count} {'interesse' if count == 1 else 'interesses'} gemeen."
            if dutch
            else f"Shares {count} {'interest' if count == 1 else 'interests'}."
        )
    return tuple(told)


def _tier_sentence(reason: PlacedVisit, language: str) -> str:
    dutch = language == NL
    if reason.tier == OWN:
        return (
            "Het eigen netwerk gaat voor." if dutch else "The person's own network goes first."
        )
    suited = [(tier, limits) for tier, limits in reason.nearer_tiers if limits]
    if not suited:
        return _nobody_nearer(reason.tier > INFORMAL, dutch)
    if any(one.limit == "free" for _, limits in suited for one in limits):
        if dutch:
            return "Wie voorgaat, heeft nog ruimte; voor de hele week paste dit beter."
        return "Some who go first still have room; over the whole week this fits better."
    parts = [
        f"{TIERS.label(tier, language)}: {_limits(limits, language)}" for tier, limits in suited
    ]
    start = "Wie voorgaat, kan niet" if dutch else "Those who go first cannot"
    return f"{start}: {'; '.join(parts)}."


def _nobody_nearer(also_informal: bool, dutch: bool) -> str:
    if dutch:
        nearer = "het eigen netwerk of de buurt" if also_informal else "het eigen netwerk"
        return f"Niemand uit {nearer} mag of kan dit doen."
    own = "the person's own network"
    nearer = f"{own} or the neighbourhood" if also_informal else own
    return f"Nobody from {nearer} is allowed or able to do this."


def open_plan_sentences(reason: OpenVisit, language: str = NL) -> tuple[str, ...]:
    """Why a visit stays open."""
    dutch = language == NL
    if reason.code == "no_suppliers":
        return ("Er is nog niemand die helpt." if dutch else "There is nobody to help yet.",)
    if reason.code == "nobody_fits":
        return _nobody_fits(reason, language)
    slots = _slots(reason.slots, language)
    if reason.code == "all_full":
        count = number(reason.suitable, language)
        if dutch:
            who = "past 1 helper" if reason.suitable == 1 else f"passen {count} helpers"
            return (
                f"Er is niemand met ruimte op {slots}.",
                f"Bij dit bezoek {who}. Wat tegenhoudt: {_limits(reason.limits, language)}.",
            )
        who = "1 helper fits" if reason.suitable == 1 else f"{count} helpers fit"
        return (
            f"There is no one within the limits on {slots}.",
            f"{who} this visit. What stands in the way: {_limits(reason.limits, language)}.",
        )
    named = listed([str(one) for one in reason.could[:MOST_NAMED]], language)
    if dutch:
        return (
            f"Voor dit bezoek is nog ruimte op {slots}: {named}.",
            "Het plan koos anders, of de tijd om te zoeken was om.",
        )
    return (
        f"There is still room for this visit on {slots}: {named}.",
        "The plan chose otherwise, or the time to search was up.",
    )


def _nobody_fits(reason: OpenVisit, language: str) -> tuple[str, ...]:
    asked = listed(
        [
            f"{getattr(PLAN_RULE[step.rule], language)} ({number(step.left, language)})"
            for step in reason.steps
            if step.removed
        ],
        language,
    )
    if language == NL:
        return (
            "Er is nu niemand die past.",
            f"Gezocht is iemand die {asked}. Tussen haakjes: hoeveel mensen overbleven.",
        )
    return (
        "Nobody fits now.",
        f"It takes someone who {asked}. In brackets: how many people were left.",
    )


def help_sentence(one: Help, language: str = NL) -> str:
    """What one extra helper would solve."""
    count, task = len(one.visits), WEEK_TASKS.label(one.task, language)
    slot, place = when(one.slot, language), one.place
    if language == NL:
        kind = KINDS[one.tier][0] if one.tier in KINDS else "beroepskracht"
        where = f" in {place}" if place else ""
        noun = "bezoek" if count == 1 else "bezoeken"
        return f"Eén {kind} meer{where} op {slot} voor {task} lost {count} {noun} op."
    kind = KINDS[one.tier][1] if one.tier in KINDS else "professional"
    where = f" in {place}" if place else ""
    noun = "visit" if count == 1 else "visits"
    return f"One more {kind}{where} on {slot} for {task} would solve {count} {noun}."
