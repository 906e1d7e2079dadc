import django.contrib.postgres.fields
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
            name="HelpQuestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("relation", models.CharField(blank=True, max_length=60)),
                ("own_words", models.TextField(blank=True)),
                ("public_note", models.TextField(blank=True)),
                (
                    "task_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("company", "Company"),
                                ("reading_aloud", "Reading aloud"),
                                ("outdoors", "Going out together"),
                                ("groceries", "Groceries"),
                                ("transport", "Transport"),
                                ("home_garden", "House and garden"),
                                ("paperwork", "Paperwork"),
                                ("respite", "Someone else for a while"),
                                ("language", "Practising the language"),
                                ("digital", "Phone and computer"),
                                ("pets", "Pets"),
                                ("night_watch", "Staying the night"),
                                ("bodily_care", "Washing and dressing"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("windows", models.PositiveIntegerField()),
                ("needed_overlap", models.PositiveSmallIntegerField(default=1)),
                ("hours_per_week", models.DecimalField(decimal_places=1, max_digits=4)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("once", "once"),
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every month"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nl", "Dutch"),
                                ("en", "English"),
                                ("tr", "Turkish"),
                                ("ar", "Arabic"),
                                ("ber", "Berber"),
                                ("pl", "Polish"),
                                ("uk", "Ukrainian"),
                                ("fr", "French"),
                                ("de", "German"),
                                ("es", "Spanish"),
                                ("pap", "Papiamento"),
                                ("nsl", "Dutch Sign Language"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("walking", "walking"),
                                ("music", "music"),
                                ("singing", "singing"),
                                ("cards", "playing cards"),
                                ("reading", "reading"),
                                ("football", "football"),
                                ("cooking", "cooking"),
                                ("gardening", "gardening"),
                                ("faith", "faith"),
                                ("history", "history"),
                                ("crafts", "crafts"),
                                ("tv", "television"),
                                ("nature", "nature"),
                                ("cycling", "cycling"),
                                ("animals", "animals"),
                                ("photography", "photography"),
                                ("technology", "technology"),
                                ("dancing", "dancing"),
                                ("puzzles", "puzzles"),
                                ("travel", "travelling"),
                                ("coffee", "a cup of coffee"),
                                ("painting", "painting"),
                                ("chess", "chess"),
                                ("swimming", "swimming"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "boundaries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("pets", "Pets in the house"),
                                ("smoker", "Smoking in the house"),
                                ("stairs", "Stairs, no lift"),
                                ("wheelchair", "Wheelchair"),
                                ("bodily_care", "Help with washing or dressing"),
                                ("psychiatric", "Mental health problems"),
                                ("dementia", "Memory problems"),
                                ("hearing", "Hard of hearing"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "gender_wish",
                    models.CharField(
                        choices=[
                            ("none", "No preference"),
                            ("woman", "Preferably a woman"),
                            ("man", "Preferably a man"),
                            ("woman_only", "Only a woman"),
                            ("man_only", "Only a man"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("accepts_bodily_care", models.BooleanField(default=False)),
                ("urgency", models.PositiveSmallIntegerField(default=2)),
                (
                    "who_may_know",
                    models.CharField(
                        choices=[
                            ("coordinator", "Only the coordinator"),
                            ("circle", "The coordinator and the circle"),
                            ("neighbourhood", "Volunteers in the neighbourhood too"),
                        ],
                        max_length=15,
                    ),
                ),
                ("subject_agreed_at", models.DateTimeField(blank=True, null=True)),
                ("neighbourhood_from", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("matched", "someone was found"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("respond_by", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("external_id", models.CharField(blank=True, max_length=80)),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.postcodearea",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "taken_by",
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
            name="AskDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("answers", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="needs.helpquestion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HelpQuestionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "task_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("company", "Company"),
                                ("reading_aloud", "Reading aloud"),
                                ("outdoors", "Going out together"),
                                ("groceries", "Groceries"),
                                ("transport", "Transport"),
                                ("home_garden", "House and garden"),
                                ("paperwork", "Paperwork"),
                                ("respite", "Someone else for a while"),
                                ("language", "Practising the language"),
                                ("digital", "Phone and computer"),
                                ("pets", "Pets"),
                                ("night_watch", "Staying the night"),
                                ("bodily_care", "Washing and dressing"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("windows", models.PositiveIntegerField()),
                ("needed_overlap", models.PositiveSmallIntegerField(default=1)),
                ("hours_per_week", models.DecimalField(decimal_places=1, max_digits=4)),
                (
                    "frequency",
                    models.CharField(
                        choices=[
                            ("once", "once"),
                            ("weekly", "every week"),
                            ("fortnightly", "every two weeks"),
                            ("monthly", "every month"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("nl", "Dutch"),
                                ("en", "English"),
                                ("tr", "Turkish"),
                                ("ar", "Arabic"),
                                ("ber", "Berber"),
                                ("pl", "Polish"),
                                ("uk", "Ukrainian"),
                                ("fr", "French"),
                                ("de", "German"),
                                ("es", "Spanish"),
                                ("pap", "Papiamento"),
                                ("nsl", "Dutch Sign Language"),
                            ],
                            max_length=5,
                        ),
                        size=None,
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("walking", "walking"),
                                ("music", "music"),
                                ("singing", "singing"),
                                ("cards", "playing cards"),
                                ("reading", "reading"),
                                ("football", "football"),
                                ("cooking", "cooking"),
                                ("gardening", "gardening"),
                                ("faith", "faith"),
                                ("history", "history"),
                                ("crafts", "crafts"),
                                ("tv", "television"),
                                ("nature", "nature"),
                                ("cycling", "cycling"),
                                ("animals", "animals"),
                                ("photography", "photography"),
                                ("technology", "technology"),
                                ("dancing", "dancing"),
                                ("puzzles", "puzzles"),
                                ("travel", "travelling"),
                                ("coffee", "a cup of coffee"),
                                ("painting", "painting"),
                                ("chess", "chess"),
                                ("swimming", "swimming"),
                            ],
                            max_length=20,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "gender_wish",
                    models.CharField(
                        choices=[
                            ("none", "No preference"),
                            ("woman", "Preferably a woman"),
                            ("man", "Preferably a man"),
                            ("woman_only", "Only a woman"),
                            ("man_only", "Only a man"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("accepts_bodily_care", models.BooleanField(default=False)),
                ("urgency", models.PositiveSmallIntegerField(default=2)),
                (
                    "who_may_know",
                    models.CharField(
                        choices=[
                            ("coordinator", "Only the coordinator"),
                            ("circle", "The coordinator and the circle"),
                            ("neighbourhood", "Volunteers in the neighbourhood too"),
                        ],
                        max_length=15,
                    ),
                ),
                ("subject_agreed_at", models.DateTimeField(blank=True, null=True)),
                ("neighbourhood_from", models.DateTimeField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("matched", "someone was found"),
                            ("withdrawn", "withdrawn"),
                            ("closed", "closed"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("respond_by", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "area",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="people.postcodearea",
                    ),
                ),
                (
                    "asked_by",
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
                        to="needs.helpquestion",
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
                    "taken_by",
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
            model_name="helpquestion",
            index=models.Index(
                fields=["organisation", "state", "asked_at"],
                name="needs_helpq_organis_038904_idx",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("urgency__range", (1, 5))),
                name="question_urgency_one_to_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("windows__lte", 268435455)),
                name="question_windows_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_per_week__gt", 0), ("hours_per_week__lte", 168)),
                name="question_hours_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("closed_at__gte", models.F("asked_at")),
                    ),
                    _connector="OR",
                ),
                name="question_closed_when_not_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("who_may_know", "neighbourhood"), _negated=True),
                    models.Q(
                        ("subject_agreed_at__isnull", False),
                        ("neighbourhood_from__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="question_shared_after_own_yes",
            ),
        ),
        migrations.AddConstraint(
            model_name="helpquestion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("organisation", "external_id"),
                name="question_external_id_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helpquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "needs_helpquestionevent" ("accepts_bodily_care", "area_id", "asked_at", "asked_by_id", "closed_at", "frequency", "gender_wish", "hours_per_week", "id", "interests", "languages", "needed_overlap", "neighbourhood_from", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "respond_by", "state", "subject_agreed_at", "subject_id", "taken_by_id", "task_types", "urgency", "who_may_know", "windows") VALUES (NEW."accepts_bodily_care", NEW."area_id", NEW."asked_at", NEW."asked_by_id", NEW."closed_at", NEW."frequency", NEW."gender_wish", NEW."hours_per_week", NEW."id", NEW."interests", NEW."languages", NEW."needed_overlap", NEW."neighbourhood_from", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_by_id", NEW."respond_by", NEW."state", NEW."subject_agreed_at", NEW."subject_id", NEW."taken_by_id", NEW."task_types", NEW."urgency", NEW."who_may_know", NEW."windows"); RETURN NULL;',
                    hash="a7245d1b244a1f3ca4fdebdfda549d0aaec59a6f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0841",
                    table="needs_helpquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helpquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."accepts_bodily_care" IS DISTINCT FROM (NEW."accepts_bodily_care") OR OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."frequency" IS DISTINCT FROM (NEW."frequency") OR OLD."gender_wish" IS DISTINCT FROM (NEW."gender_wish") OR OLD."hours_per_week" IS DISTINCT FROM (NEW."hours_per_week") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interests" IS DISTINCT FROM (NEW."interests") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."needed_overlap" IS DISTINCT FROM (NEW."needed_overlap") OR OLD."neighbourhood_from" IS DISTINCT FROM (NEW."neighbourhood_from") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id") OR OLD."respond_by" IS DISTINCT FROM (NEW."respond_by") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."subject_id" IS DISTINCT FROM (NEW."subject_id") OR OLD."subject_agreed_at" IS DISTINCT FROM (NEW."subject_agreed_at") OR OLD."taken_by_id" IS DISTINCT FROM (NEW."taken_by_id") OR OLD."task_types" IS DISTINCT FROM (NEW."task_types") OR OLD."urgency" IS DISTINCT FROM (NEW."urgency") OR OLD."who_may_know" IS DISTINCT FROM (NEW."who_may_know") OR OLD."windows" IS DISTINCT FROM (NEW."windows"))',
                    func='INSERT INTO "needs_helpquestionevent" ("accepts_bodily_care", "area_id", "asked_at", "asked_by_id", "closed_at", "frequency", "gender_wish", "hours_per_week", "id", "interests", "languages", "needed_overlap", "neighbourhood_from", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "respond_by", "state", "subject_agreed_at", "subject_id", "taken_by_id", "task_types", "urgency", "who_may_know", "windows") VALUES (NEW."accepts_bodily_care", NEW."area_id", NEW."asked_at", NEW."asked_by_id", NEW."closed_at", NEW."frequency", NEW."gender_wish", NEW."hours_per_week", NEW."id", NEW."interests", NEW."languages", NEW."needed_overlap", NEW."neighbourhood_from", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_by_id", NEW."respond_by", NEW."state", NEW."subject_agreed_at", NEW."subject_id", NEW."taken_by_id", NEW."task_types", NEW."urgency", NEW."who_may_know", NEW."windows"); RETURN NULL;',
                    hash="e44a935be9dd46bd10c4806fbe6b2aa92b24380a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_661d4",
                    table="needs_helpquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helpquestion",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "needs_helpquestionevent" ("accepts_bodily_care", "area_id", "asked_at", "asked_by_id", "closed_at", "frequency", "gender_wish", "hours_per_week", "id", "interests", "languages", "needed_overlap", "neighbourhood_from", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "respond_by", "state", "subject_agreed_at", "subject_id", "taken_by_id", "task_types", "urgency", "who_may_know", "windows") VALUES (OLD."accepts_bodily_care", OLD."area_id", OLD."asked_at", OLD."asked_by_id", OLD."closed_at", OLD."frequency", OLD."gender_wish", OLD."hours_per_week", OLD."id", OLD."interests", OLD."languages", OLD."needed_overlap", OLD."neighbourhood_from", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_by_id", OLD."respond_by", OLD."state", OLD."subject_agreed_at", OLD."subject_id", OLD."taken_by_id", OLD."task_types", OLD."urgency", OLD."who_may_know", OLD."windows"); RETURN NULL;',
                    hash="79b645c5cb95afa0cca9c9e5216f59a0e4a2b38d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_1ba29",
                    table="needs_helpquestion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helpquestionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="862c06e48aa64e5e8f37544ac55e28de8743ecd1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_01233",
                    table="needs_helpquestionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
