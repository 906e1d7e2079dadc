"""One yes at a time: to whom, for what, in which words, until when; and taken back at once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.cast import NOON, Cast

from samenspel.consent import reads, services
from samenspel.consent.consent_texts import current_version, text_for
from samenspel.consent.events import ConsentWithdrawn
from samenspel.consent.models import Consent
from samenspel.consent.services import Yes
from samenspel.consent.types import DataCategory, Grantee, Purpose
from samenspel.core.events import subscribe, unsubscribe

HOUR = timedelta(hours=1)


def grantee_of(cast: Cast) -> Grantee:
    return Grantee(person_id=cast.els.pk)


def yes_to(grantee: Grantee, cast: Cast, until: timedelta | None = None) -> Yes:
    return Yes(
        subject_id=cast.joost.pk,
        grantee=grantee,
        purpose=Purpose.CIRCLE,
        given_by_id=cast.joost.pk,
        valid_until=NOON + until if until else None,
    )


def give(cast: Cast, *categories: DataCategory, until: timedelta | None = None) -> None:
    yes = yes_to(grantee_of(cast), cast, until)
    services.give_consent(actor=cast.joost, yes=yes, categories=categories, at=NOON)


def is_open(cast: Cast, category: DataCategory, after: timedelta = HOUR) -> bool:
    return reads.is_open(
        subject_id=cast.joost.pk,
        grantees=[grantee_of(cast)],
        category=category,
        at=NOON + after,
    )


@pytest.mark.parametrize("ids", [{}, {"person_id": 1, "organisation_id": 2}])
def test_a_grantee_is_one_person_or_one_organisation(ids: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one person or one organisation"):
        Grantee(**ids)


def test_a_yes_opens_only_what_was_said(cast: Cast) -> None:
    assert not is_open(cast, DataCategory.HEALTH)
    give(cast, DataCategory.HEALTH)
    assert is_open(cast, DataCategory.HEALTH)
    assert not is_open(cast, DataCategory.MONEY)
    assert not is_open(cast, DataCategory.HEALTH, after=-HOUR), "not before it was said"


def test_nobody_is_asked_about_nobody(cast: Cast) -> None:
    give(cast, DataCategory.HEALTH)
    told = {"subject_id": cast.joost.pk, "category": DataCategory.HEALTH, "at": NOON + HOUR}
    assert not reads.is_open(grantees=[], **told)
    assert reads.is_open(grantees=[grantee_of(cast)], **told)


def test_a_yes_to_an_organisation_is_none_to_a_person(cast: Cast) -> None:
    helpdesk = Grantee(organisation_id=cast.helpdesk.pk)
    yes = yes_to(helpdesk, cast)
    services.give_consent(
        actor=cast.bram, yes=yes, categories=[DataCategory.QUESTIONS], at=NOON
    )
    opened = reads.open_consents(cast.joost.pk, NOON + HOUR)
    assert opened.is_open([helpdesk], DataCategory.QUESTIONS)
    assert not opened.is_open([grantee_of(cast)], DataCategory.QUESTIONS)
    assert not is_open(cast, DataCategory.QUESTIONS)


def test_a_yes_to_one_organisation_is_none_to_another(cast: Cast) -> None:
    helpdesk, elsewhere = (
        Grantee(organisation_id=one.pk) for one in (cast.helpdesk, cast.elsewhere)
    )
    yes = yes_to(elsewhere, cast)
    services.give_consent(actor=cast.joost, yes=yes, categories=[DataCategory.MONEY], at=NOON)
    for grantee, allowed in ((elsewhere, True), (helpdesk, False)):
        asked = {"subject_id": cast.joost.pk, "category": DataCategory.MONEY, "at": NOON + HOUR}
        assert reads.is_open(grantees=[grantee], **asked) is allowed
        assert reads.is_open(grantees=[grantee_of(cast), grantee], **asked) is allowed


def test_saying_yes_again_keeps_the_first_date(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA)
    services.give_consent(
        actor=cast.joost,
        yes=yes_to(grantee_of(cast), cast),
        categories=[DataCategory.AGENDA],
        at=NOON + HOUR,
    )
    (row,) = Consent.objects.filter(grantee_person=cast.els)
    assert row.valid_from == NOON


def test_a_yes_with_an_end_closes_by_itself_and_can_be_said_anew(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA, until=HOUR)
    assert is_open(cast, DataCategory.AGENDA, after=HOUR / 2)
    assert not is_open(cast, DataCategory.AGENDA, after=HOUR)
    services.give_consent(
        actor=cast.joost,
        yes=yes_to(grantee_of(cast), cast),
        categories=[DataCategory.AGENDA],
        at=NOON + HOUR,
    )
    assert is_open(cast, DataCategory.AGENDA, after=HOUR * 2)
    assert Consent.objects.filter(grantee_person=cast.els).count() == 2


def test_giving_and_ending_hold_the_rows_in_one_order(cast: Cast) -> None:
    """In different orders, two at once would wait for each other for ever."""
    give(cast, DataCategory.AGENDA)

    def held_first(queries: CaptureQueriesContext) -> list[str]:
        every = [one["sql"] for one in queries]
        writes = next(
            at for at, sql in enumerate(every) if sql.startswith(("INSERT", "UPDATE"))
        )
        return [sql for sql in every[:writes] if "FOR NO KEY UPDATE" in sql]

    with CaptureQueriesContext(connection) as given:
        give(cast, DataCategory.HEALTH, DataCategory.AGENDA)
    with CaptureQueriesContext(connection) as ended:
        services.withdraw_everything(actor=cast.joost, person_id=cast.joost.pk, at=NOON + HOUR)
    for queries in (given, ended):
        (holding, *_more) = held_first(queries)
        assert 'ORDER BY "consent_consent"."id" ASC' in holding
    assert "pg_advisory_xact_lock" in given[1]["sql"]  # after the savepoint


def test_taking_back_takes_effect_at_once_and_is_published(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:
    give(cast, DataCategory.AGENDA, DataCategory.HEALTH)
    heard: list[ConsentWithdrawn] = []
    subscribe(ConsentWithdrawn, heard.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ended = services.withdraw_consent(
                actor=cast.joost,
                subject_id=cast.joost.pk,
                grantee=grantee_of(cast),
                categories=[DataCategory.HEALTH],
                at=NOON + HOUR,
            )
    finally:
        unsubscribe(ConsentWithdrawn, heard.append)
    assert ended == 1
    assert [one.category for one in heard] == [DataCategory.HEALTH]
    assert not is_open(cast, DataCategory.HEALTH, after=HOUR)
    assert is_open(cast, DataCategory.AGENDA, after=HOUR)
    row = Consent.objects.get(grantee_person=cast.els, category=DataCategory.HEALTH)
    assert (row.withdrawn_at, row.withdrawn_by) == (NOON + HOUR, cast.joost)


def test_everything_is_taken_back_with_one_word(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA, DataCategory.HEALTH)
    told = {"actor": cast.joost, "subject_id": cast.joost.pk, "grantee": grantee_of(cast)}
    assert services.withdraw_consent(**told, at=NOON + HOUR) == 2
    assert services.withdraw_consent(**told, at=NOON + HOUR) == 0
    assert not reads.open_consents(cast.joost.pk, NOON + HOUR).for_person(cast.els.pk)


def test_many_yeses_at_once_are_what_one_by_one_would_be(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA)
    grantees = [grantee_of(cast), Grantee(person_id=cast.wil.pk)]
    for _again in range(2):
        services.give_many(
            actor=cast.joost,
            yeses=[yes_to(grantee, cast) for grantee in grantees],
            categories=[DataCategory.AGENDA, DataCategory.PEOPLE],
            at=NOON + HOUR,
        )
    opened = reads.open_consents(cast.joost.pk, NOON + 2 * HOUR).by_grantee
    wanted = {DataCategory.AGENDA, DataCategory.PEOPLE}
    assert all(set(opened[grantee]) == wanted for grantee in grantees)
    first = Consent.objects.get(grantee_person=cast.els, category=DataCategory.AGENDA)
    assert first.valid_from == NOON, "what was open stays"
    new = Consent.objects.get(grantee_person=cast.wil, category=DataCategory.PEOPLE)
    assert (new.text_version, new.recorded_by) == (current_version(), cast.joost)


def test_the_conditions_on_rows_agree_with_is_open(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA)
    services.give_consent(
        actor=cast.joost,
        yes=yes_to(Grantee(organisation_id=cast.helpdesk.pk), cast),
        categories=[DataCategory.QUESTIONS],
        at=NOON,
    )
    rows = Consent.objects.filter(subject=cast.joost)
    for category in DataCategory:
        by_person = reads.allows_person(
            subject="subject_id", person_id=cast.els.pk, category=category, at=NOON + HOUR
        )
        assert rows.filter(by_person).exists() == is_open(cast, category), category
        by_organisation = reads.allows_organisation(
            subject="subject_id",
            organisation="grantee_organisation_id",
            category=category,
            at=NOON + HOUR,
        )
        asked = category is DataCategory.QUESTIONS
        assert rows.filter(by_organisation).exists() == asked, category


def test_the_database_refuses_a_second_open_yes_and_an_end_before_the_start(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA)
    row = Consent.objects.get(grantee_person=cast.els)
    for wrong in ({"pk": None}, {"pk": None, "valid_until": NOON - HOUR}):
        for name, value in wrong.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_each_category_is_asked_in_both_languages_in_words_of_its_own() -> None:
    for language in ("nl", "en"):
        texts = [text_for(category, language) for category in DataCategory]
        assert len({text.asked for text in texts}) == len(DataCategory)
        assert all(text.asked.endswith("?") and text.consequence for text in texts)
    assert text_for(DataCategory.HEALTH, "nl").asked.startswith("Mag deze persoon")
    assert text_for(DataCategory.HEALTH, "en").asked.startswith("May this person")
    assert text_for(DataCategory.HEALTH, "fr") == text_for(DataCategory.HEALTH, "nl")


def test_a_consent_in_a_log_line_names_nobody(cast: Cast) -> None:
    give(cast, DataCategory.AGENDA)
    row = Consent.objects.get(grantee_person=cast.els)
    assert str(row) == f"consent {row.pk}: agenda"
