"""Every model that refers to a person says how it is shown, erased and kept."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.cast import NOON, Cast

from samenspel.circles.services import consents
from samenspel.consent.types import DataCategory
from samenspel.core import privacy_registry
from samenspel.core.privacy_registry import Erasure, Withheld
from samenspel.people.models import Person

HISTORY = "Event"  # tables of pghistory: they follow the model they track
WITHOUT_PERSONS_OF_THEIR_OWN = {
    "circles.AgreementMoment",  # times only; shown and erased with its agreement
}

# What an erasure leaves, because the law or the right of somebody else asks for it.
KEPT = {
    "access.ReadLogEntry", "circles.AgreementSignature", "circles.Circle",
    "circles.RoleAgreement", "consent.Consent", "matching.Round", "organisations.Employment",
    "people.Block", "people.Representation", "placements.Placement",
    "volunteering.TaskRefusal",
}  # fmt: skip
# Words that stay in a row that stays: agreements that somebody signed are read by first name.
STAYS = {"people.Person.given_name"}


def refers_to_a_person(model: type[models.Model]) -> bool:
    """Say whether a model has a person, or something about one, among its fields."""
    return any(
        field.is_relation and field.related_model is not None
        and (field.related_model is Person or _is_ours(field.related_model))
        for field in model._meta.fields
    )  # fmt: skip


def _is_ours(related: type[models.Model]) -> bool:
    return related in {entry.model for entry in privacy_registry.registered()}


def missing() -> set[str]:
    """Return the models that should be registered and are not."""
    covered = {entry.model for entry in privacy_registry.registered()}
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("samenspel.")
        and not model.__name__.endswith(HISTORY)
        and model not in covered
        and refers_to_a_person(model)
    }


def test_every_model_about_people_is_registered() -> None:
    new = missing() - WITHOUT_PERSONS_OF_THEIR_OWN
    assert not new, (
        f"{sorted(new)}: these tables are about people. Register each in privacy.py of its room"
        " (core.privacy_registry.register): what is shown to the person, what happens when they"
        " ask to be forgotten, and how long it is kept"
    )
    assert Person in {entry.model for entry in privacy_registry.registered()}


def test_a_missing_entry_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: take one entry away and the walk finds it."""
    left = {m: e for m, e in privacy_registry._registry.items() if m.__name__ != "CircleNote"}
    monkeypatch.setattr(privacy_registry, "_registry", left)
    assert "circles.CircleNote" in missing()


def left_by(entry: privacy_registry.PersonalData) -> set[str]:
    """Return what an erasure leaves of a model: all of it, or fields that people write in."""
    label = entry.model._meta.label
    if entry.erasure is Erasure.KEEP:
        return {label}
    written = {
        field.name
        for field in entry.model._meta.fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }
    kept = written - set(entry.blanked) if entry.erasure is Erasure.BLANK else set()
    return {f"{label}.{name}" for name in kept}


def test_an_erasure_leaves_nothing_but_what_is_listed() -> None:
    left = {one for entry in privacy_registry.registered() for one in left_by(entry)}
    assert left == KEPT | STAYS, (
        f"An erasure leaves {sorted(left - KEPT - STAYS)}: delete or blank it in privacy.py of "
        "its room. Only what the law or another person's right keeps is listed here; listed "
        f"for nothing: {sorted((KEPT | STAYS) - left)}."
    )


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({"erasure": Erasure.KEEP}, {"needs.HelpQuestion"}),
        (
            {"blanked": ("public_note", "relation", "external_id")},
            {"needs.HelpQuestion.own_words"},
        ),
    ],
)
def test_what_an_erasure_forgets_is_noticed(change: dict[str, Any], left: set[str]) -> None:
    label = "needs.HelpQuestion"
    (entry,) = (e for e in privacy_registry.registered() if e.model._meta.label == label)
    assert left_by(entry) == set()
    assert left_by(replace(entry, **change)) == left


def told_of(entry: privacy_registry.PersonalData) -> set[str]:
    """Return the fields that the person is shown, or that say why not."""
    paths = (*entry.exported, *entry.subject, *entry.withheld)
    return {path.partition("__")[0] for path in paths}


def untold(entry: privacy_registry.PersonalData) -> list[str]:
    """Return what an entry says nothing about, or hides for a reason that does not hold."""
    fields = {one.name: one for one in entry.model._meta.concrete_fields if not one.primary_key}
    faults = [
        f"{name} is neither shown nor withheld" for name in fields.keys() - told_of(entry)
    ]
    for name, why in entry.withheld.items():
        is_words = isinstance(fields[name], models.TextField)
        if why is Withheld.WORKINGS and (fields[name].related_model is Person or is_words):
            faults.append(f"{name} is about a person")
        if name in entry.exported:
            faults.append(f"{name} is shown and withheld")
    shown = {path.partition("__")[0] for path in entry.exported} & fields.keys()
    return sorted(faults if shown else [*faults, "nothing is shown to the person"])


def test_a_person_is_shown_every_field_about_them() -> None:
    wrong = {
        one.model._meta.label: faults
        for one in privacy_registry.registered()
        if (faults := untold(one))
    }
    assert not wrong, (
        f"{wrong}: in privacy.py of the room, name each field in exported, or in withheld with"
        " why the person is not shown it"
    )


def test_a_hollow_entry_is_noticed() -> None:
    """Negative control: an entry that shows a number only, and one that hides whom it names."""
    (entry,) = (e for e in privacy_registry.registered() if e.model.__name__ == "CircleNote")
    assert untold(entry) == []
    hollow = untold(replace(entry, exported=("pk",)))
    assert "body is neither shown nor withheld" in hollow
    assert "nothing is shown to the person" in hollow
    hidden = replace(entry, withheld={"written_by": Withheld.WORKINGS})
    assert untold(hidden) == ["written_by is about a person"]


PERIOD = re.compile(
    r"\b(one|two|three|five|ten|thirty) (day|month|year)s?\b|\buntil\b|\bas long as\b"
)


def test_every_table_says_how_long_it_is_kept() -> None:
    vague = [
        entry.model._meta.label
        for entry in privacy_registry.registered()
        if not PERIOD.search(entry.retention)
    ]
    assert not vague, f"{vague}: say how many days, months or years, or until what"


@pytest.mark.parametrize(
    ("words", "says"),
    [("always", False), ("as needed", False), ("two years", True), ("until it ends", True)],
)
def test_words_without_a_period_are_noticed(words: str, says: bool) -> None:
    assert bool(PERIOD.search(words)) is says


def test_export_and_erase_reach_what_a_person_wrote(cast: Cast) -> None:
    consents.write_note(
        actor=cast.joost,
        circle_id=cast.circle.pk,
        category=DataCategory.DAILY_LIFE,
        body="Ik fiets graag.",
        at=NOON,
    )
    told = privacy_registry.export_person(cast.joost.pk)
    assert told["circles.CircleNote"][0]["body"] == "Ik fiets graag."
    assert told["people.Person"][0]["phone"] == "030 000 00 10"
    privacy_registry.erase_person(cast.joost.pk)
    told = privacy_registry.export_person(cast.joost.pk)
    assert told["circles.CircleNote"] == []
    assert told["people.Person"][0]["phone"] == ""
    assert told["consent.Consent"], "proof of what was allowed is kept"
