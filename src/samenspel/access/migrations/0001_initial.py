import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadLogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("agreement:propose", "propose an agreement"),
                            ("agreement:sign", "agree to what was proposed for one's own seat"),
                            ("circle:agenda", "see the agenda"),
                            ("circle:change", "change the circle"),
                            ("circle:contact", "see address and phone number"),
                            ("circle:daily_life", "read how the days go"),
                            ("circle:health", "read about health"),
                            ("circle:money", "read about money matters"),
                            ("circle:people", "see who is in the circle"),
                            ("circle:view", "open the circle"),
                            ("consent:change", "decide who sees what"),
                            ("consent:view", "see who sees what"),
                            ("letter:print", "print letters"),
                            ("offer:change", "change an offer"),
                            ("offer:view", "see an offer"),
                            ("placement:follow", "follow how a match goes"),
                            ("proposal:answer_as_helper", "answer as helper"),
                            ("proposal:answer_as_receiver", "answer as receiver"),
                            ("proposal:decide", "accept, change or hold a proposal"),
                            ("proposal:view", "see a proposal"),
                            ("question:change", "change or withdraw a help question"),
                            ("question:take", "take a help question oneself"),
                            ("question:view", "read a help question"),
                            ("round:run", "run a matching round"),
                            ("round:view", "see a matching round"),
                            ("seat:answer", "answer an invitation to a circle"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("object_kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("asker", "asked on behalf of the person"),
                            ("carer", "carer"),
                            ("coordinator", "coordinator"),
                            ("helper", "helper in this proposal"),
                            ("invited", "asked to take a seat"),
                            ("legal_representative", "legal representative"),
                            ("neighbour", "friend or neighbour"),
                            ("professional", "professional"),
                            ("regisseur", "regisseur"),
                            ("self", "the person in the middle"),
                            ("spokesperson", "asks together with the person"),
                            ("volunteer", "volunteer"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reason", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "client",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["client", "-at"], name="access_read_client__a9f681_idx"
                    )
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="readlogentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77a49597a64df50cb088045cc0e2c5a20d074490",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_45320",
                    table="access_readlogentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
