"""What somebody who may book cannot do with it: leave nothing free for others, fill inboxes, get round a rule by patience."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, a_secret, booked, form, noor, open_clara
from tests.booking.pages import get, post, words
from tests.booking.waiting import DAY, busy_clara, offer_now, opens, the_offer, waits
from tests.cast import at
from waylight.booking import by_link, free, refusals, scheduling
from waylight.booking.models import Appointment, Kind, OpeningHours, Status, TimeOffer, WaitingListEntry
from waylight.booking.scheduling.rules import MOST_LATELY
from waylight.booking.waiting import entries
from waylight.notifications.models import Notification
from waylight.people import episodes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(clock):
    clock(MONDAY)


def times():
    return free.for_therapist(open_clara(), Kind.FIRST_TALK, now=timezone.now())


def book_and_cancel(client, moments):
    for moment in moments:
        scheduling.cancel(booked(client, moment, by=client.user), by=client.user)


def move_by_link(secret, moments):
    for moment in moments:
        standing = str(Appointment.objects.get(status=Status.BOOKED).pk)
        by_link.choose(secret, moment, zone="Europe/Athens", instead_of=standing)


def keep_on_holding(client, moment, clock):
    for minutes in range(0, 24 * 60, 9):
        clock(MONDAY + timedelta(minutes=minutes))
        scheduling.hold(client, open_clara(), Kind.FIRST_TALK, moment, by=client.user)


def test_who_books_and_cancels_without_end_is_stopped_and_leaves_nearly_all_times_free():
    ana, before = cast.ana(), times()
    assert len(before) > 2 * MOST_LATELY
    with pytest.raises(refusals.EnoughChanged):
        book_and_cancel(ana, before)
    assert len(before) - len(times()) <= MOST_LATELY
    assert Notification.objects.waiting().filter(person_id=cast.clara().user_id).count() <= MOST_LATELY
    with pytest.raises(refusals.EnoughChanged):
        scheduling.hold(ana, cast.clara(), Kind.FIRST_TALK, before[-1], by=ana.user)


def test_a_link_that_moves_without_end_is_stopped_and_can_still_cancel():
    secret = a_secret(noor())
    by_link.choose(secret, times()[0], zone="Europe/Athens")
    with pytest.raises(refusals.EnoughChanged):
        move_by_link(secret, times())
    with pytest.raises(refusals.EnoughChanged):
        by_link.hold(secret, times()[-1], zone="Europe/Athens")
    assert by_link.cancel(secret).appointment.is_booked is False


def test_the_next_day_one_may_go_on_and_what_staff_do_is_not_counted(clock):
    ana, eva = cast.ana(), cast.eva()
    book_and_cancel(ana, times()[:MOST_LATELY])
    with pytest.raises(refusals.EnoughChanged):
        booked(ana, FRIDAY, by=ana.user)
    assert booked(ana, FRIDAY, by=eva).is_booked
    clock(MONDAY + DAY + timedelta(minutes=1))
    assert booked(ana, THURSDAY, by=ana.user).is_booked


def test_nobody_gets_round_the_notice_by_keeping_a_time_again_and_again(clock):
    cast.a_practice(minimum_notice_hours=24)
    ana, wanted = cast.ana(), at("2027-01-05 10:00")
    with pytest.raises(refusals.TooSoon):
        keep_on_holding(ana, wanted, clock)
    assert timezone.now() <= wanted - DAY + timedelta(hours=1, minutes=9)


def test_an_old_link_brings_nobody_back_into_care():
    """The worker opens care with an offer: for who asked and was never met, not for one whose care was ended."""
    client = noor()
    secret = a_secret(client)
    OpeningHours.objects.all().delete()
    episodes.end_episode(client.episodes.get(), by=cast.eva(), on=timezone.localdate())
    answer = post("waiting_by_link", secret, form(weekdays=["4"]))
    assert answer.status_code == 409
    assert "Care here has ended." in words(answer)
    assert not WaitingListEntry.objects.exists()
    opens(cast.clara())
    assert offer_now() == 0
    assert not client.episodes.open().exists()
    assert "Does this time suit you?" not in words(get("offered", secret))


def test_who_waits_as_a_client_is_not_offered_another_therapist_once_care_has_ended():
    busy_clara()
    ana = cast.ana()
    waits(ana)
    episodes.end_episode(ana.episodes.get(), by=cast.eva(), on=timezone.localdate())
    opens(cast.david())
    assert offer_now() == 0
    assert not ana.episodes.open().exists()


def test_who_leaves_the_list_and_comes_back_is_not_asked_again_at_once(clock):
    clara = busy_clara()
    ana = cast.ana()
    waits(ana)
    opens(clara)
    assert offer_now() == 1
    entries.leave(the_offer(WaitingListEntry.objects.get()).entry, by=ana.user)
    OpeningHours.objects.all().delete()
    waits(ana)
    opens(clara, weekday=5)
    assert offer_now() == 0
    clock(MONDAY + DAY + timedelta(hours=2))
    assert offer_now() == 1
    assert TimeOffer.objects.count() == 2
