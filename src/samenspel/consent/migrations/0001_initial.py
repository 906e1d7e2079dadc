import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("people", "who is in the circle"),
                            ("contact", "address and phone number"),
                            ("agenda", "agenda"),
                            ("questions", "help questions"),
                            ("daily_life", "how the day goes"),
                            ("health", "health"),
                            ("money", "money matters"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("find_help", "to find help"),
                            ("circle", "to take part in the circle"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text_version", models.CharField(max_length=20)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("self", "said by the person"),
                            ("legal", "decided by a legal representative"),
                            ("own_word", "the person's own word, passed on by someone else"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "grantee_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "grantee_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConsentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("people", "who is in the circle"),
                            ("contact", "address and phone number"),
                            ("agenda", "agenda"),
                            ("questions", "help questions"),
                            ("daily_life", "how the day goes"),
                            ("health", "health"),
                            ("money", "money matters"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("find_help", "to find help"),
                            ("circle", "to take part in the circle"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=20,
                    ),
                ),
                ("text_version", models.CharField(max_length=20)),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("self", "said by the person"),
                            ("legal", "decided by a legal representative"),
                            ("own_word", "the person's own word, passed on by someone else"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "grantee_organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "grantee_person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="consent.consent",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="consent",
            index=models.Index(
                fields=["subject", "category"], name="consent_con_subject_0a3918_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grantee_person__isnull", True),
                    ("grantee_organisation__isnull", True),
                    _connector="XOR",
                ),
                name="consent_one_grantee",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_by", models.F("subject")), ("ground", "self")),
                    models.Q(
                        models.Q(("ground", "self"), _negated=True),
                        models.Q(("given_by", models.F("subject")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="consent_ground_says_whose_word",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until__isnull", True),
                    ("valid_until__gt", models.F("valid_from")),
                    _connector="OR",
                ),
                name="consent_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at__isnull", True),
                    ("withdrawn_at__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="consent_withdrawn_after_given",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("grantee_person__isnull", False), ("withdrawn_at__isnull", True)
                ),
                fields=("subject", "grantee_person", "category"),
                name="consent_once_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("grantee_organisation__isnull", False), ("withdrawn_at__isnull", True)
                ),
                fields=("subject", "grantee_organisation", "category"),
                name="consent_once_per_organisation",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "consent_consentevent" ("category", "given_by_id", "grantee_organisation_id", "grantee_person_id", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "subject_id", "text_version", "valid_from", "valid_until", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."category", NEW."given_by_id", NEW."grantee_organisation_id", NEW."grantee_person_id", NEW."ground", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."subject_id", NEW."text_version", NEW."valid_from", NEW."valid_until", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="dbb49a8b10e56f22f4c105cceddecb56f40d12db",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_6007e",
                    table="consent_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "consent_consentevent" ("category", "given_by_id", "grantee_organisation_id", "grantee_person_id", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "subject_id", "text_version", "valid_from", "valid_until", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."category", NEW."given_by_id", NEW."grantee_organisation_id", NEW."grantee_person_id", NEW."ground", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."recorded_at", NEW."recorded_by_id", NEW."subject_id", NEW."text_version", NEW."valid_from", NEW."valid_until", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                    hash="6f14ecb667c6ab3e36816b78a07a29aa7ea51daa",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3b14c",
                    table="consent_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "consent_consentevent" ("category", "given_by_id", "grantee_organisation_id", "grantee_person_id", "ground", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recorded_at", "recorded_by_id", "subject_id", "text_version", "valid_from", "valid_until", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."category", OLD."given_by_id", OLD."grantee_organisation_id", OLD."grantee_person_id", OLD."ground", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."recorded_at", OLD."recorded_by_id", OLD."subject_id", OLD."text_version", OLD."valid_from", OLD."valid_until", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                    hash="32a8f0271d3c52d1c006281d4f179b3d90aff392",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_124d9",
                    table="consent_consent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="consentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1c346e473e56f77096d8f27987b3d87f084bf816",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3dd0f",
                    table="consent_consentevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
