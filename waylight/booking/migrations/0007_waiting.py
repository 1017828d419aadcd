import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0010_by_their_end'),
        ('intake', '0002_on_the_list'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='waitinglistentry',
            name='instead_of',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='booking.appointment'),
        ),
        migrations.AddField(
            model_name='waitinglistentry',
            name='reason',
            field=models.BinaryField(default=b''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='timeoffer',
            name='episode',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.episodeofcare'),
        ),
        migrations.AddConstraint(
            model_name='timeoffer',
            constraint=models.UniqueConstraint(fields=('entry', 'therapist', 'starts_at'), name='never_the_same_time_twice'),
        ),
    ]
