from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0012_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='cancellation',
            name='was_undone',
            field=models.BooleanField(default=False),
        ),
    ]
