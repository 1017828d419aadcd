from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('booking', '0011_waiting_by_person'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='routestep',
            name='one_answer_to_a_step',
        ),
        migrations.AddField(
            model_name='contactattempt',
            name='taken_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='contactattempt',
            name='taken_back_by',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddField(
            model_name='routestep',
            name='taken_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='routestep',
            name='taken_back_by',
            field=models.CharField(blank=True, max_length=36),
        ),
        migrations.AddConstraint(
            model_name='contactattempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', '')), models.Q(('taken_back_at__isnull', False), models.Q(('taken_back_by', ''), _negated=True)), _connector='OR'), name='call_taken_back_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='routestep',
            constraint=models.UniqueConstraint(condition=models.Q(('taken_back_at', None)), fields=('appointment', 'step'), name='one_answer_to_a_step'),
        ),
        migrations.AddConstraint(
            model_name='routestep',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('taken_back_at', None), ('taken_back_by', '')), models.Q(('taken_back_at__isnull', False), models.Q(('taken_back_by', ''), _negated=True)), _connector='OR'), name='step_taken_back_by_somebody'),
        ),
    ]
