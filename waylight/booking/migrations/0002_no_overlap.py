"""No two standing appointments of a therapist, or of a client, at the same time: whatever the code does.

PostgreSQL: exclusion constraints. SQLite: triggers, which it drops when it rebuilds the table (any AlterField, AddConstraint
or RemoveField on Appointment): such a migration ends with `migrations.RunPython(forbid, allow)` of this one, and a test looks
for them. An appointment lasts four hours at most, so that no search for neighbours has to look through the whole past.
"""

from django.db import migrations

POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    *(
        f"ALTER TABLE booking_appointment ADD CONSTRAINT no_overlap_of_a_{whose} EXCLUDE USING gist"
        f" ({whose}_id WITH =, tstzrange(starts_at, ends_at, '[)') WITH &&) WHERE (status <> 'cancelled')"
        for whose in ("therapist", "client")
    ),
    "ALTER TABLE booking_appointment ADD CONSTRAINT appointment_is_short"
    " CHECK (ends_at <= starts_at + interval '4 hours')",
]
POSTGRESQL_BACK = [
    f"ALTER TABLE booking_appointment DROP CONSTRAINT {name}"
    for name in ("appointment_is_short", "no_overlap_of_a_client", "no_overlap_of_a_therapist")
]

EVENTS = {
    "no_overlap_of_a_new_appointment": "INSERT",
    "no_overlap_of_a_changed_appointment": "UPDATE OF therapist_id, client_id, starts_at, ends_at, status",
}
# Times are kept as text of one form, in UTC, so that they compare as they are.
MEETS_ANOTHER = """EXISTS (
    SELECT 1 FROM booking_appointment AS other
    WHERE other.{whose}_id = NEW.{whose}_id AND other.id <> NEW.id AND other.status <> 'cancelled'
    AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at
    AND other.starts_at > datetime(NEW.starts_at, '-4 hours', '-1 second')
)"""
SQLITE = [
    f"""CREATE TRIGGER {name} BEFORE {event} ON booking_appointment BEGIN
        SELECT RAISE(ABORT, 'appointment_is_short')
        WHERE datetime(NEW.ends_at) > datetime(NEW.starts_at, '+4 hours');
        SELECT RAISE(ABORT, 'no_overlap_of_a_therapist')
        WHERE NEW.status <> 'cancelled' AND {MEETS_ANOTHER.format(whose="therapist")};
        SELECT RAISE(ABORT, 'no_overlap_of_a_client')
        WHERE NEW.status <> 'cancelled' AND {MEETS_ANOTHER.format(whose="client")};
    END"""
    for name, event in EVENTS.items()
]
SQLITE_BACK = [f"DROP TRIGGER {name}" for name in EVENTS]


def forbid(_apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL, "sqlite": SQLITE})


def allow(_apps, schema_editor):
    run(schema_editor, {"postgresql": POSTGRESQL_BACK, "sqlite": SQLITE_BACK})


def run(schema_editor, statements):
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("booking", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
