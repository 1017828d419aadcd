import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0005_held_for'),
        ('people', '0002_message_preferences'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReminderPlan',
            fields=[
                ('appointment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reminder_plan', serialize=False, to='booking.appointment')),
                ('rules', models.CharField(max_length=80)),
                ('zone', models.CharField(max_length=60)),
                ('chosen_at', models.DateTimeField()),
                ('no_time_for', models.JSONField(default=list)),
                ('seen_at', models.DateTimeField(null=True)),
                ('seen_by', models.CharField(blank=True, max_length=36)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_by', '')), models.Q(('seen_at__isnull', False), models.Q(('seen_by', ''), _negated=True)), _connector='OR'), name='seen_says_by_whom')],
            },
        ),
    ]
