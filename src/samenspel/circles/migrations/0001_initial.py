import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgreementSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "for_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Circle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "regisseur",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CircleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "first_contact",
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
                        to="circles.circle",
                    ),
                ),
                (
                    "regisseur",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CircleNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("body", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="circles.circle",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("care_receiver", "the person in the middle"),
                            ("carer", "carer"),
                            ("neighbour", "friend or neighbour"),
                            ("volunteer", "volunteer"),
                            ("professional", "professional"),
                        ],
                        max_length=20,
                    ),
                ),
                ("relation", models.CharField(blank=True, max_length=60)),
                (
                    "contact",
                    models.CharField(
                        choices=[
                            ("daily", "most days"),
                            ("weekly", "every week"),
                            ("monthly", "every month"),
                            ("rarely", "now and then"),
                        ],
                        default="weekly",
                        max_length=10,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("said_yes_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "circle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="circles.circle",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("care_receiver", "the person in the middle"),
                            ("carer", "carer"),
                            ("neighbour", "friend or neighbour"),
                            ("volunteer", "volunteer"),
                            ("professional", "professional"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        choices=[
                            ("daily", "most days"),
                            ("weekly", "every week"),
                            ("monthly", "every month"),
                            ("rarely", "now and then"),
                        ],
                        default="weekly",
                        max_length=10,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                ("said_yes_at", models.DateTimeField(blank=True, null=True)),
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "circle",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circles.circle",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
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
                        to="circles.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleAgreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("does", models.TextField()),
                ("does_not", models.TextField(blank=True)),
                ("own_view", models.TextField(blank=True)),
                ("if_difficult", models.TextField(blank=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("trial_until", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="circles.membership",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgreementSignatureEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("signed_at", models.DateTimeField()),
                (
                    "for_person",
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
                        to="circles.agreementsignature",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circles.roleagreement",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="agreementsignature",
            name="agreement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="signatures",
                to="circles.roleagreement",
            ),
        ),
        migrations.CreateModel(
            name="AgreementMoment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "MONDAY"),
                            (1, "TUESDAY"),
                            (2, "WEDNESDAY"),
                            (3, "THURSDAY"),
                            (4, "FRIDAY"),
                            (5, "SATURDAY"),
                            (6, "SUNDAY"),
                        ]
                    ),
                ),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField(blank=True, null=True)),
                (
                    "agreement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moments",
                        to="circles.roleagreement",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RoleAgreementEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("trial_until", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="circles.membership",
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
                        to="circles.roleagreement",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
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
        migrations.AddConstraint(
            model_name="circle",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("subject",),
                name="circle_one_open_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="circle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_at__isnull", True),
                    ("closed_at__gte", models.F("opened_at")),
                    _connector="OR",
                ),
                name="circle_dates_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circle",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_circleevent" ("closed_at", "first_contact_id", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regisseur_id", "subject_id") VALUES (NEW."closed_at", NEW."first_contact_id", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."regisseur_id", NEW."subject_id"); RETURN NULL;',
                    hash="edbc0234296a3332586b7e0ac4e42decbaa83cf8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_03152",
                    table="circles_circle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circle",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "circles_circleevent" ("closed_at", "first_contact_id", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regisseur_id", "subject_id") VALUES (NEW."closed_at", NEW."first_contact_id", NEW."id", NEW."opened_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."regisseur_id", NEW."subject_id"); RETURN NULL;',
                    hash="4fa50a24267b4118d5018d651797f74fe661b610",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_85e53",
                    table="circles_circle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circle",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_circleevent" ("closed_at", "first_contact_id", "id", "opened_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "regisseur_id", "subject_id") VALUES (OLD."closed_at", OLD."first_contact_id", OLD."id", OLD."opened_at", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."regisseur_id", OLD."subject_id"); RETURN NULL;',
                    hash="059b4b69e7c4971bdc4c3ae91d63e83fba46049b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3f941",
                    table="circles_circle",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="circleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d0fbd25073b4ab0670bbdff22aceddc0005e8001",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e6a31",
                    table="circles_circleevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="circlenote",
            constraint=models.UniqueConstraint(
                fields=("circle", "category"), name="note_one_per_category"
            ),
        ),
        migrations.AddConstraint(
            model_name="circlenote",
            constraint=models.CheckConstraint(
                condition=models.Q(("category__in", ["daily_life", "health", "money"])),
                name="note_in_a_category_of_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at__isnull", True)),
                fields=("circle", "person"),
                name="membership_one_seat_per_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at__isnull", True),
                    ("left_at__gte", models.F("invited_at")),
                    _connector="OR",
                ),
                name="membership_dates_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_membershipevent" ("circle_id", "contact", "id", "invited_at", "invited_by_id", "left_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "said_yes_at") VALUES (NEW."circle_id", NEW."contact", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."left_at", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role", NEW."said_yes_at"); RETURN NULL;',
                    hash="c29c66344948c3a2f8ce3439fdbb2edd7ea72831",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_80e5e",
                    table="circles_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."circle_id" IS DISTINCT FROM (NEW."circle_id") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."left_at" IS DISTINCT FROM (NEW."left_at") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."said_yes_at" IS DISTINCT FROM (NEW."said_yes_at"))',
                    func='INSERT INTO "circles_membershipevent" ("circle_id", "contact", "id", "invited_at", "invited_by_id", "left_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "said_yes_at") VALUES (NEW."circle_id", NEW."contact", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."left_at", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."said_yes_at"); RETURN NULL;',
                    hash="6f26c041ed266c4e6897218a5b57829c964820ed",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bc1b4",
                    table="circles_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_membershipevent" ("circle_id", "contact", "id", "invited_at", "invited_by_id", "left_at", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "said_yes_at") VALUES (OLD."circle_id", OLD."contact", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."left_at", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role", OLD."said_yes_at"); RETURN NULL;',
                    hash="e7d76724a5b96932349dd739e4d75897bb2d5ed8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c8a0a",
                    table="circles_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="80275903e9d09da494863aee2c8481ec08b0095e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1cfbb",
                    table="circles_membershipevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="roleagreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("membership",),
                name="agreement_one_per_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="roleagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("does", ""), _negated=True), name="agreement_says_what"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_roleagreementevent" ("agreed_at", "ended_at", "id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_on", "starts_on", "trial_until") VALUES (NEW."agreed_at", NEW."ended_at", NEW."id", NEW."membership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."review_on", NEW."starts_on", NEW."trial_until"); RETURN NULL;',
                    hash="10f16adcb0235179f082a9458365aaf8da714c8d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_7f97e",
                    table="circles_roleagreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."agreed_at" IS DISTINCT FROM (NEW."agreed_at") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."membership_id" IS DISTINCT FROM (NEW."membership_id") OR OLD."proposed_at" IS DISTINCT FROM (NEW."proposed_at") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id") OR OLD."review_on" IS DISTINCT FROM (NEW."review_on") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."trial_until" IS DISTINCT FROM (NEW."trial_until"))',
                    func='INSERT INTO "circles_roleagreementevent" ("agreed_at", "ended_at", "id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_on", "starts_on", "trial_until") VALUES (NEW."agreed_at", NEW."ended_at", NEW."id", NEW."membership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."review_on", NEW."starts_on", NEW."trial_until"); RETURN NULL;',
                    hash="894176d7e5bddc463dc38c5e8d26d0c664ccc948",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_14637",
                    table="circles_roleagreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleagreement",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_roleagreementevent" ("agreed_at", "ended_at", "id", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "review_on", "starts_on", "trial_until") VALUES (OLD."agreed_at", OLD."ended_at", OLD."id", OLD."membership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."proposed_at", OLD."proposed_by_id", OLD."review_on", OLD."starts_on", OLD."trial_until"); RETURN NULL;',
                    hash="5b035547614c11b811f8405cb8392dba37c3f89c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d0e2a",
                    table="circles_roleagreement",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignatureevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ce6f4c384d79458e774cbc95843615a6234a37b9",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4b5c5",
                    table="circles_agreementsignatureevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementsignature",
            constraint=models.UniqueConstraint(
                fields=("agreement", "for_person"), name="signature_once_per_person"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_agreementsignatureevent" ("agreement_id", "for_person_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id") VALUES (NEW."agreement_id", NEW."for_person_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."signed_at", NEW."signed_by_id"); RETURN NULL;',
                    hash="02ce34b44caf2daa3994f157b15861ac1fd40d6d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d1597",
                    table="circles_agreementsignature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "circles_agreementsignatureevent" ("agreement_id", "for_person_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id") VALUES (NEW."agreement_id", NEW."for_person_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."signed_at", NEW."signed_by_id"); RETURN NULL;',
                    hash="9bd59464a3f84bf5ca14fcb5e1ee904c95cbb8b4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2b251",
                    table="circles_agreementsignature",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agreementsignature",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "circles_agreementsignatureevent" ("agreement_id", "for_person_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "signed_at", "signed_by_id") VALUES (OLD."agreement_id", OLD."for_person_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."signed_at", OLD."signed_by_id"); RETURN NULL;',
                    hash="664961863340027fcf2859e9eeded8f153178781",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_7e4fa",
                    table="circles_agreementsignature",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementmoment",
            constraint=models.UniqueConstraint(
                fields=("agreement", "weekday", "starts_at"), name="moment_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementmoment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True),
                    ("ends_at__gt", models.F("starts_at")),
                    _connector="OR",
                ),
                name="moment_times_in_order",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="roleagreementevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ee27754142277dd88be9b33140f1085a2748c2fd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_cd578",
                    table="circles_roleagreementevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
