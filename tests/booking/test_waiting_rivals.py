"""Several workers, and people who answer at the same moment: each time goes to one person, each person is asked one thing."""

import pytest
from django.utils import timezone

from tests import cast
from tests.booking import contest
from tests.booking.meeting import another
from tests.booking.waiting import LONDON, busy_clara, enquirer, offer_now, opens, the_offer, waits
from waylight.booking import scheduling
from waylight.booking.models import Appointment, Kind, TimeOffer, WaitingListEntry
from waylight.booking.waiting import entries, offering
from waylight.notifications.models import Notification
from waylight.people.models import EpisodeOfCare

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.hazard("H18")]


def test_four_workers_at_once_ask_as_one_would():
    clara = busy_clara(places=3)
    everybody = [enquirer(f"Person{number} One") for number in range(4)]
    opens(clara, opens_at="09:00", closes_at="11:00")
    now = timezone.now()
    results = contest.contest(*[lambda _n: offering.offer_freed_times(now)] * 4, attempts=3)
    assert results.faults == {}
    offers = list(TimeOffer.objects.all())
    assert len(offers) == 3  # places
    assert len({(row.therapist_id, row.starts_at) for row in offers}) == 3
    longest = [row.pk for row in sorted(everybody, key=lambda row: row.since_at)[:3]]
    assert {row.entry_id for row in offers} == set(longest)
    assert EpisodeOfCare.objects.open().count() == 3
    assert Appointment.all_rows.standing().count() == 3
    assert Notification.objects.filter(template="time-offered").count() == 3


def test_yes_no_and_the_end_of_the_offer_at_once_are_one_of_them():
    clara = busy_clara()
    entry = enquirer()
    opens(clara)
    offer_now()
    offer = the_offer(entry)
    late = offer.expires_at
    results = contest.contest(
        lambda _n: offering.accept(offer, by=scheduling.LINK),
        lambda _n: offering.decline(offer, by=scheduling.LINK),
        lambda _n: offering.run_out(late),
        attempts=1,
    )
    assert set(results.outcomes) <= {"done", "OfferEnded"}
    answer = TimeOffer.objects.get().answer
    assert Appointment.objects.standing().count() == (answer == "taken")
    assert EpisodeOfCare.objects.open().count() == (answer == "taken")


def test_who_books_while_an_offer_is_made_and_who_is_offered_never_have_the_same_time():
    clara = busy_clara()
    rival = another("Rival", clara)
    waits(cast.ana())
    opens(clara, opens_at="10:00", closes_at="10:30")
    (wanted, *_later) = contest.free.for_therapist(clara, Kind.FIRST_TALK, now=timezone.now())
    contest.contest(
        lambda _n: offer_now(),
        lambda _n: scheduling.book(rival, clara, Kind.FIRST_TALK, wanted, by=scheduling.LINK),
        attempts=1,
    )
    rows = list(Appointment.all_rows.standing())
    assert len({row.starts_at for row in rows}) == len(rows)
    assert contest.overlaps() == 0


def test_the_same_person_comes_on_the_list_once():
    busy_clara()
    ana = cast.ana()
    results = contest.contest(
        *[lambda _n: entries.add_client(ana, Kind.FIRST_TALK, LONDON, by=ana.user)] * 4, attempts=2
    )
    assert set(results.outcomes) <= {"done", "AlreadyWaiting"}
    assert WaitingListEntry.objects.count() == 1
