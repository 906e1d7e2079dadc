"""Saying in plain words why two people fit, why nobody does, and what would help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samenspel.matching.types import ScarcityLine, ScorePart, SkipReason
from samenspel.needs.question_words import joined, windows_words
from samenspel.vocabulary.interests import Interest
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.week import Daypart, Weekday, window_words

CYCLING_M_PER_MINUTE = 250
"""15 kilometres an hour in a straight line; said as "about"."""
CLOSE_BY_M = 400
SHOWN_INTERESTS = 3
NEARBY_M = 1000

Fit = Mapping[str, Any]


def distance_words(metres: int) -> str:
    """Return "close by", or "about 7 minutes by bicycle"."""
    if metres < CLOSE_BY_M:
        return _("close by")
    minutes = max(1, round(metres / CYCLING_M_PER_MINUTE))
    return ngettext(
        "about %(minutes)d minute by bicycle",
        "about %(minutes)d minutes by bicycle",
        minutes,
    ) % {"minutes": minutes}


def lives_words(metres: int) -> str:
    """Return "lives about 7 minutes by bicycle away"."""
    if metres < CLOSE_BY_M:
        return _("lives close by")
    return _("lives %(distance)s away") % {"distance": distance_words(metres)}


def kilometre_words(metres: int) -> str:
    """Return "1.8 kilometres" as the language writes it; homes are known by area only."""
    if metres < NEARBY_M:
        return _("less than one kilometre")
    whole, tenth = divmod(round(metres / 100), 10)
    return _("%(whole)d.%(tenth)d kilometres") % {"whole": whole, "tenth": tenth}


def window_code_words(codes: Sequence[int]) -> str:
    """Return the common windows in words, or how many there are."""
    return windows_words(sum(1 << code for code in codes))


def interest_words(keys: Sequence[str]) -> str:
    """Return shared interests in words."""
    return joined(str(Interest(key).label) for key in keys[:SHOWN_INTERESTS])


def why(fit: Fit) -> str:
    """Return one sentence on why this helper fits this question."""
    reasons = []
    if fit["windows"]:
        day = fit["windows"][0]
        reasons.append(
            _("is free on %(when)s")
            % {"when": window_words(Weekday(day // 4), Daypart(day % 4))}
            if len(fit["windows"]) == 1
            else _("is free at %(count)d of the moments asked") % {"count": len(fit["windows"])}
        )
    reasons.append(lives_words(fit["distance_m"]))
    if fit["interests"]:
        reasons.append(
            _("likes %(interests)s too") % {"interests": interest_words(fit["interests"])}
        )
    sentence = joined(reasons)
    return sentence[:1].upper() + sentence[1:] + "."


def parts(fit: Fit, *, asked: int, seats: int) -> tuple[ScorePart, ...]:
    """Return the four parts a coordinator reads: click, time, distance, room.

    ``asked`` is the number of moments in the week that the question asks for: a helper who
    can come at all of them fits exactly, however few they are.
    """
    levels = fit["levels"]
    click = max(levels["interests"], levels["trusted"])
    shared = interest_words(fit["interests"])
    exact = len(fit["windows"]) >= asked
    time = 5 if exact else levels["overlap"]
    when = window_code_words(fit["windows"])
    room = 2 if seats else levels["room"]
    return (
        ScorePart(
            "click",
            _("Click"),
            click,
            _graded(click, shared) if shared else _("nothing in common known yet"),
        ),
        ScorePart(
            "time",
            _("Time"),
            time,
            _("fits exactly, %(when)s") % {"when": when} if exact else _graded(time, when),
        ),
        ScorePart(
            "distance",
            _("Distance"),
            levels["nearness"],
            distance_words(fit["distance_m"]),
        ),
        ScorePart("room", _("Room"), room, _roomy(room, room_words(fit["idle_weeks"], seats))),
    )


def _graded(level: int, words: str) -> str:
    """Return the level as a word, and what it rests on: "good, walking and music"."""
    grades = (_("little"), _("moderate"), _("reasonable"), _("good"), _("very good"))
    return f"{grades[max(1, min(5, level)) - 1]}, {words}"


def _roomy(level: int, words: str) -> str:
    """Return how much room there is as a word, and why: "plenty, not asked for 7 weeks"."""
    grades = (_("hardly any"), _("not much"), _("some"), _("enough"), _("plenty"))
    return f"{grades[max(1, min(5, level)) - 1]}, {words}"


def room_words(idle_weeks: int, seats: int) -> str:
    """Return how much room a helper has, by how long ago they were asked."""
    if seats:
        return ngettext(
            "already helps %(count)d person", "already helps %(count)d people", seats
        ) % {"count": seats}
    if idle_weeks >= 52:
        return _("not asked for a year, or never asked yet")
    if idle_weeks == 0:
        return _("asked this week")
    return ngettext(
        "not asked for %(count)d week", "not asked for %(count)d weeks", idle_weeks
    ) % {"count": idle_weeks}


def warnings(fit: Fit, *, vog_is_valid: bool, seats: int, bodily_care: bool) -> tuple[str, ...]:
    """Return what a coordinator should look at before putting a proposal to people."""
    notes = []
    if not vog_is_valid:
        notes.append(_("No VOG has been seen yet. They can start after that."))
    if fit["gender_met"] is False:
        notes.append(_("The wish for a woman or a man is not met."))
    if seats:
        notes.append(
            _("Already has a fixed appointment. Ask whether a second would be too much.")
        )
    if bodily_care:
        notes.append(_("Washing and dressing: go through the conditions with both first."))
    return tuple(notes)


def rest_words(reason: SkipReason) -> str:
    """Return why this helper had better be left alone now."""
    return _("This helper %(reason)s. Wait before asking.") % {"reason": reason.label}


def rule_words(rule: str) -> str:
    """Return why a helper cannot be proposed, by the hard rule that is broken."""
    return {
        "task": _("This helper does not offer this kind of help."),
        "distance": _("This is further than the helper wants to travel."),
        "windows": _("The helper is not free at these moments."),
        "hours": _("The helper does not have that many hours."),
        "language": _("They do not speak the same language."),
        "boundaries": _("The helper said beforehand that this is a limit."),
        "gender": _("The person asked for a woman or a man, and that must be so."),
        "skills": _("The helper does not have a skill that is needed."),
        "vog": _("No VOG has been seen."),
        "bodily_care": _("The conditions for washing and dressing are not all met."),
        "veto": _("These two are not matched with each other."),
        "room": _("The helper has no room."),
        "not_in_round": _("This helper or this question takes no part in rounds now."),
    }.get(rule, _("This helper cannot be proposed."))


def open_words(code: str, suitable: int, steps: Sequence[Mapping[str, Any]]) -> str:
    """Return why nobody was found for a question, in one or two sentences."""
    if code == "no_helpers":
        return _("There is no helper who can be asked now.")
    if code == "not_comfortable":
        return _(
            "Washing and dressing is only proposed when the person is comfortable with it."
        )
    if code == "needed_elsewhere":
        return ngettext(
            "%(count)d helper fits, but is needed more elsewhere.",
            "%(count)d helpers fit, but are needed more elsewhere.",
            suitable,
        ) % {"count": suitable}
    return _stranded_words(steps)


def _stranded_words(steps: Sequence[Mapping[str, Any]]) -> str:
    """Say at which rule the search ran out of helpers, and how many were left just before."""
    last = steps[-1]["rule"] if steps else ""
    left = steps[-2]["left"] if len(steps) > 1 else 0
    ends = {
        "task": _("Nobody offers this kind of help."),
        "distance": _("Helpers for this are too far away."),
        "windows": _("Nobody nearby is free at these moments."),
        "hours": _("Nobody has that many hours."),
        "language": _("Nobody who can come speaks the language."),
        "boundaries": _("For everyone left, something here is a limit."),
        "gender": _("Nobody left meets the demand for a woman or a man."),
        "skills": _("Nobody left knows how to do what is needed."),
        "vog": _("Nobody left has a certificate of conduct."),
        "bodily_care": _("Nobody left meets the conditions for washing and dressing."),
        "veto": _("Everyone left has said no before, or is already in the circle."),
        "room": _("Everyone left has their hands full."),
    }
    end = ends.get(last, _("Nobody fits all conditions."))
    if left:
        return (
            end
            + " "
            + ngettext(
                "Without that, %(count)d helper would have been left.",
                "Without that, %(count)d helpers would have been left.",
                left,
            )
            % {"count": left}
        )
    return end


def scarcity_lines(rows: Sequence[Mapping[str, Any]]) -> tuple[ScarcityLine, ...]:
    """Return what one more helper of each kind would do, as calculated in the round.

    Of kinds that read the same, the one that helps most is kept.
    """
    lines: dict[str, ScarcityLine] = {}
    for row in sorted(rows, key=lambda one: -int(one["more_served"])):
        more = int(row["more_served"])
        effect = (
            ngettext(
                "%(count)d person fewer on the waiting list.",
                "%(count)d people fewer on the waiting list.",
                more,
            )
            % {"count": more}
            if more
            else _("No difference for the waiting list now.")
        )
        title = _("One more helper for %(task)s in %(place)s") % {
            "task": str(TaskType(row["task"]).label).lower(),
            "place": row["place"],
        }
        lines.setdefault(title, ScarcityLine(title, effect))
    return tuple(lines.values())


def since_words(kind: str, year: int) -> str:
    """Return "volunteer since 2024"."""
    return _("%(kind)s since %(year)d") % {"kind": kind, "year": year}
