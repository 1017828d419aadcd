"""For three minutes an act can be taken back, and nobody has heard of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    a_secret,
    another,
    booked,
    form,
    messages_to,
    noor,
    open_clara,
    standing,
)
from tests.booking.pages import words
from tests.sign_in import signed_in
from waylight.booking import by_link, feeds, for_client, links, refusals, scheduling
from waylight.booking.models import Appointment, BookingLink, CalendarFeed, Cancellation, Status
from waylight.notifications.models import Notification, State
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
UNDO = scheduling.UNDO


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def waiting() -> list[tuple[str, int]]:
    """Templates of all that waits to be said, and in how many seconds."""
    rows = Notification.objects.filter(state=State.QUEUED)
    return sorted((row.template, int((row.due_at - MONDAY).total_seconds())) for row in rows)


def to_clara() -> int:
    return Notification.objects.waiting().filter(person_id=cast.clara().user_id).count()


@pytest.mark.hazard("H06")
def test_nothing_is_said_before_the_three_minutes_are_over():
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    assert waiting() == [("booked", 180), ("calendar-changed", 180)]
    scheduling.cancel(scheduling.move(row, FRIDAY, by=ana.user), by=ana.user)
    assert waiting() == [("calendar-changed", 180), ("cancelled", 180)]


@pytest.mark.hazard("H06")
def test_the_therapist_hears_that_the_calendar_changed_and_not_of_whom():
    booked(cast.ana())
    message = Notification.objects.get(template="calendar-changed")
    assert (message.person_id, message.address) == (cast.clara().user_id, "clara@example.org")
    assert message.words == {"link": message.link}
    assert message.link.endswith("/desk/")


def test_who_changes_her_own_calendar_is_not_written_to():
    row = booked(cast.ana(), by=open_clara().user)
    scheduling.cancel(row, by=cast.clara().user)
    assert to_clara() == 0


def test_one_message_can_speak_for_many():
    row = booked(cast.ana(), tell=False)
    row = scheduling.move(row, FRIDAY, by=cast.eva(), tell=False)
    scheduling.cancel(row, by=cast.eva(), tell=False)
    assert waiting() == []


def test_a_booking_that_is_undone_is_called_off_and_nobody_hears():
    ana = cast.ana()
    row = scheduling.undo(booked(ana, by=ana.user), by=ana.user)
    assert row.status == Status.CANCELLED
    assert waiting() == []
    assert not Cancellation.objects.get().was_late
    assert AuditEvent.objects.filter(verb="undo-booking", actor=str(ana.user_id)).count() == 1
    assert booked(another("Bea")).starts_at == THURSDAY  # nothing is kept: it was never theirs


def test_an_undone_booking_is_no_cancelled_appointment(clock):
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    browser = signed_in(ana.user, unlocked=False)
    page = browser.post(reverse("booking:undo", args=[row.pk]), form(), follow=True)
    assert page.redirect_chain[-1][0] == reverse("booking:mine")
    assert "That is undone. Nobody was told." in words(page)
    assert "cancelled" not in words(page)
    assert browser.get(reverse("booking:appointment", args=[row.pk]))["Location"] == reverse("booking:mine")
    again = booked(ana, by=ana.user)
    scheduling.cancel(again, by=ana.user)
    assert "cancelled" in words(browser.get(reverse("booking:mine")))


def test_an_undone_move_shows_the_old_time_alone_as_booked():
    ana = cast.ana()
    old = booked(ana, by=ana.user)
    scheduling.undo(scheduling.move(old, FRIDAY, by=ana.user), by=ana.user)
    page = words(signed_in(ana.user, unlocked=False).get(reverse("booking:mine")))
    assert "Thursday 7 January" in page
    assert "Friday 8 January" not in page
    assert "cancelled" not in page


def test_calendars_and_the_office_hear_nothing_of_an_undone_booking():
    ana = cast.ana()
    row = scheduling.undo(booked(ana, by=ana.user), by=ana.user)
    feeds.make(ana.user, by=ana.user)
    file, _changed = feeds.read(CalendarFeed.objects.get(), now=MONDAY)
    assert str(row.pk) not in file.decode()
    person = signed_in(cast.eva()).get(reverse("home:person", args=[ana.pk]))
    assert "Thursday 7 January" not in words(person)


def test_a_move_that_is_undone_leaves_the_old_time_as_it_was(clock):
    ana = cast.ana()
    old = booked(ana, by=ana.user)
    clock(MONDAY + HOUR)
    Notification.objects.filter(template="booked").update(state=State.SENT, sent_at=MONDAY)
    new = scheduling.move(old, FRIDAY, by=ana.user)
    with pytest.raises(refusals.SlotAlreadyTaken):
        booked(another("Bea"))
    back = scheduling.undo(new, by=ana.user)
    assert (back.pk, back.starts_at) == (old.pk, THURSDAY)
    assert [row.pk for row in standing()] == [old.pk]
    assert Appointment.objects.get(pk=new.pk).replaces is None
    assert [row.appointment_id for row in Cancellation.objects.all()] == [new.pk]
    assert messages_to(ana) == []
    assert booked(another("Bea"), FRIDAY).is_booked


def test_a_cancellation_that_is_undone_is_as_if_it_had_not_been(clock):
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    clock(THURSDAY - 2 * HOUR)
    Notification.objects.filter(template="booked").update(state=State.SENT, sent_at=MONDAY)
    assert scheduling.cancel(row, by=ana.user).was_late
    assert scheduling.undo(row, by=ana.user).is_booked
    assert not Cancellation.objects.exists()
    assert not Appointment.all_rows.holds().exists()
    assert messages_to(ana) == []


def test_what_had_not_been_said_before_is_said_after_all():
    """Booked, cancelled and taken back within a minute: they still have to hear that it is booked, once."""
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    for _ in range(2):
        scheduling.cancel(row, by=ana.user)
        scheduling.undo(row, by=ana.user)
    assert messages_to(ana) == ["booked"]
    assert to_clara() == 1
    scheduling.cancel(row, by=ana.user)
    assert messages_to(ana) == ["cancelled"]


def test_three_minutes_are_three_minutes(clock):
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    until = scheduling.undo_until(row, by=ana.user, now=MONDAY)
    assert until == MONDAY + UNDO
    clock(MONDAY + UNDO)
    assert scheduling.undo_until(row, by=ana.user, now=MONDAY + UNDO) is None
    with pytest.raises(refusals.UndoPassed, match="The three minutes are over"):
        scheduling.undo(row, by=ana.user)
    assert standing() == [row]
    scheduling.cancel(row, by=ana.user)
    clock(MONDAY + 2 * UNDO - SECOND)
    assert scheduling.undo(Appointment.objects.get(pk=row.pk), by=ana.user).is_booked


def test_nobody_takes_back_what_somebody_else_did():
    ana, eva = cast.ana(), cast.eva()
    row = booked(ana, by=eva)
    for by in (ana.user, scheduling.LINK, cast.frank(), cast.clara().user):
        with pytest.raises(refusals.UndoPassed):
            scheduling.undo(row, by=by)
    scheduling.cancel(row, by=ana.user)
    with pytest.raises(refusals.UndoPassed):
        scheduling.undo(row, by=eva)
    assert scheduling.undo(row, by=ana.user).is_booked


def test_what_was_undone_is_not_undone_again():
    ana = cast.ana()
    row = scheduling.undo(booked(ana, by=ana.user), by=ana.user)
    with pytest.raises(refusals.UndoPassed):
        scheduling.undo(row, by=ana.user)


def test_who_takes_another_time_meanwhile_can_no_longer_have_the_old_one_back():
    ana = cast.ana()
    row = booked(ana, by=ana.user)
    scheduling.cancel(row, by=ana.user)
    again = booked(ana, by=ana.user)  # the very time that was given up, out of its own keeping
    with pytest.raises(refusals.UndoPassed):
        scheduling.undo(row, by=ana.user)
    assert standing() == [again]


def test_a_link_takes_back_what_it_did():
    client = noor()
    secret = a_secret(client)
    first = by_link.choose(secret, THURSDAY, zone="Europe/Athens")
    by_link.choose(secret, FRIDAY, zone="Europe/Athens", instead_of=str(first.pk))
    assert by_link.undo(secret).pk == first.pk
    assert links.find(secret, now=MONDAY).standing == first
    by_link.cancel(secret)
    assert by_link.undo(secret).is_booked
    assert messages_to(client) == ["booked"]
    by_link.undo(secret)
    assert BookingLink.objects.get().standing is None
    assert (messages_to(client), standing()) == ([], [])


def test_who_has_no_account_gets_a_working_address_when_staff_take_something_back():
    """The message of the act made a new secret, and is taken back with it: so one more has to go."""
    client, eva = noor(), cast.eva()
    row = booked(client, by=eva)
    scheduling.move(row, FRIDAY, by=eva)
    scheduling.undo(Appointment.objects.get(starts_at=FRIDAY), by=eva)
    message = Notification.objects.waiting().get(person_id=client.pk)
    secret = message.link.rstrip("/").rpartition("/")[2]
    assert message.template == "booked"
    assert links.find(secret, now=MONDAY).standing.pk == row.pk


def test_a_move_that_left_room_at_its_old_time_may_find_it_taken():
    ana, eva = cast.ana(), cast.eva()
    row = booked(ana, by=eva)
    moved = scheduling.move(row, THURSDAY + 10 * MINUTE, by=eva, outside_hours="Her train is late")
    booked(another("Bea"), THURSDAY - 10 * MINUTE, by=eva, outside_hours="She is early")
    with pytest.raises(refusals.SlotAlreadyTaken):
        scheduling.undo(moved, by=eva)
    assert [one.starts_at for one in standing()] == [THURSDAY - 10 * MINUTE, THURSDAY + 10 * MINUTE]
    assert messages_to(ana) == ["moved"]


@pytest.mark.only_on("sqlite")
def test_what_was_said_of_one_time_is_never_looked_for_among_all_messages():
    eva = cast.eva()
    row = booked(cast.ana(), by=eva)
    moved = scheduling.move(row, FRIDAY, by=eva)
    moved.series_id = 1  # so that it is asked whether it was told of alone
    with CaptureQueriesContext(connection) as asked:
        for_client.undo_until(moved, by=eva, now=MONDAY)
        scheduling.undo(moved, by=eva)
    plans = [_plan(one["sql"]) for one in asked if one["sql"].startswith("SELECT")]
    assert any("SEARCH notifications_notification" in plan for plan in plans)
    assert not any("SCAN notifications_notification" in plan for plan in plans)


def _plan(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + statement.replace("%", "%%"), [])
        return " ".join(step[3] for step in cursor.fetchall())
