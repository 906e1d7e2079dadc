"""The engine's reasons in words: plain Dutch (level B1) and English.

Every function takes a reason object and a language (``"nl"`` or ``"en"``) and returns whole
sentences. Nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from samenspel_engine.reasons import Fit, Gain, Help, OpenReason, WhyNot
from samenspel_engine.rules import RULE
from samenspel_engine.vocabulary import EN, GENDERS, INTERESTS, LANGUAGES, NL, TASKS, WINDOWS

MOST_NAMED = 3


def number(value: float, language: str, decimals: int = 0) -> str:
    """A number as it is written in the language: 1.200,5 in Dutch, 1,200.5 in English."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == NL else text


def listed(items: Sequence[str], language: str) -> str:
    """Items joined in a sentence: "a, b and c"."""
    word = "and" if language == EN else "en"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def distance(metres: int, language: str) -> str:
    """A distance: metres below one kilometre, in steps of 50; else kilometres."""
    if metres < 975:
        return f"{max(50, round(metres / 50) * 50)} m"
    return f"{number(metres / 1000, language, 1)} km"


def fit_sentences(fit: Fit, language: str = NL) -> tuple[str, ...]:
    """Why these two fit, the strongest reasons first."""
    order = sorted(fit.parts, key=lambda part: -part.points)
    said = (_part_sentence(part.key, fit, language) for part in order if part.points)
    return tuple(sentence for sentence in said if sentence)


def _part_sentence(key: str, fit: Fit, language: str) -> str:
    dutch = language == NL
    if key == "nearness":
        away = distance(fit.distance_m, language)
        return f"Woont op {away} afstand." if dutch else f"Lives {away} away."
    if key == "trusted":
        known = "Zij kennen en vertrouwen elkaar al."
        return known if dutch else "They already know and trust each other."
    if key == "wishes":
        if not fit.gender_wish:
            return ""
        wished = GENDERS.label(fit.gender_wish, language)
        return f"Past bij de wens: {wished}." if dutch else f"Fits the wish: {wished}."
    return _counted_sentence(key, fit, dutch)


def _counted_sentence(key: str, fit: Fit, dutch: bool) -> str:
    language = NL if dutch else EN
    if key == "overlap":
        named = [WINDOWS.label(code, language) for code in fit.windows[:MOST_NAMED]]
        more = len(fit.windows) - len(named)
        also = "" if not more else f" (en {more} meer)" if dutch else f" (and {more} more)"
        when = listed(named, language)
        return f"Kan op {when}{also}." if dutch else f"Is free on {when}{also}."
    if key == "interests":
        loves = listed([INTERESTS.label(c, language) for c in fit.interests], language)
        return f"Houdt ook van {loves}." if dutch else f"Likes {loves} too."
    weeks = fit.idle_weeks
    if dutch:
        return f"Is al {weeks} {'week' if weeks == 1 else 'weken'} niet gevraagd."
    return f"Was last asked {weeks} {'week' if weeks == 1 else 'weeks'} ago."


QUOTA_NL = (
    "Er is een helper die past en nog plek heeft.",
    "De groep van deze helper heeft nu het hoogste aantal mensen dat is afgesproken.",
)
QUOTA_EN = (
    "There is a helper who fits and still has room.",
    "This helper's group already has the highest number of people that was agreed.",
)


def open_sentences(reason: OpenReason, language: str = NL) -> tuple[str, ...]:
    """Why a question stays open."""
    if reason.code == "no_helpers":
        return ("Er zijn nog geen helpers." if language == NL else "There are no helpers yet.",)
    if reason.code == "not_comfortable":
        return _not_comfortable(language)
    if reason.code == "needed_elsewhere":
        return _needed_elsewhere(reason.suitable, language)
    if reason.code == "quota":
        return QUOTA_NL if language == NL else QUOTA_EN
    asked = listed(
        [
            f"{getattr(RULE[step.rule], language)} ({number(step.left, language)})"
            for step in reason.steps
            if step.removed
        ],
        language,
    )
    if language == NL:
        return ("Er is nu geen helper die past.", f"Gezocht is iemand die {asked}.")
    return ("No helper fits now.", f"It takes someone who {asked}.")


def _not_comfortable(language: str) -> tuple[str, ...]:
    if language == NL:
        return (
            "Bij deze vraag hoort lichamelijke verzorging.",
            "Er is niet vastgelegd dat dit door een vrijwilliger mag.",
            "Daarom stellen wij niemand voor.",
        )
    return (
        "This question involves bodily care.",
        "It is not on record that a volunteer may give it.",
        "Therefore nobody is proposed.",
    )


def _needed_elsewhere(suitable: int, language: str) -> tuple[str, ...]:
    count = number(suitable, language)
    if language == NL:
        who = "past 1 helper" if suitable == 1 else f"passen {count} helpers"
        they = "Deze helper heeft" if suitable == 1 else "Zij hebben"
        return (
            f"Bij deze vraag {who}.",
            f"{they} nu een andere vraag, die minstens zo dringend is.",
        )
    who = "1 helper fits" if suitable == 1 else f"{count} helpers fit"
    they = "This helper has" if suitable == 1 else "They have"
    return (f"{who} this question.", f"{they} another question now that is at least as urgent.")


