"""From the values of a row to what the rooms of people, needs and volunteering take."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from samenspel.core.one_line import problem_of
from samenspel.exchange.import_notes import Note
from samenspel.needs.types import Ask, Frequency, WhoMayKnow
from samenspel.people.services import PersonDetails
from samenspel.people.types import (
    LONGEST_FAMILY_NAME,
    LONGEST_GIVEN_NAME,
    LONGEST_PHONE,
    Channel,
)
from samenspel.vocabulary.gender_wishes import GenderWish
from samenspel.vocabulary.kinds_of_help import TaskType
from samenspel.vocabulary.languages import Language
from samenspel.volunteering.types import HelperKind, Offering

Values = Mapping[str, Any]
Tell = Callable[[Note], None]
TITLE = re.compile(r"^(?:mevrouw|mevr|mw|meneer|de heer|dhr|mrs|mr|ms)\.?\s+", re.IGNORECASE)


def names_of(values: Values) -> tuple[str, str]:
    """Return given and family name; both empty when there is none.

    "Testerink, Joost" and "Joost Testerink" are understood; someone known by one name only has
    that as their given name. Next to a first name, a column "Naam" is the family name.
    """
    given = values.get("given_name") or values.get("initials") or ""
    family = values.get("family_name", "")
    full = TITLE.sub("", values.get("full_name", "")).strip()
    if full and not given and not family:
        given, family = _split(full)
    family = f"{values.get('prefix', '')} {family or (full if given else '')}".strip()
    if full and family.endswith(full) and given and full.startswith(given):
        family = full.removeprefix(given).strip()
    if not given:
        given, family = family, ""
    return given[:LONGEST_GIVEN_NAME], family[:LONGEST_FAMILY_NAME]


def _split(full: str) -> tuple[str, str]:
    if "," in full:
        family, _comma, given = full.partition(",")
        return given.strip(), family.strip()
    given, _space, family = full.partition(" ")
    return given, family.strip()


def phone_of(values: Values, tell: Tell) -> str:
    """Return the phone number, or both when there are two and they fit."""
    both = [values[name] for name in ("phone", "mobile") if values.get(name)]
    joined = " / ".join(dict.fromkeys(both))
    if len(joined) <= LONGEST_PHONE:
        return joined
    tell(Note.ONE_PHONE)
    return str(values["mobile"])


def details_of(values: Values, tell: Tell) -> PersonDetails:
    """Return the person of a row; without a name the number is used instead."""
    given, family = names_of(values)
    if not given:
        tell(Note.ID_AS_NAME)
        given = values["external_id"][:LONGEST_GIVEN_NAME]
        given = _("No name") if problem_of(given, is_name=True) else given
    email, phone = values.get("email", ""), phone_of(values, tell)
    reached_by = Channel.EMAIL if email else Channel.PHONE if phone else Channel.LETTER
    if values.get("birth_date"):
        tell(Note.BIRTH_DATE)
    gender = values.get("gender", "")
    return PersonDetails(
        given_name=given,
        family_name=family,
        birth_year=values.get("birth_year") or values.get("birth_date"),
        gender="" if gender == "unsaid" else gender,
        email=email,
        phone=phone,
        channel=Channel(values.get("channel", reached_by)),
        languages=values.get("languages", (Language.NL,)),
        external_id=values["external_id"],
    )


def _shared(values: Values) -> dict[str, Any]:
    fields = {"languages": values.get("languages", (Language.NL,))}
    if "hours_per_week" in values:
        fields["hours_per_week"] = values["hours_per_week"]
    if "interests" in values:
        fields["interests"] = values["interests"].values
    return fields


def ask_of(values: Values, place: str, tell: Tell) -> Ask:
    """Return the question of a row, for the coordinator alone unless the row says otherwise."""
    kinds = tuple(TaskType(kind) for kind in values.get("task_types", ()))
    words = values.get("own_words", "")
    comfortable = values.get("accepts_bodily_care", False)
    if TaskType.BODILY_CARE in kinds and not comfortable:
        tell(Note.BODILY_CARE)
        kinds = tuple(kind for kind in kinds if kind != TaskType.BODILY_CARE)
        words = "\n".join(filter(None, (words, _("In the list: washing and dressing."))))
    if not values.get("windows"):
        tell(Note.NO_MOMENTS)
    return Ask(
        own_words=words,
        task_types=kinds,
        windows=values.get("windows", 0),
        place=place,
        frequency=Frequency(values.get("frequency", Frequency.WEEKLY)),
        boundaries=values.get("boundaries", ()),
        gender_wish=_wish(values),
        public_note=values.get("public_note", ""),
        urgency=values.get("urgency", 2),
        who_may_know=_who_may_know(values, tell),
        subject_agreed=values.get("agreed", False),
        accepts_bodily_care=comfortable,
        external_id=values["external_id"],
        **_shared(values),
    )


def _wish(values: Values) -> GenderWish:
    wish = GenderWish(values.get("gender_wish", GenderWish.NONE))
    if values.get("gender_required"):
        return GenderWish.of(wish.meaning.gender, is_required=True)
    return wish


def _who_may_know(values: Values, tell: Tell) -> WhoMayKnow:
    wanted = WhoMayKnow(values.get("who_may_know", WhoMayKnow.COORDINATOR))
    if wanted != WhoMayKnow.COORDINATOR and not values.get("agreed"):
        tell(Note.NOT_SHARED)
        return WhoMayKnow.COORDINATOR
    return wanted


def offering_of(values: Values, place: str) -> Offering:
    """Return the offer of a row; what the row does not say is this room's default."""
    fields = _shared(values)
    for field in ("radius_km", "capacity", "asks_per_month", "willing_bodily_care", "motive"):
        if field in values:
            fields[field] = values[field]
    if "helper_kind" in values:
        fields["kind"] = HelperKind(values["helper_kind"])
    return Offering(
        task_types=tuple(TaskType(kind) for kind in values["task_types"]),
        windows=values["windows"],
        place=place,
        limits=values.get("boundaries", ()),
        external_id=values["external_id"],
        **fields,
    )


def vog_of(values: Values, tell: Tell) -> date | None:
    """Return the day a VOG was seen; without a day nothing is recorded."""
    seen = values.get("vog_seen_on")
    if isinstance(seen, date):
        return seen
    if seen:
        tell(Note.VOG_WITHOUT_DATE)
    return None
