import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("matching", "0001_initial"),
        ("needs", "0001_initial"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="matching.proposal",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trial", "both said yes, on trial"),
                            ("lasting", "going well"),
                            ("ended", "ended"),
                        ],
                        default="trial",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("first_meeting_on", models.DateField(blank=True, null=True)),
                ("last_contact_at", models.DateTimeField()),
                ("lasting_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="needs.helpquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlacementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trial", "both said yes, on trial"),
                            ("lasting", "going well"),
                            ("ended", "ended"),
                        ],
                        default="trial",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("first_meeting_on", models.DateField(blank=True, null=True)),
                ("last_contact_at", models.DateTimeField()),
                ("lasting_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "helper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="organisations.organisation",
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
                        to="placements.placement",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        serialize=False,
                        to="matching.proposal",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="needs.helpquestion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                fields=["organisation", "state", "last_contact_at"],
                name="placements__organis_7d4e8d_idx",
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(
                fields=["helper", "state"], name="placements__helper__ec23c8_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("trial", "lasting"))),
                fields=("question",),
                name="placement_one_running_per_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                    models.Q(
                        models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="placement_ended_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "lasting"), _negated=True),
                    ("lasting_at__isnull", False),
                    _connector="OR",
                ),
                name="placement_lasting_since_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_contact_at__gte", models.F("started_at")),
                    models.Q(
                        ("lasting_at__isnull", True),
                        ("lasting_at__gte", models.F("started_at")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("ended_at__gte", models.F("started_at")),
                        _connector="OR",
                    ),
                ),
                name="placement_dates_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementevent" ("ended_at", "first_meeting_on", "helper_id", "last_contact_at", "lasting_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question_id", "started_at", "state") VALUES (NEW."ended_at", NEW."first_meeting_on", NEW."helper_id", NEW."last_contact_at", NEW."lasting_at", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."proposal_id", NEW."proposal_id", NEW."question_id", NEW."started_at", NEW."state"); RETURN NULL;',
                    hash="45f74694ab99c26f18fadbc6aef9d7e303cfecc8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1caba",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "placements_placementevent" ("ended_at", "first_meeting_on", "helper_id", "last_contact_at", "lasting_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question_id", "started_at", "state") VALUES (NEW."ended_at", NEW."first_meeting_on", NEW."helper_id", NEW."last_contact_at", NEW."lasting_at", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."proposal_id", NEW."proposal_id", NEW."question_id", NEW."started_at", NEW."state"); RETURN NULL;',
                    hash="05309b8071a58b3634d3ae652f7fb9c643e0e6c3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3ab36",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "placements_placementevent" ("ended_at", "first_meeting_on", "helper_id", "last_contact_at", "lasting_at", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "question_id", "started_at", "state") VALUES (OLD."ended_at", OLD."first_meeting_on", OLD."helper_id", OLD."last_contact_at", OLD."lasting_at", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."proposal_id", OLD."proposal_id", OLD."question_id", OLD."started_at", OLD."state"); RETURN NULL;',
                    hash="c8256a2e92f226a7bbfd9d86af548dee4b81bc17",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_95ec9",
                    table="placements_placement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="807f76ac6201e19f1a8491f49288d861fa867f3f",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_715c2",
                    table="placements_placementevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
