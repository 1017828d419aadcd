from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("booking", "0007_waiting")]

    operations = [
        migrations.AddIndex(
            model_name="waitinglistentry",
            index=models.Index(fields=["person_id"], name="waiting_of_person"),
        ),
        migrations.AddIndex(
            model_name="timeoffer",
            index=models.Index(fields=["answered_at"], name="offers_answered"),
        ),
    ]
