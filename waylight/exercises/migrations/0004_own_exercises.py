"""Exercises of the practice's own. The database lets nobody change a version: clients were given it."""

import uuid

from django.db import migrations, models

TABLE = "exercises_practiceexercise"
POSTGRESQL = [
    f"""CREATE FUNCTION {TABLE}_stays() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION 'a_version_never_changes' USING ERRCODE = 'check_violation';
    END $$ LANGUAGE plpgsql""",
    f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OF exercise, version, text ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_stays()",
]
POSTGRESQL_BACK = [f"DROP TRIGGER {TABLE}_stays ON {TABLE}", f"DROP FUNCTION {TABLE}_stays()"]
SQLITE = [
    f"CREATE TRIGGER {TABLE}_stays BEFORE UPDATE OF exercise, version, text ON {TABLE}"
    " BEGIN SELECT RAISE(ABORT, 'a_version_never_changes'); END"
]
SQLITE_BACK = [f"DROP TRIGGER {TABLE}_stays"]


def forbid(_apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def allow(_apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("exercises", "0003_skills")]

    operations = [
        migrations.CreateModel(
            name="PracticeExercise",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("exercise", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=100)),
                ("text", models.TextField()),
                ("made_by", models.CharField(max_length=36)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("exercise", "version"), name="one_text_of_an_exercise_version"),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1), models.Q(("made_by", ""), _negated=True)),
                        name="own_exercise_has_a_maker",
                    ),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
