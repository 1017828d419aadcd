"""Many want the same time at once, on the real database: one gets it, all others get a sentence, nothing is half done.

Rivals in processes of their own, which take long to start, fight in bin/drill.
"""

from datetime import timedelta
from threading import Event

import pytest
from django.db import transaction
from django.utils import timezone

from tests import cast
from tests.booking import contest
from tests.booking.meeting import a_secret, ana_agreed, another, form, noor, open_clara, standing
from tests.sign_in import signed_in
from waylight.booking import by_link, offers, scheduling
from waylight.booking.models import Cancellation, Kind
from waylight.notifications.models import Notification
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]


def test_of_eight_rivals_for_one_time_exactly_one_gets_it():
    """And who was refused left no trace."""
    results = contest.for_one_time(attempts=3)
    assert results.faults == {}
    assert (results.done, results.refused) == (1, 23)
    assert set(results.outcomes) == {"done", "SlotAlreadyTaken", "BookedAlready"}
    assert results.outcomes["BookedAlready"] == 2  # the one who has it, twice more
    (winner,) = standing()
    assert [row.person_id for row in Notification.objects.filter(template="booked")] == [winner.client_id]
    assert [row.row for row in AuditEvent.objects.filter(verb="book-appointment")] == [str(winner.pk)]


def test_times_that_meet_one_another_are_never_both_booked():
    results = contest.for_overlapping_times(attempts=3)
    assert results.faults == {}
    assert results.done + results.refused == 24
    assert results.done == len(standing()) >= 2
    assert contest.overlaps() == 0


def test_moves_against_bookings_never_overlap_and_are_whole_or_nothing():
    results = contest.of_moves_against_bookings(attempts=3)
    assert results.faults == {}
    assert results.done + results.refused == 24
    assert contest.overlaps() == 0
    assert contest.half_done() == 0
    assert len({row.client_id for row in standing()}) == len(standing()) <= 4


def test_whether_they_hold_it_first_or_book_at_once_one_gets_the_time():
    results = contest.of_holds_against_bookings(attempts=2)
    assert results.faults == {}
    assert (results.done, results.done + results.refused) == (1, 16)
    assert len(standing()) == 1
    assert contest.overlaps() == contest.half_done() == 0


def test_when_a_hold_runs_out_everybody_may_try_and_one_gets_the_time():
    """Its owner books, others book, and the worker deletes: all at the moment at which it runs out."""
    results = contest.for_times_that_are_kept_no_longer(attempts=3)
    assert results.faults == {}
    assert len(standing()) == 3
    assert contest.overlaps() == contest.half_done() == 0


def test_what_is_moved_and_undone_while_others_book_is_whole_or_nothing():
    results = contest.of_moves_and_undoings(attempts=3)
    assert results.faults == {}
    assert contest.overlaps() == contest.half_done() == 0


def test_the_same_form_sent_twice_at_once_books_once():
    """Two presses before the first is answered, and one more tab with a form of its own."""
    ana, (wanted,) = ana_agreed(), contest.free_times(1)
    sent = form(wanted)
    answers = []

    def press(fields):
        browser = signed_in(ana.user, unlocked=False)
        return lambda _n: answers.append(browser.post("/me/sessions/new/appointment/", fields)["Location"])

    results = contest.contest(press(sent), press(sent), press(form(wanted)), attempts=1)
    (row,) = standing()
    assert results.outcomes == {"done": 3}
    assert answers.count(f"/me/sessions/{row.pk}/") >= 1
    assert set(answers) <= {f"/me/sessions/{row.pk}/", "/me/sessions/"}
    assert Notification.objects.filter(template="booked").count() == 1


@pytest.mark.only_on("postgresql")
def test_distinct_times_do_not_wait_for_one_another():
    """One booking is not committed yet. Another time of the same therapist, and another therapist at the same time, go on."""
    clara, david = open_clara(), cast.david()
    cast.office_hours(david)
    first, second = contest.free_times(2)
    ana, bea, ben = cast.ana(), another("Bea"), cast.ben()
    with transaction.atomic():
        scheduling.book(ana, clara, Kind.FIRST_TALK, first, by=scheduling.LINK)
        scheduling.hold(
            another("Dea"), clara, Kind.FIRST_TALK, second + timedelta(minutes=30), by=scheduling.LINK
        )
        outcomes = contest.without_patience(
            lambda: scheduling.book(bea, clara, Kind.FIRST_TALK, second, by=scheduling.LINK),
            lambda: scheduling.book(ben, david, Kind.FIRST_TALK, first, by=scheduling.LINK),
            lambda: scheduling.book(another("Eda"), clara, Kind.FIRST_TALK, first, by=scheduling.LINK),
        )
    assert outcomes == [
        "done",
        "done",
        "OperationalError",
    ]  # the last wants the very time that is in question
    assert len(standing()) == 3


