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
            name="Offer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("volunteer", "volunteer"),
                            ("neighbour", "neighbour"),
                            ("company", "company"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("hours_per_week", models.DecimalField(decimal_places=1, max_digits=4)),
                ("radius_km", models.DecimalField(decimal_places=1, max_digits=5)),
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
                    "limits",
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
                ("motive", models.TextField(blank=True)),
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                ("asks_per_month", models.PositiveSmallIntegerField(default=2)),
                ("vog_seen_on", models.DateField(blank=True, null=True)),
                ("vog_valid_until", models.DateField(blank=True, null=True)),
                ("willing_bodily_care", models.BooleanField(default=False)),
                ("trained_bodily_care_on", models.DateField(blank=True, null=True)),
                ("paused_until", models.DateField(blank=True, null=True)),
                ("last_asked_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
            name="OfferEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("volunteer", "volunteer"),
                            ("neighbour", "neighbour"),
                            ("company", "company"),
                        ],
                        max_length=10,
                    ),
                ),
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
                ("hours_per_week", models.DecimalField(decimal_places=1, max_digits=4)),
                ("radius_km", models.DecimalField(decimal_places=1, max_digits=5)),
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
                ("capacity", models.PositiveSmallIntegerField(default=1)),
                ("asks_per_month", models.PositiveSmallIntegerField(default=2)),
                ("vog_seen_on", models.DateField(blank=True, null=True)),
                ("vog_valid_until", models.DateField(blank=True, null=True)),
                ("willing_bodily_care", models.BooleanField(default=False)),
                ("trained_bodily_care_on", models.DateField(blank=True, null=True)),
                ("paused_until", models.DateField(blank=True, null=True)),
                ("last_asked_at", models.DateTimeField(blank=True, null=True)),
                ("registered_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                        to="volunteering.offer",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TaskRefusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task_type",
                    models.CharField(
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
                ),
                ("refused_at", models.DateTimeField()),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="refusals",
                        to="volunteering.offer",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("windows__lte", 268435455)), name="offer_windows_in_a_week"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_per_week__gt", 0), ("hours_per_week__lte", 168)),
                name="offer_hours_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("radius_km__gt", 0)), name="offer_radius_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("vog_valid_until__isnull", True),
                    ("vog_valid_until__gte", models.F("vog_seen_on")),
                    _connector="OR",
                ),
                name="offer_vog_dates_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("person", "organisation"),
                name="offer_one_per_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_id", ""), _negated=True),
                fields=("organisation", "external_id"),
                name="offer_external_id_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteering_offerevent" ("area_id", "asks_per_month", "capacity", "ended_at", "hours_per_week", "id", "interests", "kind", "languages", "last_asked_at", "organisation_id", "paused_until", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "registered_at", "task_types", "trained_bodily_care_on", "vog_seen_on", "vog_valid_until", "willing_bodily_care", "windows") VALUES (NEW."area_id", NEW."asks_per_month", NEW."capacity", NEW."ended_at", NEW."hours_per_week", NEW."id", NEW."interests", NEW."kind", NEW."languages", NEW."last_asked_at", NEW."organisation_id", NEW."paused_until", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."radius_km", NEW."registered_at", NEW."task_types", NEW."trained_bodily_care_on", NEW."vog_seen_on", NEW."vog_valid_until", NEW."willing_bodily_care", NEW."windows"); RETURN NULL;',
                    hash="7fff227289e57540ba0ec60937ee2ad0f01c7e8d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_40a40",
                    table="volunteering_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."area_id" IS DISTINCT FROM (NEW."area_id") OR OLD."asks_per_month" IS DISTINCT FROM (NEW."asks_per_month") OR OLD."capacity" IS DISTINCT FROM (NEW."capacity") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."hours_per_week" IS DISTINCT FROM (NEW."hours_per_week") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interests" IS DISTINCT FROM (NEW."interests") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."languages" IS DISTINCT FROM (NEW."languages") OR OLD."last_asked_at" IS DISTINCT FROM (NEW."last_asked_at") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."paused_until" IS DISTINCT FROM (NEW."paused_until") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."radius_km" IS DISTINCT FROM (NEW."radius_km") OR OLD."registered_at" IS DISTINCT FROM (NEW."registered_at") OR OLD."task_types" IS DISTINCT FROM (NEW."task_types") OR OLD."trained_bodily_care_on" IS DISTINCT FROM (NEW."trained_bodily_care_on") OR OLD."vog_seen_on" IS DISTINCT FROM (NEW."vog_seen_on") OR OLD."vog_valid_until" IS DISTINCT FROM (NEW."vog_valid_until") OR OLD."willing_bodily_care" IS DISTINCT FROM (NEW."willing_bodily_care") OR OLD."windows" IS DISTINCT FROM (NEW."windows"))',
                    func='INSERT INTO "volunteering_offerevent" ("area_id", "asks_per_month", "capacity", "ended_at", "hours_per_week", "id", "interests", "kind", "languages", "last_asked_at", "organisation_id", "paused_until", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "registered_at", "task_types", "trained_bodily_care_on", "vog_seen_on", "vog_valid_until", "willing_bodily_care", "windows") VALUES (NEW."area_id", NEW."asks_per_month", NEW."capacity", NEW."ended_at", NEW."hours_per_week", NEW."id", NEW."interests", NEW."kind", NEW."languages", NEW."last_asked_at", NEW."organisation_id", NEW."paused_until", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."radius_km", NEW."registered_at", NEW."task_types", NEW."trained_bodily_care_on", NEW."vog_seen_on", NEW."vog_valid_until", NEW."willing_bodily_care", NEW."windows"); RETURN NULL;',
                    hash="7ffdea11eb80d9e5b4d1ac18344318c5c6f960a6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_74632",
                    table="volunteering_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offer",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "volunteering_offerevent" ("area_id", "asks_per_month", "capacity", "ended_at", "hours_per_week", "id", "interests", "kind", "languages", "last_asked_at", "organisation_id", "paused_until", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "radius_km", "registered_at", "task_types", "trained_bodily_care_on", "vog_seen_on", "vog_valid_until", "willing_bodily_care", "windows") VALUES (OLD."area_id", OLD."asks_per_month", OLD."capacity", OLD."ended_at", OLD."hours_per_week", OLD."id", OLD."interests", OLD."kind", OLD."languages", OLD."last_asked_at", OLD."organisation_id", OLD."paused_until", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."radius_km", OLD."registered_at", OLD."task_types", OLD."trained_bodily_care_on", OLD."vog_seen_on", OLD."vog_valid_until", OLD."willing_bodily_care", OLD."windows"); RETURN NULL;',
                    hash="3e5f5b7dc27c1da0a7ac6f955fa5b175c6a45b4b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_475b5",
                    table="volunteering_offer",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="offerevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6899fdb381051ae3023d4470a421d01351a8e9ea",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1f034",
                    table="volunteering_offerevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="taskrefusal",
            constraint=models.UniqueConstraint(
                fields=("offer", "task_type"), name="refusal_once"
            ),
        ),
    ]
