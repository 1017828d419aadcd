
import django.core.validators
import waylight.practice.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('practice', '0003_opening'),
    ]

    operations = [
        migrations.AddField(
            model_name='practice',
            name='offer_hours',
            field=models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(168)]),
        ),
        migrations.AddField(
            model_name='practice',
            name='planned_sessions',
            field=models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)]),
        ),
        migrations.AddField(
            model_name='practice',
            name='reminder_hours',
            field=models.JSONField(default=waylight.practice.models.a_day_before),
        ),
        migrations.AddField(
            model_name='practice',
            name='review_after',
            field=models.JSONField(default=waylight.practice.models.after_four_and_eight),
        ),
    ]