def test_two_who_swap_their_times_never_wait_for_each_other():
    """Each moves to where the other is: both are refused or one after the other goes; there is no deadlock."""
    first, second = contest.free_times(2)
    ana, bea = contest.clients(2)
    mine = scheduling.book(ana, cast.clara(), Kind.FIRST_TALK, first, by=scheduling.LINK)
    hers = scheduling.book(bea, cast.clara(), Kind.FIRST_TALK, second, by=scheduling.LINK)
    results = contest.contest(
        lambda _n: scheduling.move(mine, second, by=cast.eva()),
        lambda _n: scheduling.move(hers, first, by=cast.eva()),
        attempts=3,
    )
    assert results.faults == {}
    assert results.refused == 6
    assert {(row.client_id, row.starts_at) for row in standing()} == {(ana.pk, first), (bea.pk, second)}


def test_one_link_in_eight_windows_books_once():
    times, secret = contest.free_times(8), a_secret(noor())
    rivals = [
        lambda _n, moment=moment: by_link.choose(secret, moment, zone="Europe/Athens") for moment in times
    ]
    results = contest.contest(*rivals, attempts=2)
    assert results.faults == {}
    assert set(results.outcomes) == {"done", "AlreadyBooked"}
    assert results.done == len(standing()) == 1


def test_a_move_and_a_cancellation_by_one_link_leave_one_of_the_two():
    first, second = contest.free_times(4)[::3]
    secret = a_secret(noor())
    mine = by_link.choose(secret, first, zone="Europe/Athens")
    staff = cast.eva()
    results = contest.contest(
        lambda _n: scheduling.move(mine, second, by=staff),
        lambda _n: scheduling.cancel(mine, by=staff),
        attempts=1,
    )
    assert results.faults == {}
    assert results.outcomes == {"done": 1, "NoLongerStands": 1}
    assert Cancellation.objects.count() == 1


def test_a_client_who_is_handed_over_keeps_no_time_with_the_former_therapist():
    """The link still books while a manager hands over: whichever comes first, in the end no time stands."""
    client, david = noor(), cast.david()
    cast.office_hours(david)
    times, secret, staff = contest.free_times(8), a_secret(client), cast.eva()
    done = Event()

    def hand_over(_number):
        if not done.is_set():
            offers.hand_over(client, david, by=staff, kind=Kind.FIRST_TALK)
            done.set()

    rivals = [
        lambda _n, moment=moment: by_link.choose(secret, moment, zone="Europe/Athens") for moment in times[:3]
    ]
    rivals += [
        lambda _n, moment=moment: scheduling.book(
            client, cast.clara(), Kind.FIRST_TALK, moment, by=scheduling.LINK
        )
        for moment in times[3:7]
    ]
    results = contest.contest(hand_over, *rivals, attempts=3)
    assert {name for name in results.faults if name != "LinkEnded"} == set()
    assert standing() == []
    assert client.episodes.open().get().therapist == david
    assert offers.kind_for(client, david) == Kind.FIRST_TALK


def test_rivals_left_the_database_as_they_found_it_when_all_were_refused():
    open_clara()
    (wanted,) = contest.free_times(1)
    holder, *others = contest.clients(4)
    scheduling.book(holder, cast.clara(), Kind.FIRST_TALK, wanted, by=scheduling.LINK)
    before = (Notification.objects.count(), AuditEvent.objects.count())
    results = contest.contest(
        *(
            lambda _n, client=client: scheduling.book(
                client, cast.clara(), Kind.FIRST_TALK, wanted, by=scheduling.LINK, zone="Asia/Tokyo"
            )
            for client in others
        ),
        attempts=3,
    )
    assert results.outcomes == {"SlotAlreadyTaken": 9}
    assert (Notification.objects.count(), AuditEvent.objects.count()) == before
    assert timezone.now() < standing()[0].starts_at
