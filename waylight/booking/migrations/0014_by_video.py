from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q

# SQLite drops the triggers of migration 0002 when it rebuilds the table of appointments, as this one makes it do.
guards = import_module("waylight.booking.migrations.0003_hours_series_waiting_calendars")

MEDIA = [("room", "by video"), ("telephone", "by telephone")]


def asked_by_the_therapist(apps, _schema_editor):
    """So far the therapist asked it all, so what is there has been seen."""
    rows = apps.get_model("booking", "PreCheck")._default_manager.all()
    rows.update(seen_at=F("checked_at"), seen_by=F("checked_by"))


def who_and_when(act):
    is_done = Q((f"{act}_at__isnull", False)) & ~Q((f"{act}_by", ""))
    return Q((f"{act}_at", None), (f"{act}_by", "")) | is_done


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0013_undone'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guards.forbid_again),
        # What stands already was booked by telephone, and stays so.
        migrations.AddField(
            model_name='appointment',
            name='medium',
            field=models.CharField(choices=MEDIA, default='telephone', max_length=9),
        ),
        migrations.AlterField(
            model_name='appointment',
            name='medium',
            field=models.CharField(choices=MEDIA, default='room', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=Q(('medium__in', ['room', 'telephone'])), name='appointment_medium_is_known'),
        ),
        migrations.RunPython(guards.forbid_again, migrations.RunPython.noop),
        migrations.AddField(
            model_name='precheck',
            name='cannot_speak',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='precheck',
            name='is_abroad',
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name='precheck',
            name='steps',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='precheck',
            name='seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='precheck',
            name='seen_by',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddField(
            model_name='precheck',
            name='place_kept_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='precheck',
            name='place_kept_by',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AlterField(
            model_name='precheck',
            name='hearing',
            field=models.CharField(blank=True, choices=[('no', 'No, I am alone'), ('yes', 'Yes, someone can hear'), ('not sure', 'I am not sure')], max_length=8),
        ),
        migrations.RunPython(asked_by_the_therapist, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='precheck',
            constraint=models.CheckConstraint(condition=who_and_when("seen"), name='pre_check_seen_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='precheck',
            constraint=models.CheckConstraint(condition=who_and_when("place_kept"), name='place_kept_by_somebody'),
        ),
    ]