def why_not_sentences(why: WhyNot, language: str = NL) -> tuple[str, ...]:
    """Why a pair was not matched, or what choosing it would cost."""
    dutch = language == NL
    if why.code == "chosen":
        return ("Deze helper is gekozen." if dutch else "This helper is the one chosen.",)
    if why.code == "fixed":
        agreed = "Voor deze vraag is al iets afgesproken."
        return (agreed if dutch else "Something has already been agreed for this question.",)
    if why.code == "rules":
        asked = listed([getattr(RULE[key], language) for key in why.broken], language)
        if dutch:
            return ("Deze helper past niet.", f"Nodig is een helper die {asked}.")
        return ("This helper does not fit.", f"It takes a helper who {asked}.")
    start = "Als u deze helper kiest: " if dutch else "If you choose this helper: "
    return tuple(start + part for part in gain_sentences(why.change, language))


def gain_sentences(gain: Gain | None, language: str = NL) -> tuple[str, ...]:
    """What a change does to the round."""
    dutch = language == NL
    if gain is None or (not any(gain.by_urgency) and gain.quality == 0):
        return ("verder verandert er niets." if dutch else "nothing else changes.",)
    if gain.questions:
        return (_questions(gain.questions, dutch),)
    if any(gain.by_urgency):
        less_urgent = "een vraag met minder spoed gaat vóór een dringender vraag."
        return (less_urgent if dutch else "a less urgent question goes before an urgent one.",)
    points = abs(gain.quality)
    if dutch:
        how = "minder goed" if gain.quality < 0 else "beter"
        return (f"alle vragen samen passen {points} punten {how}.",)
    how = "worse" if gain.quality < 0 else "better"
    return (f"all questions together fit {points} points {how}.",)


def _questions(count: int, dutch: bool) -> str:
    size = abs(count)
    if dutch:
        noun = "vraag" if size == 1 else "vragen"
        return f"{size} {noun} {'minder' if count < 0 else 'meer'} geholpen."
    noun = "question" if size == 1 else "questions"
    return f"{size} {'fewer' if count < 0 else 'more'} {noun} served."


def help_sentences(one: Help, language: str = NL, place: str = "") -> tuple[str, ...]:
    """What one change would do, and how many open questions it fits if that is more.

    ``place`` names where a new helper is missing ("Zuilen"); the engine knows only metres.
    """
    dutch = language == NL
    count = one.gain.questions
    if one.kind == "helper":
        start = _new_helper(one, language, place)
        noun = "question" if count == 1 else "questions"
        served = f"helpt {_extra(count)}" if dutch else f"serves {count} more {noun}"
    else:
        start = _changed(one, dutch)
        served = _can_be_served(one, dutch)
    more = (_that_fit(one, dutch),) if one.open > count else ()
    return (f"{start}{served}.", *more)


def _new_helper(one: Help, language: str, place: str) -> str:
    named = [WINDOWS.label(code, language) for code in WINDOWS.codes_in(one.windows)]
    when, task = listed(named, language), TASKS.label(one.task, language)
    if language == NL:
        where = f" in {place}" if place else ""
        return f"Eén helper meer{where} op {when} voor {task} "
    where = f" in {place}" if place else ""
    return f"One more helper{where} on {when} for {task} "


def _changed(one: Help, dutch: bool) -> str:
    if dutch:
        who = "alle helpers" if one.everyone else f"helper {one.offer_id}"
        will, can, speak = ("willen", "kunnen", "spreken") if one.everyone else (
            "wil", "kan", "spreekt")  # fmt: skip
        return {
            "hour": f"Als {who} 1 uur per week meer {can}, ",
            "distance": f"Als {who} 1 km verder {will} reizen, ",
            "language": f"Als {who} ook {LANGUAGES.label(one.language, NL)} {speak}, ",
        }[one.kind]
    who, s = ("all helpers", "") if one.everyone else (f"helper {one.offer_id}", "s")
    return {
        "hour": f"If {who} give{s} 1 hour a week more, ",
        "distance": f"If {who} travel{s} 1 km further, ",
        "language": f"If {who} also speak{s} {LANGUAGES.label(one.language, EN)}, ",
    }[one.kind]


def _can_be_served(one: Help, dutch: bool) -> str:
    count = one.gain.questions
    if dutch:
        return f"{'kan' if count == 1 else 'kunnen'} {_extra(count)} worden geholpen"
    return f"{count} more {'question' if count == 1 else 'questions'} can be served"


def _extra(count: int) -> str:
    return f"{number(count, NL)} {'vraag' if count == 1 else 'vragen'} meer"


def _that_fit(one: Help, dutch: bool) -> str:
    """How many open questions this is the answer to, taken one at a time."""
    count = number(one.open, NL if dutch else EN)
    if dutch:
        return f"Dit past bij {count} open {'vraag' if one.open == 1 else 'vragen'}."
    return f"This fits {count} open {'question' if one.open == 1 else 'questions'}."
