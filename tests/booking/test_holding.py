"""A time that is kept for somebody: for whom, for how long, and what becomes of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests import cast
from tests.booking.meeting import (
    FRIDAY,
    MONDAY,
    NUMBER,
    THURSDAY,
    a_secret,
    ana_agreed,
    another,
    booked,
    noor,
    open_clara,
    value_of,
)
from tests.booking.meeting import form as sent
from tests.booking.pages import get, post, words
from tests.cast import at
from waylight.booking import refusals, scheduling
from waylight.booking.models import Appointment, HeldFor, Kind, Status, TimeOff, TimeOffer, WaitingListEntry
from waylight.people.models import Client
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TEN = scheduling.CHOOSING


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def held(client: Client, starts_at=THURSDAY, **options) -> Appointment:
    options = {"by": scheduling.LINK} | options
    return scheduling.hold(client, open_clara(), Kind.FIRST_TALK, starts_at, **options)


def holds() -> list[tuple]:
    rows = Appointment.all_rows.holds().order_by("starts_at")
    return [(row.client_id, row.starts_at, row.held_for, row.held_until) for row in rows]


def test_a_time_is_kept_for_ten_minutes_and_nobody_else_has_it():
    ana = cast.ana()
    row = held(ana, by=ana.user)
    assert holds() == [(ana.pk, THURSDAY, HeldFor.CHOOSING, MONDAY + TEN)]
    assert AuditEvent.objects.get(verb="hold-time").row == str(row.pk)
    for act in (lambda: held(another("Bea")), lambda: booked(another("Bea"))):
        with pytest.raises(refusals.SlotAlreadyTaken) as refusal:
            act()
        assert THURSDAY not in refusal.value.nearest
    assert not Appointment.objects.exists()


def test_whoever_holds_it_books_that_very_row():
    ana = cast.ana()
    row = held(ana)
    appointment = booked(ana, topic="Rain", telephone=NUMBER)
    assert appointment.pk == row.pk
    kept = Appointment.objects.get()
    assert (kept.status, kept.held_until, kept.held_for, kept.topic) == (Status.BOOKED, None, "", "Rain")
    assert holds() == []


def test_a_client_who_chooses_again_gives_the_former_time_up():
    ana = cast.ana()
    held(ana)
    held(ana, FRIDAY)
    assert [row[1] for row in holds()] == [FRIDAY]
    assert held(another("Bea")).starts_at == THURSDAY


def test_who_books_another_time_than_the_one_kept_keeps_nothing():
    ana = cast.ana()
    held(ana)
    booked(ana, FRIDAY)
    assert holds() == []


def test_the_database_itself_lets_a_client_hold_one_time_while_choosing():
    ana = cast.ana()
    row = held(ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment(
            client=ana,
            therapist=row.therapist,
            kind=row.kind,
            starts_at=FRIDAY,
            ends_at=FRIDAY + HOUR / 3,
            booked_at=MONDAY,
            booked_by="link",
            status=Status.HELD,
            held_for=HeldFor.CHOOSING,
            held_until=MONDAY + TEN,
        ).save(force_insert=True)


def test_choosing_the_same_time_again_keeps_one_row_and_counts_anew(clock):
    ana = cast.ana()
    first = held(ana)
    clock(MONDAY + 4 * MINUTE)
    assert held(ana).pk == first.pk
    assert holds() == [(ana.pk, THURSDAY, HeldFor.CHOOSING, MONDAY + 4 * MINUTE + TEN)]


def test_choosing_the_same_time_again_and_again_keeps_it_half_an_hour_and_no_longer(clock):
    ana = cast.ana()
    held(ana)
    for minutes in (9, 18, 27, 29):
        clock(MONDAY + minutes * MINUTE)
        held(ana)
    assert holds() == [(ana.pk, THURSDAY, HeldFor.CHOOSING, MONDAY + scheduling.AT_MOST)]
    clock(MONDAY + scheduling.AT_MOST)
    assert booked(another("Bea")).starts_at == THURSDAY


def test_who_chooses_another_time_begins_anew(clock):
    ana = cast.ana()
    held(ana)
    clock(MONDAY + 9 * MINUTE)
    held(ana, FRIDAY)
    clock(MONDAY + 18 * MINUTE)
    held(ana, FRIDAY)
    clock(MONDAY + 27 * MINUTE)
    held(ana, FRIDAY)
    assert holds() == [(ana.pk, FRIDAY, HeldFor.CHOOSING, MONDAY + 37 * MINUTE)]


def test_the_page_says_when_a_time_is_kept_no_longer(clock):
    client = noor()
    secret = a_secret(client)
    chosen = {"starts_at": value_of(THURSDAY)}
    post("keep", secret, sent(**chosen))
    assert "half an hour" not in words(get("check", secret, **chosen))
    for minutes in (9, 18, 21):
        clock(MONDAY + minutes * MINUTE)
        post("keep", secret, sent(**chosen))
    assert "until 10:30 . That is half an hour, and no longer is possible." in words(
        get("check", secret, **chosen)
    )


@pytest.mark.hazard("H18")
def test_a_hold_that_ran_out_is_in_nobodys_way(clock):
    held(cast.ana())
    clock(MONDAY + TEN)
    row = booked(another("Bea"))
    assert [one.pk for one in Appointment.all_rows.all()] == [row.pk]


def test_who_comes_back_late_books_what_is_still_free_and_is_refused_what_is_not(clock):
    ana = cast.ana()
    held(ana)
    clock(MONDAY + TEN)
    assert booked(ana).starts_at == THURSDAY
    bea = another("Bea")
    held(bea, FRIDAY)
    clock(MONDAY + 3 * TEN)
    booked(another("Dea"), FRIDAY)
    with pytest.raises(refusals.SlotAlreadyTaken):
        booked(bea, FRIDAY)


def test_the_worker_deletes_what_ran_out_and_nothing_else(clock):
    held(cast.ana())
    held(another("Bea"), FRIDAY)
    booked(another("Dea"), FRIDAY + HOUR)
    clock(MONDAY + TEN - MINUTE)
    assert scheduling.free_expired(MONDAY + TEN - MINUTE) == 0
    assert scheduling.free_expired(MONDAY + TEN) == 2
    assert [row.status for row in Appointment.all_rows.all()] == [Status.BOOKED]


def test_a_time_kept_before_the_notice_began_can_be_booked_after_it(clock):
    """The page said that it is kept: who needs eight minutes for a sentence is not too late."""
    clock(THURSDAY - 12 * HOUR - MINUTE)
    ana = cast.ana()
    held(ana)
    clock(THURSDAY - 12 * HOUR + 5 * MINUTE)
    with pytest.raises(refusals.TooSoon):
        held(another("Bea"), THURSDAY - HOUR / 2)
    assert booked(ana).is_booked


@pytest.mark.hazard("H09")
def test_all_is_asked_again_when_what_is_kept_is_booked():
    ana = cast.ana()
    held(ana)
    cast.a_check(cast.clara().registrations.get(), status="suspended", confirmed=False)
    with pytest.raises(refusals.NotRegistered):
        booked(ana)
    TimeOff.objects.create(therapist=cast.clara(), starts_at=THURSDAY, ends_at=FRIDAY)
    with pytest.raises(refusals.NotRegistered):
        held(another("Bea"), FRIDAY)


def test_time_off_that_came_meanwhile_is_in_the_way():
    ana = cast.ana()
    held(ana)
    TimeOff.objects.create(therapist=cast.clara(), starts_at=THURSDAY, ends_at=FRIDAY)
    with pytest.raises(refusals.NotInHours):
        booked(ana)


@pytest.mark.hazard("H19")
@pytest.mark.parametrize(
    ("band", "youngest", "is_refused"),
    [("16 to 17", 18, True), ("under 13", 13, True), ("18 to 24", 18, False), ("16 to 17", 16, False)],
)
def test_who_is_younger_than_the_practice_covers_neither_holds_nor_books(band, youngest, is_refused):
    cast.a_practice(minimum_age=youngest)
    open_clara()
    ana = cast.ana(age_band=band)
    for act in (held, booked):
        if is_refused:
            with pytest.raises(refusals.AgeNotCovered, match="talk to the practice"):
                act(ana)
        else:
            assert act(ana).starts_at == THURSDAY


@pytest.mark.hazard("H21")
def test_a_session_is_not_even_kept_without_the_agreement():
    open_clara()
    with pytest.raises(refusals.ConsentMissing):
        scheduling.hold(cast.ana(), cast.clara(), Kind.SESSION, THURSDAY, by=scheduling.LINK)
    ana = ana_agreed()
    assert scheduling.hold(ana, cast.clara(), Kind.SESSION, THURSDAY, by=ana.user).minutes == 50


def test_the_past_and_what_lies_outside_the_hours_is_not_kept():
    ana = cast.ana()
    for moment, why in ((MONDAY - HOUR, refusals.TooSoon), (THURSDAY + 12 * HOUR, refusals.NotInHours)):
        with pytest.raises(why):
            held(ana, moment)


def test_a_refusal_names_times_on_the_clocks_that_were_looked_at_and_keeps_nothing_of_them():
    booked(another("Bea"))
    client = noor()
    with pytest.raises(refusals.SlotAlreadyTaken, match="15:30"):
        held(client, zone="Asia/Kolkata")
    assert Client.objects.get(pk=client.pk).zone == "Europe/Athens"


def test_a_client_books_eight_times_ahead_and_no_more_and_staff_as_many_as_they_like():
    ana = cast.ana()
    for number in range(scheduling.MOST_AHEAD):
        booked(ana, THURSDAY + number * HOUR / 2, by=ana.user)
    for act in (booked, held):
        with pytest.raises(refusals.EnoughBooked, match="talk to the practice"):
            act(ana, FRIDAY, by=ana.user)
    assert booked(ana, FRIDAY, by=cast.eva()).is_booked
    assert scheduling.move(booked(ana, FRIDAY + HOUR, by=cast.eva()), FRIDAY + 2 * HOUR, by=ana.user)


def test_what_staff_booked_does_not_count():
    ana = cast.ana()
    for number in range(scheduling.MOST_AHEAD):
        booked(ana, THURSDAY + number * HOUR / 2, by=cast.eva())
    assert booked(ana, FRIDAY, by=ana.user).is_booked


def test_an_offer_is_kept_longer_and_choosing_does_not_end_it():
    ana = cast.ana()
    row = held(ana, by="worker", until=MONDAY + 24 * HOUR)
    held(ana, FRIDAY, by=ana.user)
    assert [(one[1], one[2]) for one in holds()] == [(THURSDAY, HeldFor.OFFER), (FRIDAY, HeldFor.CHOOSING)]
    assert held(ana, by=ana.user).pk == row.pk  # choosing what was offered leaves the offer as it was
    assert holds() == [(ana.pk, THURSDAY, HeldFor.OFFER, MONDAY + 24 * HOUR)]


def test_an_offer_is_taken_within_the_notice_because_it_was_kept_before(clock):
    ana = cast.ana()
    row = held(ana, by="worker", until=THURSDAY)
    clock(THURSDAY - HOUR)
    assert booked(ana, by=ana.user).pk == row.pk


def test_release_gives_up_what_is_kept_and_never_what_was_booked():
    ana = cast.ana()
    row = held(ana)
    scheduling.release(row)
    assert holds() == []
    row = held(ana)
    booked(ana)
    scheduling.release(row)
    assert Appointment.objects.get().is_booked


def test_the_offer_of_a_time_outlives_its_hold(clock):
    ana = cast.ana()
    row = held(ana, by="worker", until=MONDAY + HOUR)
    entry = WaitingListEntry.objects.create(
        person_id=ana.pk,
        client=ana,
        kind=Kind.FIRST_TALK,
        zone="Europe/London",
        since_at=MONDAY,
        added_by="link",
    )
    offer = TimeOffer.objects.create(
        entry=entry,
        therapist=row.therapist,
        starts_at=THURSDAY,
        hold=row,
        offered_at=MONDAY,
        expires_at=MONDAY + HOUR,
    )
    assert scheduling.free_expired(MONDAY + HOUR) == 1
    offer.refresh_from_db()
    assert offer.hold is None


def test_a_move_uses_the_time_that_was_kept_for_it():
    ana = cast.ana()
    old = booked(ana)
    row = scheduling.hold_instead(old, FRIDAY, by=ana.user)
    assert row is not None
    new = scheduling.move(old, FRIDAY, by=ana.user)
    assert (new.pk, new.replaces_id) == (row.pk, old.pk)


def test_a_time_that_meets_the_old_one_needs_no_keeping():
    clara = open_clara()
    clara.opening_hours.all().delete()
    for opens in ("09:00", "09:30"):
        clara.opening_hours.create(weekday=4, opens_at=opens, closes_at="16:50")
    ana = ana_agreed()
    old = booked(ana, kind=Kind.SESSION)
    assert scheduling.hold_instead(old, THURSDAY + HOUR / 2, by=ana.user) is None
    assert scheduling.move(old, THURSDAY + HOUR / 2, by=ana.user).starts_at == THURSDAY + HOUR / 2


def test_a_time_is_not_kept_for_a_move_that_would_be_refused(clock):
    ana = cast.ana()
    old = booked(ana)
    clock(THURSDAY - 3 * HOUR)
    with pytest.raises(refusals.CutOffPassed):
        scheduling.hold_instead(old, FRIDAY, by=ana.user)
    scheduling.cancel(old, by=ana.user)
    with pytest.raises(refusals.NoLongerStands):
        scheduling.hold_instead(old, FRIDAY, by=ana.user)


def test_hours_are_overruled_by_staff_with_a_reason_that_is_sealed():
    ana = cast.ana()
    evening = at("2027-01-04 19:10")
    with pytest.raises(refusals.NotForYou):
        booked(ana, evening, by=ana.user, outside_hours="I would like to")
    with pytest.raises(refusals.ReasonMissing):
        booked(ana, evening, by=cast.eva(), outside_hours="  ")
    row = booked(ana, evening, by=cast.eva(), outside_hours="She works until seven")
    assert Appointment.objects.get(pk=row.pk).outside_hours == "She works until seven"
    moved = scheduling.move(row, evening + HOUR, by=cast.eva(), outside_hours="Another hour")
    assert Appointment.objects.get(pk=moved.pk).outside_hours == "Another hour"
