from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name='RecurringWork',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('ran_at', models.DateTimeField()),
                ('failed_at', models.DateTimeField(null=True)),
            ],
        ),
    ]
