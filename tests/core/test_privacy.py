"""Every model that refers to a person says how it is shown, erased and kept."""

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from tests.cast import NOON, Cast

from samenspel.circles.services import consents
from samenspel.consent.types import DataCategory
from samenspel.core import privacy_registry
from samenspel.core.privacy_registry import Erasure
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
