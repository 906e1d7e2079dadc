import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("needs", "0001_initial"),
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("volunteering", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField()),
                ("is_best", models.BooleanField(default=False)),
                ("quality", models.PositiveSmallIntegerField()),
                ("fit", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("introduced", "put to both"),
                            ("accepted", "both said yes"),
                            ("ended", "ended"),
                            ("declined", "somebody said no"),
                            ("unsuitable", "does not fit, says the coordinator"),
                            ("superseded", "replaced by a newer round"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("unsuitable_because", models.TextField(blank=True)),
                ("introduced_at", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                (
                    "helper_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, I would like to meet"),
                            ("not_now", "not now"),
                            ("never", "never ask me for this"),
                        ],
                        max_length=10,
                    ),
                ),
                ("helper_answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "receiver_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, I would like to meet"),
                            ("no", "someone else, please"),
                        ],
                        max_length=10,
                    ),
                ),
                ("receiver_answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "receiver_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "said by the person"),
                            ("legal", "decided by a legal representative"),
                            ("own_word", "the person's own word, passed on by someone else"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "shared_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        default=list,
                        size=None,
                    ),
                ),
                ("last_contact_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="volunteering.offer",
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
                (
                    "receiver_answered_by",
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
            name="QuestionHold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateField()),
                ("held_at", models.DateTimeField()),
                (
                    "held_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="needs.helpquestion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="QuestionHoldEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("until", models.DateField()),
                ("held_at", models.DateTimeField()),
                (
                    "held_by",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="matching.questionhold",
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
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to start"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("seed", models.PositiveIntegerField(default=0)),
                ("engine_version", models.CharField(blank=True, max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("run_at", models.DateTimeField(blank=True, null=True)),
                ("questions", models.PositiveIntegerField(default=0)),
                ("helpers", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("pairs", models.PositiveBigIntegerField(default=0)),
                ("served", models.PositiveIntegerField(default=0)),
                ("quality", models.PositiveBigIntegerField(default=0)),
                ("bound", models.PositiveBigIntegerField(default=0)),
                ("gap", models.PositiveBigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("scarcities", models.JSONField(default=list)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "run_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("rank", models.PositiveSmallIntegerField()),
                ("is_best", models.BooleanField(default=False)),
                ("quality", models.PositiveSmallIntegerField()),
                ("fit", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("introduced", "put to both"),
                            ("accepted", "both said yes"),
                            ("ended", "ended"),
                            ("declined", "somebody said no"),
                            ("unsuitable", "does not fit, says the coordinator"),
                            ("superseded", "replaced by a newer round"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("introduced_at", models.DateTimeField(blank=True, null=True)),
                ("answer_by", models.DateTimeField(blank=True, null=True)),
                (
                    "helper_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, I would like to meet"),
                            ("not_now", "not now"),
                            ("never", "never ask me for this"),
                        ],
                        max_length=10,
                    ),
                ),
                ("helper_answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "receiver_answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "yes, I would like to meet"),
                            ("no", "someone else, please"),
                        ],
                        max_length=10,
                    ),
                ),
                ("receiver_answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "receiver_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "said by the person"),
                            ("legal", "decided by a legal representative"),
                            ("own_word", "the person's own word, passed on by someone else"),
                            ("own_list", "was in the organisation's own list already"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "shared_categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
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
                        default=list,
                        size=None,
                    ),
                ),
                ("last_contact_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "decided_by",
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
                    "offer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="volunteering.offer",
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
                (
                    "receiver_answered_by",
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
                    "round",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="matching.round",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="proposal",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="proposals",
                to="matching.round",
            ),
        ),
        migrations.CreateModel(
            name="RoundEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting to start"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("progress", models.PositiveSmallIntegerField(default=0)),
                ("seed", models.PositiveIntegerField(default=0)),
                ("engine_version", models.CharField(blank=True, max_length=20)),
                ("asked_at", models.DateTimeField()),
                ("run_at", models.DateTimeField(blank=True, null=True)),
                ("questions", models.PositiveIntegerField(default=0)),
                ("helpers", models.PositiveIntegerField(default=0)),
                ("skipped", models.PositiveIntegerField(default=0)),
                ("pairs", models.PositiveBigIntegerField(default=0)),
                ("served", models.PositiveIntegerField(default=0)),
                ("quality", models.PositiveBigIntegerField(default=0)),
                ("bound", models.PositiveBigIntegerField(default=0)),
                ("gap", models.PositiveBigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
                ("scarcities", models.JSONField(default=list)),
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
                        to="matching.round",
                    ),
                ),
                (
                    "run_by",
                    models.ForeignKey(
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
        migrations.CreateModel(
            name="UnservedQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20)),
                ("suitable", models.PositiveIntegerField(default=0)),
                ("steps", models.JSONField(default=list)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="needs.helpquestion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unserved",
                        to="matching.round",
                    ),
                ),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionhold",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_questionholdevent" ("held_at", "held_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "until") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."question_id", NEW."until"); RETURN NULL;',
                    hash="91738611d0b3e8304eb9c4ad658ebb21c203a253",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_30867",
                    table="matching_questionhold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionhold",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_questionholdevent" ("held_at", "held_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "until") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."question_id", NEW."until"); RETURN NULL;',
                    hash="6b811d0a40f7c8f5cc8ee7dc96681b9b5e36715f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_51d9d",
                    table="matching_questionhold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionhold",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_questionholdevent" ("held_at", "held_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "question_id", "until") VALUES (OLD."held_at", OLD."held_by_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."question_id", OLD."until"); RETURN NULL;',
                    hash="e5ae7e90a73a87c429e6d72431832a707c278bb3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3fb3a",
                    table="matching_questionhold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="questionholdevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d189e0433309fb7d55003bfa04b6601d1e544c23",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ba136",
                    table="matching_questionholdevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="round",
            index=models.Index(
                fields=["organisation", "-asked_at"], name="matching_ro_organis_0668b3_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("served__lte", models.F("questions"))),
                name="round_serves_what_is_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["queued", "running"])),
                fields=("organisation",),
                name="round_one_at_a_time",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_roundevent" ("asked_at", "bound", "content_hash", "engine_version", "gap", "helpers", "id", "organisation_id", "pairs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "quality", "questions", "run_at", "run_by_id", "scarcities", "seconds", "seed", "served", "skipped", "state") VALUES (NEW."asked_at", NEW."bound", NEW."content_hash", NEW."engine_version", NEW."gap", NEW."helpers", NEW."id", NEW."organisation_id", NEW."pairs", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."progress", NEW."quality", NEW."questions", NEW."run_at", NEW."run_by_id", NEW."scarcities", NEW."seconds", NEW."seed", NEW."served", NEW."skipped", NEW."state"); RETURN NULL;',
                    hash="6db5837337899b5da2777487f292e8b9dddcaa70",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9f33e",
                    table="matching_round",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "matching_roundevent" ("asked_at", "bound", "content_hash", "engine_version", "gap", "helpers", "id", "organisation_id", "pairs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "quality", "questions", "run_at", "run_by_id", "scarcities", "seconds", "seed", "served", "skipped", "state") VALUES (NEW."asked_at", NEW."bound", NEW."content_hash", NEW."engine_version", NEW."gap", NEW."helpers", NEW."id", NEW."organisation_id", NEW."pairs", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."progress", NEW."quality", NEW."questions", NEW."run_at", NEW."run_by_id", NEW."scarcities", NEW."seconds", NEW."seed", NEW."served", NEW."skipped", NEW."state"); RETURN NULL;',
                    hash="ad3c7a8fa4996a2faa30da65b9a7c15d84e0d8a5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b2e9f",
                    table="matching_round",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="round",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_roundevent" ("asked_at", "bound", "content_hash", "engine_version", "gap", "helpers", "id", "organisation_id", "pairs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "progress", "quality", "questions", "run_at", "run_by_id", "scarcities", "seconds", "seed", "served", "skipped", "state") VALUES (OLD."asked_at", OLD."bound", OLD."content_hash", OLD."engine_version", OLD."gap", OLD."helpers", OLD."id", OLD."organisation_id", OLD."pairs", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."progress", OLD."quality", OLD."questions", OLD."run_at", OLD."run_by_id", OLD."scarcities", OLD."seconds", OLD."seed", OLD."served", OLD."skipped", OLD."state"); RETURN NULL;',
                    hash="3dc333879dc5069766ca972c504862b3d8e7e442",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7e7ea",
                    table="matching_round",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8d5d030634c611046b5377715f3fb60964eeed7d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1da00",
                    table="matching_proposalevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["question", "state"], name="matching_pr_questio_b2dfec_idx"
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                fields=["helper", "state"], name="matching_pr_helper__502a6e_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                fields=("round", "question", "offer"), name="proposal_once_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("introduced", "accepted"))),
                fields=("question",),
                name="proposal_one_active_per_question",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("accepted", "ended")), _negated=True),
                    models.Q(("helper_answer", "yes"), ("receiver_answer", "yes")),
                    _connector="OR",
                ),
                name="proposal_accepted_after_two_yeses",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                    models.Q(
                        models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="proposal_ended_at_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(("quality__range", (1, 1000))),
                name="proposal_quality_in_range",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer_by" IS DISTINCT FROM (NEW."answer_by") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."fit" IS DISTINCT FROM (NEW."fit") OR OLD."helper_id" IS DISTINCT FROM (NEW."helper_id") OR OLD."helper_answer" IS DISTINCT FROM (NEW."helper_answer") OR OLD."helper_answered_at" IS DISTINCT FROM (NEW."helper_answered_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."introduced_at" IS DISTINCT FROM (NEW."introduced_at") OR OLD."is_best" IS DISTINCT FROM (NEW."is_best") OR OLD."last_contact_at" IS DISTINCT FROM (NEW."last_contact_at") OR OLD."offer_id" IS DISTINCT FROM (NEW."offer_id") OR OLD."quality" IS DISTINCT FROM (NEW."quality") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."rank" IS DISTINCT FROM (NEW."rank") OR OLD."receiver_answer" IS DISTINCT FROM (NEW."receiver_answer") OR OLD."receiver_answered_at" IS DISTINCT FROM (NEW."receiver_answered_at") OR OLD."receiver_answered_by_id" IS DISTINCT FROM (NEW."receiver_answered_by_id") OR OLD."receiver_ground" IS DISTINCT FROM (NEW."receiver_ground") OR OLD."round_id" IS DISTINCT FROM (NEW."round_id") OR OLD."shared_categories" IS DISTINCT FROM (NEW."shared_categories") OR OLD."state" IS DISTINCT FROM (NEW."state"))',
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "decided_by_id", "ended_at", "fit", "helper_answer", "helper_answered_at", "helper_id", "id", "introduced_at", "is_best", "last_contact_at", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "question_id", "rank", "receiver_answer", "receiver_answered_at", "receiver_answered_by_id", "receiver_ground", "round_id", "shared_categories", "state") VALUES (NEW."answer_by", NEW."decided_by_id", NEW."ended_at", NEW."fit", NEW."helper_answer", NEW."helper_answered_at", NEW."helper_id", NEW."id", NEW."introduced_at", NEW."is_best", NEW."last_contact_at", NEW."offer_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quality", NEW."question_id", NEW."rank", NEW."receiver_answer", NEW."receiver_answered_at", NEW."receiver_answered_by_id", NEW."receiver_ground", NEW."round_id", NEW."shared_categories", NEW."state"); RETURN NULL;',
                    hash="c8976b8d35fc70165a29d6692112fe753ef6d7fd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a876d",
                    table="matching_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "matching_proposalevent" ("answer_by", "decided_by_id", "ended_at", "fit", "helper_answer", "helper_answered_at", "helper_id", "id", "introduced_at", "is_best", "last_contact_at", "offer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quality", "question_id", "rank", "receiver_answer", "receiver_answered_at", "receiver_answered_by_id", "receiver_ground", "round_id", "shared_categories", "state") VALUES (OLD."answer_by", OLD."decided_by_id", OLD."ended_at", OLD."fit", OLD."helper_answer", OLD."helper_answered_at", OLD."helper_id", OLD."id", OLD."introduced_at", OLD."is_best", OLD."last_contact_at", OLD."offer_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quality", OLD."question_id", OLD."rank", OLD."receiver_answer", OLD."receiver_answered_at", OLD."receiver_answered_by_id", OLD."receiver_ground", OLD."round_id", OLD."shared_categories", OLD."state"); RETURN NULL;',
                    hash="e1109f87b98990f2509aab986efe878a1f51cfa3",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_f8b51",
                    table="matching_proposal",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roundevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e90920514e7f17ec4316d0cbe67a77fd966fb1f0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7c76d",
                    table="matching_roundevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="unservedquestion",
            constraint=models.UniqueConstraint(
                fields=("round", "question"), name="unserved_once"
            ),
        ),
    ]
