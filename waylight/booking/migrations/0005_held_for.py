from importlib import import_module

from django.db import migrations, models


# SQLite drops the triggers of migration 0002 when it rebuilds the table of appointments, as this one makes it do.
guards = import_module("waylight.booking.migrations.0003_hours_series_waiting_calendars")


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0006_route_steps'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guards.forbid_again),
        migrations.AddField(
            model_name='appointment',
            name='held_for',
            field=models.CharField(blank=True, choices=[('choosing', 'Being chosen'), ('offer', 'Offered to somebody who waits'), ('undo', 'Given up a moment ago')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_for__in', ['choosing', 'offer', 'undo']), ('status', 'held')), models.Q(models.Q(('status', 'held'), _negated=True), ('held_for', '')), _connector='OR'), name='hold_says_what_for'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('held_for', 'choosing')), fields=('client',), name='one_time_chosen_at_a_time'),
        ),
        migrations.RunPython(guards.forbid_again, migrations.RunPython.noop),
    ]
