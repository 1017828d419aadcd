"""Groups: the course, its sessions, its members, who sat in a session."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0015_group_times'),
        ('people', '0003_reading'),
        ('video', '0002_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('places', models.PositiveSmallIntegerField(default=12)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.CharField(max_length=36)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=36)),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='people.therapist')),
            ],
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('name', models.BinaryField()),
                ('invited_at', models.DateTimeField()),
                ('invited_by', models.CharField(max_length=36)),
                ('agreed_at', models.DateTimeField(null=True)),
                ('agreed_text', models.PositiveSmallIntegerField(null=True)),
                ('left_at', models.DateTimeField(null=True)),
                ('left_by', models.CharField(blank=True, max_length=36)),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_places', to='people.client')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='video.group')),
            ],
        ),
        migrations.CreateModel(
            name='GroupSession',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('week', models.PositiveSmallIntegerField()),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('room', models.CharField(blank=True, max_length=32)),
                ('opened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, max_length=36)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='video.group')),
                ('kept', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='group_session', to='booking.grouptime')),
            ],
        ),
        migrations.CreateModel(
            name='GroupSeat',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('who', models.UUIDField()),
                ('came_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.CharField(blank=True, max_length=36)),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='video.groupmember')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='video.groupsession')),
            ],
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(('places__gte', 2), ('places__lte', 12)), name='group_is_of_2_to_12'),
        ),
        migrations.AddConstraint(
            model_name='group',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_by', ''), _negated=True)), _connector='OR'), name='group_ended_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('group', 'client'), name='one_place_in_a_group'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('agreed_at', None), ('agreed_text', None)), models.Q(('agreed_at__isnull', False), ('agreed_text__isnull', False)), _connector='OR'), name='group_agreed_to_a_text'),
        ),
        migrations.AddConstraint(
            model_name='groupmember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_at', None), ('left_by', '')), models.Q(('left_at__isnull', False), models.Q(('left_by', ''), _negated=True)), _connector='OR'), name='group_left_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='groupsession',
            constraint=models.UniqueConstraint(fields=('group', 'week'), name='one_session_a_week_of_a_group'),
        ),
        migrations.AddConstraint(
            model_name='groupsession',
            constraint=models.CheckConstraint(condition=models.Q(('week__gte', 1), ('week__lte', 12)), name='group_week_is_sane'),
        ),
        migrations.AddConstraint(
            model_name='groupsession',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='group_session_has_a_length'),
        ),
        migrations.AddConstraint(
            model_name='groupsession',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('room', '')), models.Q(('opened_at__isnull', False), models.Q(('room', ''), _negated=True)), _connector='OR'), name='group_room_opened_with_a_name'),
        ),
        migrations.AddConstraint(
            model_name='groupseat',
            constraint=models.UniqueConstraint(fields=('session', 'who'), name='one_seat_for_a_person_in_a_group'),
        ),
        migrations.AddConstraint(
            model_name='groupseat',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed_at', None), ('removed_by', '')), models.Q(('removed_at__isnull', False), models.Q(('removed_by', ''), _negated=True)), _connector='OR'), name='group_seat_removed_by_somebody'),
        ),
    ]
