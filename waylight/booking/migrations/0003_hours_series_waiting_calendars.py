from importlib import import_module

import django.db.models.deletion
import uuid
import waylight.booking.models.series
from django.conf import settings
from django.db import migrations, models


# SQLite drops the triggers of migration 0002 when it rebuilds the table of appointments, as this one makes it do.
guards = import_module("waylight.booking.migrations.0002_no_overlap")


def forbid_again(_apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for name in guards.EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        guards.forbid(_apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0002_no_overlap'),
        ('intake', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, forbid_again),
        migrations.CreateModel(
            name='BookingRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_talk_minutes', models.PositiveSmallIntegerField(null=True)),
                ('session_minutes', models.PositiveSmallIntegerField(null=True)),
                ('buffer_minutes', models.PositiveSmallIntegerField(default=0)),
                ('minimum_notice_hours', models.PositiveSmallIntegerField(null=True)),
                ('bookable_days', models.PositiveSmallIntegerField(null=True)),
                ('weekly_limit', models.PositiveSmallIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Break',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weekday', models.PositiveSmallIntegerField()),
                ('opens_at', models.TimeField()),
                ('closes_at', models.TimeField()),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('from_on', models.DateField(null=True)),
                ('until_on', models.DateField(null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BusyTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='ExtraTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='OwnCalendar',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('address', models.BinaryField()),
                ('added_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(default=0)),
                ('problem', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('first_on', models.DateField()),
                ('starts_at', models.TimeField()),
                ('zone', models.CharField(max_length=60)),
                ('every_weeks', models.PositiveSmallIntegerField(default=1)),
                ('planned', models.PositiveSmallIntegerField(default=8)),
                ('review_after', models.JSONField(default=waylight.booking.models.series.after_four_and_eight)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=36)),
                ('ended_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='TimeOffer',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('offered_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, choices=[('taken', 'Taken'), ('not wanted', 'Not wanted'), ('ran out', 'Not answered in time'), ('withdrawn', 'Withdrawn by the practice')], max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name='WaitingListEntry',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('person_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('first talk', 'First talk'), ('session', 'Session')], max_length=10)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('approach', models.CharField(blank=True, max_length=12)),
                ('weekdays', models.JSONField(default=list)),
                ('earliest', models.TimeField(null=True)),
                ('latest', models.TimeField(null=True)),
                ('zone', models.CharField(max_length=60)),
                ('note', models.BinaryField()),
                ('since_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=36)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_because', models.CharField(blank=True, choices=[('booked', 'A time was booked'), ('taken off', 'Taken off the list by the practice'), ('left', 'Does not want to wait any more')], max_length=9)),
            ],
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('reason', models.BinaryField()),
                ('waived_at', models.DateTimeField()),
                ('waived_by', models.CharField(max_length=36)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='appointment',
            name='appointment_status_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='weekday_is_iso',
        ),
        migrations.RemoveConstraint(
            model_name='openinghours',
            name='hours_close_after_they_open',
        ),
        migrations.AddField(
            model_name='appointment',
            name='held_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='appointment',
            name='outside_hours',
            field=models.BinaryField(default=b''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='openinghours',
            name='every_weeks',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='from_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='openinghours',
            name='until_on',
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name='appointment',
            name='status',
            field=models.CharField(choices=[('booked', 'Booked'), ('fulfilled', 'Took place'), ('cancelled', 'Cancelled'), ('noshow', 'Nobody came'), ('held', 'Kept free')], default='booked', max_length=9),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='openinghours_weekday_is_iso'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='openinghours_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('every_weeks', 1), models.Q(('every_weeks__gte', 2), ('every_weeks__lte', 4), ('from_on__isnull', False)), _connector='OR'), name='openinghours_counts_its_weeks'),
        ),
        migrations.AddConstraint(
            model_name='openinghours',
            constraint=models.CheckConstraint(condition=models.Q(('from_on', None), ('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='openinghours_until_follows_from'),
        ),
        migrations.AddField(
            model_name='bookingrules',
            name='therapist',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='booking_rules', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='break',
            name='therapist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='breaks', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='busytime',
            name='therapist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='busy_times', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='calendarfeed',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='extratime',
            name='therapist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extra_times', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='owncalendar',
            name='therapist',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='own_calendar', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='series',
            name='client',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='people.client'),
        ),
        migrations.AddField(
            model_name='series',
            name='therapist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='appointment',
            name='series',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='booking.series'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('status', 'held')), fields=['held_until'], name='appointment_held'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['booked', 'fulfilled', 'cancelled', 'noshow', 'held'])), name='appointment_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_until__isnull', False), ('status', 'held')), models.Q(models.Q(('status', 'held'), _negated=True), ('held_until__isnull', True)), _connector='OR'), name='hold_says_until_when'),
        ),
        migrations.AddField(
            model_name='timeoffer',
            name='hold',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='offer', to='booking.appointment'),
        ),
        migrations.AddField(
            model_name='timeoffer',
            name='therapist',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='waitinglistentry',
            name='client',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='people.client'),
        ),
        migrations.AddField(
            model_name='waitinglistentry',
            name='enquiry',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='waiting', to='intake.enquiry'),
        ),
        migrations.AddField(
            model_name='waitinglistentry',
            name='therapist',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waiting', to='people.therapist'),
        ),
        migrations.AddField(
            model_name='timeoffer',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='booking.waitinglistentry'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='cancellation',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='waiver', to='booking.cancellation'),
        ),
        migrations.AddConstraint(
            model_name='bookingrules',
            constraint=models.CheckConstraint(condition=models.Q(('buffer_minutes__lte', 120)), name='buffer_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='bookingrules',
            constraint=models.CheckConstraint(condition=models.Q(('session_minutes', None), models.Q(('session_minutes__gte', 10), ('session_minutes__lte', 240)), _connector='OR'), name='session_length_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='bookingrules',
            constraint=models.CheckConstraint(condition=models.Q(('first_talk_minutes', None), models.Q(('first_talk_minutes__gte', 10), ('first_talk_minutes__lte', 240)), _connector='OR'), name='first_talk_length_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__gte', 1), ('weekday__lte', 7)), name='break_weekday_is_iso'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='break_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('every_weeks', 1), models.Q(('every_weeks__gte', 2), ('every_weeks__lte', 4), ('from_on__isnull', False)), _connector='OR'), name='break_counts_its_weeks'),
        ),
        migrations.AddConstraint(
            model_name='break',
            constraint=models.CheckConstraint(condition=models.Q(('from_on', None), ('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='break_until_follows_from'),
        ),
        migrations.AddIndex(
            model_name='busytime',
            index=models.Index(fields=['therapist', 'starts_at'], name='busy_times_of'),
        ),
        migrations.AddConstraint(
            model_name='busytime',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='busy_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='calendarfeed',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('user',), name='one_live_feed_each'),
        ),
        migrations.AddIndex(
            model_name='extratime',
            index=models.Index(fields=['therapist', 'starts_at'], name='extra_times_of'),
        ),
        migrations.AddConstraint(
            model_name='extratime',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='extra_ends_after_it_starts'),
        ),
        migrations.AddIndex(
            model_name='owncalendar',
            index=models.Index(fields=['due_at'], name='own_calendar_due'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('every_weeks__in', [1, 2])), name='series_is_weekly_or_fortnightly'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('planned__gte', 1), ('planned__lte', 60)), name='series_is_of_a_sane_length'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('created_at')), _connector='OR'), name='series_ends_after_it_was_made'),
        ),
        migrations.AddIndex(
            model_name='waitinglistentry',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['since_at'], name='waiting_now'),
        ),
        migrations.AddConstraint(
            model_name='waitinglistentry',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('person_id', 'kind'), name='one_place_in_the_queue'),
        ),
        migrations.AddConstraint(
            model_name='waitinglistentry',
            constraint=models.CheckConstraint(condition=models.Q(('enquiry__isnull', False), ('client__isnull', False), _connector='OR'), name='somebody_waits'),
        ),
        migrations.AddConstraint(
            model_name='waitinglistentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_because', '')), models.Q(('closed_at__isnull', False), models.Q(('closed_because', ''), _negated=True)), _connector='OR'), name='waiting_ends_for_a_reason'),
        ),
        migrations.AddIndex(
            model_name='timeoffer',
            index=models.Index(condition=models.Q(('answered_at', None)), fields=['expires_at'], name='offers_running'),
        ),
        migrations.AddConstraint(
            model_name='timeoffer',
            constraint=models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('entry',), name='one_offer_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='timeoffer',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('offered_at'))), name='offer_expires_after_it_was_made'),
        ),
        migrations.AddConstraint(
            model_name='timeoffer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None)), models.Q(('answered_at__isnull', False), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='offer_ends_with_an_answer'),
        ),
        migrations.RunPython(forbid_again, migrations.RunPython.noop),
    ]
