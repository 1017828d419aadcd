"""Times in which a therapist leads a group."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("booking", "0014_by_video"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "therapist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="group_times", to="people.therapist"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["therapist", "ends_at"], name="group_times_to_come")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="group_time_ends_after_it_starts"
                    )
                ],
            },
        ),
    ]
