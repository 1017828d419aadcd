"""The database refuses an overlap, whatever the code does."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from tests import cast
from tests.cast import at
from waylight.booking.models import Appointment, Kind, Status

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H18")]
TEN = at("2027-01-04 10:00")
no_overlap = import_module("waylight.booking.migrations.0002_no_overlap")
GUARDS = {
    "sqlite": {"no_overlap_of_a_new_appointment", "no_overlap_of_a_changed_appointment"},
    "postgresql": {"no_overlap_of_a_therapist", "no_overlap_of_a_client", "appointment_is_short"},
}


def an_hour(client, therapist, starts_at=TEN, minutes=50, **fields):
    return cast.an_appointment(
        client, therapist, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **fields
    )


def refused(act):
    try:
        with transaction.atomic():
            act()
    except IntegrityError:
        return True
    return False


def guards() -> set[str]:
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'booking_appointment'",
        "postgresql": "SELECT conname FROM pg_constraint WHERE conrelid = 'booking_appointment'::regclass",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def test_the_guards_are_there_after_all_migrations():
    """SQLite drops triggers when it rebuilds a table: a migration that does so must put them back."""
    assert GUARDS[connection.vendor] <= guards()


@pytest.mark.parametrize(
    ("minutes_later", "length", "is_refused"),
    [(0, 50, True), (-20, 50, True), (20, 10, True), (49, 50, True), (-50, 50, False), (50, 50, False), (-30, 200, True)],
)  # fmt: skip
@pytest.mark.hazard("H18")
def test_two_meetings_of_a_therapist_never_overlap(minutes_later, length, is_refused):
    clara = cast.clara()
    an_hour(cast.ana(), clara)
    start = TEN + timedelta(minutes=minutes_later)
    assert refused(lambda: an_hour(cast.ben(), clara, start, length)) is is_refused


@pytest.mark.hazard("H18")
def test_two_meetings_of_a_client_never_overlap():
    ana = cast.ana()
    an_hour(ana, cast.clara())
    assert refused(lambda: an_hour(ana, cast.david(), TEN + timedelta(minutes=30)))
    assert not refused(lambda: an_hour(cast.ben(), cast.david(), TEN + timedelta(minutes=30)))


@pytest.mark.parametrize("status", [Status.FULFILLED, Status.NOSHOW])
def test_what_took_place_still_stands_in_the_way(status):
    an_hour(cast.ana(), cast.clara(), status=status)
    assert refused(lambda: an_hour(cast.ben(), cast.clara()))


def test_a_cancelled_meeting_makes_room_and_cannot_come_back_over_another():
    gone = an_hour(cast.ana(), cast.clara(), status=Status.CANCELLED)
    an_hour(cast.ben(), cast.clara())
    assert refused(lambda: Appointment.objects.filter(pk=gone.pk).update(status=Status.BOOKED))


def test_a_change_of_times_or_people_is_refused_too():
    ana, clara = cast.ana(), cast.clara()
    an_hour(ana, clara)
    other = an_hour(cast.ben(), clara, TEN + timedelta(hours=1))
    rows = Appointment.objects.filter(pk=other.pk)
    assert refused(lambda: rows.update(starts_at=TEN + timedelta(minutes=10)))
    assert refused(lambda: rows.update(starts_at=TEN, ends_at=TEN + timedelta(minutes=50), client=ana))
    assert not refused(lambda: rows.update(status=Status.FULFILLED))
    assert not refused(lambda: rows.update(ends_at=TEN + timedelta(hours=2)))


def test_a_meeting_lasts_four_hours_at_most():
    clara = cast.clara()
    assert refused(lambda: an_hour(cast.ana(), clara, minutes=241))
    assert not refused(lambda: an_hour(cast.ana(), clara, minutes=240))


def test_rows_written_past_the_model_are_refused_as_well():
    an_hour(cast.ana(), cast.clara())
    row = Appointment(
        client=cast.ben(),
        therapist=cast.clara(),
        kind=Kind.SESSION,
        starts_at=TEN,
        ends_at=TEN + timedelta(minutes=50),
        booked_at=timezone.now(),
        booked_by="link",
        id=uuid.uuid4(),
    )
    assert refused(lambda: Appointment.objects.bulk_create([row]))


def test_the_guards_are_taken_away_and_put_back():
    """By the statements of their migration alone: bin/drill reverses all migrations, which takes long."""
    editor = connection.schema_editor()
    no_overlap.allow(None, editor)
    assert not GUARDS[connection.vendor] & guards()
    no_overlap.forbid(None, editor)
    assert GUARDS[connection.vendor] <= guards()
