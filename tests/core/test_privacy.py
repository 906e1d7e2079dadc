"""Every model that refers to a person says how it is shown, erased and kept."""

import pytest
from django.apps import apps
from django.db import models
from tests.cast import NOON, Cast

from samenspel.circles.services import consents
from samenspel.consent.types import DataCategory
from samenspel.core import privacy_registry
from samenspel.people.models import Person

HISTORY = "Event"  # tables of pghistory: they follow the model they track
WITHOUT_PERSONS_OF_THEIR_OWN = {
    "circles.AgreementMoment",  # times only; shown and erased with its agreement
}


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
    assert missing() <= WITHOUT_PERSONS_OF_THEIR_OWN
    assert Person in {entry.model for entry in privacy_registry.registered()}


def test_a_missing_entry_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: take one entry away and the walk finds it."""
    left = {m: e for m, e in privacy_registry._registry.items() if m.__name__ != "CircleNote"}
    monkeypatch.setattr(privacy_registry, "_registry", left)
    assert "circles.CircleNote" in missing()


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
