from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0009_reminder_plans'),
        ('people', '0002_message_preferences'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='busytime',
            name='busy_times_of',
        ),
        migrations.RemoveIndex(
            model_name='extratime',
            name='extra_times_of',
        ),
        migrations.RemoveIndex(
            model_name='timeoff',
            name='booking_tim_therapi_134af6_idx',
        ),
        migrations.AddIndex(
            model_name='busytime',
            index=models.Index(fields=['therapist', 'ends_at'], name='busy_times_to_come'),
        ),
        migrations.AddIndex(
            model_name='extratime',
            index=models.Index(fields=['therapist', 'ends_at'], name='extra_times_to_come'),
        ),
        migrations.AddIndex(
            model_name='timeoff',
            index=models.Index(fields=['therapist', 'ends_at'], name='time_off_to_come'),
        ),
    ]
