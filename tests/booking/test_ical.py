"""Calendar files: read back as a calendar would, neutral, at the right moment, moved and taken out."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from tests import cast
from tests.booking.meeting import FRIDAY, MARCH, MONDAY, NAME, THURSDAY, TOPIC, booked, noor
from tests.cast import at
from waylight.booking import ical, scheduling

pytestmark = pytest.mark.django_db
ATHENS = "Europe/Athens"


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def read(appointment, zone=ATHENS):
    """The one event of the file, and the whole calendar."""
    whole = Calendar.from_ical(ical.calendar(appointment, zone=zone))
    (event,) = whole.walk("VEVENT")
    return event, whole


def offset_of(whole: Calendar, local: datetime) -> timedelta:
    """What the file's own VTIMEZONE says the clock is ahead, as a calendar without a database of zones works it out."""
    (zone,) = whole.walk("VTIMEZONE")
    changes = []
    for part in zone.subcomponents:
        repeated = part.get("RDATE", [])
        lists = repeated if isinstance(repeated, list) else [repeated]
        moments = [part["DTSTART"].dt, *(one.dt for dates in lists for one in dates.dts)]
        changes += [(moment.replace(tzinfo=None), part["TZOFFSETTO"].td) for moment in moments]
    return max(one for one in changes if one[0] <= local)[1]


def test_it_reads_back_with_the_time_on_the_clients_clocks():
    event, whole = read(booked(noor()))
    assert event["DTSTART"].dt.isoformat() == "2027-01-07T12:00:00+02:00"
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=20)
    assert event["DTSTAMP"].dt == MONDAY
    assert (whole["VERSION"], whole["METHOD"]) == ("2.0", "PUBLISH")
    assert (event["STATUS"], event["SEQUENCE"], event["CLASS"]) == ("CONFIRMED", 0, "PRIVATE")


@pytest.mark.hazard("H18")
@pytest.mark.parametrize(
    ("start", "wall"),
    [
        ("2027-03-26 10:00", "2027-03-26T12:00:00+02:00"),  # before clocks go forward
        ("2027-03-29 09:00", "2027-03-29T12:00:00+03:00"),  # and after
    ],
)
def test_the_moment_is_right_on_both_sides_of_a_change_of_clocks(clock, start, wall):
    clock(MARCH)
    row = booked(noor(), at(start))
    event, whole = read(row)
    moment = event["DTSTART"].dt
    assert (moment.isoformat(), moment.astimezone(UTC)) == (wall, row.starts_at)
    assert offset_of(whole, moment.replace(tzinfo=None)) == moment.utcoffset()


@pytest.mark.parametrize(
    "zone", ["UTC", "Asia/Kolkata", "America/Vancouver", "Pacific/Auckland", "Africa/Casablanca"]
)
def test_the_moment_is_the_same_in_every_zone(zone):
    row = booked(noor())
    event, _whole = read(row, zone)
    assert event["DTSTART"].dt.astimezone(UTC) == row.starts_at


def test_the_file_names_nobody_and_nothing():
    client = noor()
    file = ical.calendar(booked(client, topic=TOPIC), zone=ATHENS).decode()
    told = (
        NAME,
        "Noor",
        "Clara",
        TOPIC,
        str(client.pk),
        "harm",
        "herap",
        "ession",
        "aylight",
        "example.org",
        "http",
    )
    assert [word for word in told if word in file] == []
    event, _whole = read(client.appointments.get())
    assert event["SUMMARY"] == "Appointment"
    assert {"DESCRIPTION", "LOCATION", "ATTENDEE", "ORGANIZER", "URL"}.isdisjoint(event)


def test_a_moved_time_moves_its_entry():
    first = booked(noor())
    second = scheduling.move(first, FRIDAY, by=cast.eva())
    third = scheduling.move(second, FRIDAY + timedelta(hours=1), by=cast.eva())
    events = [read(row)[0] for row in (first, second, third)]
    assert {event["UID"] for event in events} == {str(first.pk)}
    assert {int(event["SEQUENCE"]) for event in events} == {4}
    assert {event["DTSTART"].dt for event in events} == {third.starts_at}


def test_a_cancelled_time_is_taken_out(clock):
    row = scheduling.move(booked(noor()), FRIDAY, by=cast.eva())
    clock(THURSDAY - timedelta(hours=2))
    scheduling.cancel(row, by=cast.eva())
    row.refresh_from_db()
    event, whole = read(row)
    assert (event["STATUS"], whole["METHOD"]) == ("CANCELLED", "CANCEL")
    assert event["SEQUENCE"] == 3
    assert event["DTSTAMP"].dt == THURSDAY - timedelta(hours=2)


def test_an_entry_says_when_it_changed_and_rings_no_bell():
    row = booked(noor())
    event, whole = read(row)
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == row.booked_at
    assert event["CLASS"] == "PRIVATE"
    assert whole.walk("VALARM") == []


def test_a_time_that_is_booked_again_comes_after_its_cancellation():
    """A calendar keeps what has the higher SEQUENCE (RFC 5545, 3.8.7.4), also when both are read within one second."""
    row = booked(noor())
    scheduling.cancel(row, by=cast.eva())
    row.refresh_from_db()
    called_off = read(row)[0]
    again = cast.an_appointment(row.client, row.therapist, starts_at=FRIDAY, replaces=row)
    event, _whole = read(again)
    assert (event["UID"], event["STATUS"]) == (called_off["UID"], "CONFIRMED")
    assert event["SEQUENCE"] > called_off["SEQUENCE"]


def test_a_time_that_is_called_off_takes_no_room_in_the_calendar():
    row = booked(noor())
    assert read(row)[0]["TRANSP"] == "OPAQUE"
    scheduling.cancel(row, by=cast.eva())
    row.refresh_from_db()
    assert read(row)[0]["TRANSP"] == "TRANSPARENT"


def test_lines_end_and_fold_as_the_standard_says():
    file = ical.calendar(booked(noor()), zone="America/Argentina/ComodRivadavia")
    assert file.count(b"\n") == file.count(b"\r\n")
    assert max(len(line) for line in file.split(b"\r\n")) <= 75


def test_the_file_is_a_download_with_a_neutral_name():
    response = ical.response(booked(noor()), zone=ATHENS)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="appointment.ics"'


def test_a_time_moved_once_costs_few_questions():
    row = scheduling.move(booked(noor()), FRIDAY, by=cast.eva())
    row.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        ical.calendar(row, zone=ATHENS)
    assert len(asked) <= 3


def test_a_time_moved_often_costs_no_more():
    row = booked(noor())
    for hours in range(1, 5):
        row = scheduling.move(row, FRIDAY + timedelta(hours=hours), by=cast.eva())
    row.refresh_from_db()
    with CaptureQueriesContext(connection) as asked:
        event = Calendar.from_ical(ical.calendar(row, zone=ATHENS)).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 8
    assert len(asked) <= 3
