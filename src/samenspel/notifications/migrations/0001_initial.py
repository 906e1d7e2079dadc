import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("phone", "Phone"), ("letter", "Letter")],
                        max_length=10,
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        choices=[
                            ("question_received", "question received"),
                            ("proposal_for_helper", "proposal for a helper"),
                            ("proposal_for_receiver", "proposal for a care receiver"),
                            ("both_said_yes", "both said yes"),
                            ("agreement_proposed", "agreement proposed"),
                            ("in_your_name", "something was done in your name"),
                            ("seat_invitation", "invitation to a circle"),
                        ],
                        max_length=30,
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("created_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["channel", "created_at"],
                        name="message_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("path__startswith", "/")),
                        name="message_path_is_local",
                    )
                ],
            },
        ),
    ]
