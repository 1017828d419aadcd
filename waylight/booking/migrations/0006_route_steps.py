
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0003_hours_series_waiting_calendars'),
    ]

    operations = [
        migrations.CreateModel(
            name='RouteStep',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('step', models.CharField(choices=[('call', 'Call the agreed number'), ('call again', 'Wait some minutes, then call again'), ('safety', 'Look at the safety steps'), ('contact', 'If you are worried, call the person they named')], max_length=10)),
                ('taken', models.CharField(choices=[('done', 'Done'), ('not needed', 'Not needed'), ('not possible', 'Not possible')], max_length=12)),
                ('taken_at', models.DateTimeField()),
                ('taken_by', models.CharField(max_length=36)),
                ('appointment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='route_steps', to='booking.appointment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('appointment', 'step'), name='one_answer_to_a_step'), models.CheckConstraint(condition=models.Q(('step__in', ['call', 'call again', 'safety', 'contact'])), name='route_step_is_known'), models.CheckConstraint(condition=models.Q(('taken__in', ['done', 'not needed', 'not possible'])), name='route_step_has_an_answer')],
            },
        ),
    ]
