"""Leases for batches, what became of a message, and until when it is of use."""

from django.db import migrations, models


def put_in_doubt(apps, _editor):
    """What was being sent when Waylight was stopped may have left."""
    rows = apps.get_model("notifications", "Notification").objects.filter(state="sending")
    rows.update(state="in doubt", lease_until=None)


class Migration(migrations.Migration):

    dependencies = [
        ('notifications', '0002_language'),
    ]

    operations = [
        migrations.RunPython(put_in_doubt, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='notification',
            name='sent_says_when',
        ),
        migrations.RemoveIndex(
            model_name='notification',
            name='notification_due',
        ),
        migrations.RemoveIndex(
            model_name='notification',
            name='notificatio_state_7f5648_idx',
        ),
        migrations.AddField(
            model_name='notification',
            name='begun_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='claim',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='notification',
            name='delivered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='fault',
            field=models.CharField(blank=True, choices=[('address', 'There is something wrong with the address.'), ('refused', 'The service that carries it refused it for good.'), ('unreached', 'The service that carries it took it at no try.')], max_length=10),
        ),
        migrations.AddField(
            model_name='notification',
            name='provider_id',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name='notification',
            name='seen_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notification',
            name='useful_until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='notification',
            name='state',
            field=models.CharField(choices=[('queued', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('in doubt', 'Not sure whether it left'), ('failed', 'Could not be sent'), ('bounced', 'Sent, and came back'), ('too late', 'Too late to send'), ('by hand', 'To be done by a person'), ('withdrawn', 'Taken back')], default='queued', max_length=10),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('state', 'queued')), fields=['channel', 'due_at'], name='notification_due'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('useful_until__isnull', False)), fields=['state', 'useful_until'], name='notification_late'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(condition=models.Q(('provider_id', ''), _negated=True), fields=['provider_id'], name='notification_provider'),
        ),
        migrations.AddIndex(
            model_name='notification',
            index=models.Index(fields=['state', 'due_at'], name='notification_log'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state__in', ['sent', 'bounced'])), models.Q(models.Q(('state__in', ['sent', 'bounced']), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='sent_says_when'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(('delivered_at__isnull', True), ('state', 'sent'), _connector='OR'), name='delivered_was_sent'),
        ),
        migrations.AddConstraint(
            model_name='notification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'sending'), _negated=True), models.Q(models.Q(('claim', ''), _negated=True), ('lease_until__isnull', False)), _connector='OR'), name='sending_is_leased'),
        ),
    ]
