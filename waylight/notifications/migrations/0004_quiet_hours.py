from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_sent_once_by_mail_and_text"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="quiet_from",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="notification",
            name="quiet_until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="notification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("quiet_from", None), ("quiet_until", None)),
                    ("quiet_until__gt", models.F("quiet_from")),
                    _connector="OR",
                ),
                name="quiet_has_an_end",
            ),
        ),
    ]
