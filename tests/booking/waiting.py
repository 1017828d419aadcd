"""People who wait for a time, and the one time that there is."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests import cast
from tests.booking.meeting import EMAIL, NAME
from waylight.booking.models import Answer, Kind, OpeningHours, TimeOffer, WaitingListEntry
from waylight.booking.waiting import entries, offering
from waylight.booking.waiting.entries import Wishes
from waylight.intake import enquiries
from waylight.intake.models import Enquiry
from waylight.people.models import Client, Therapist

LONDON = Wishes("Europe/London")
DAY = timedelta(days=1)


def busy_clara(**fields: Any) -> Therapist:
    """Clara without any hours: nothing is free with her."""
    return cast.clara(**fields)


def opens(therapist: Therapist, weekday: int = 4, opens_at: str = "10:00", closes_at: str = "10:30") -> None:
    """Room for one first talk a week: on Thursdays at ten, unless said otherwise."""
    OpeningHours.objects.create(therapist=therapist, weekday=weekday, opens_at=opens_at, closes_at=closes_at)


def an_enquiry(name: str = NAME, **said: Any) -> Enquiry:
    said = {
        "for_whom": "me",
        "age_band": "25 or over",
        "country": "GB",
        "name": name,
        "channel": "email",
        "address": f"{name.split()[0].lower()}@example.org" if name != NAME else EMAIL,
    } | said
    return enquiries.enquire(**said)[0]


def enquirer(name: str = NAME, wishes: Wishes = LONDON, **said: Any) -> WaitingListEntry:
    """Somebody who asked and waits for a first talk."""
    return entries.add_enquiry(an_enquiry(name, **said), wishes, by=cast.eva())


def waits(client: Client, wishes: Wishes = LONDON, kind: str = Kind.FIRST_TALK) -> WaitingListEntry:
    return entries.add_client(client, kind, wishes, by=client.user)


def offer_now() -> int:
    return offering.offer_freed_times(timezone.now())


def offered_to() -> list[Any]:
    """Who is asked just now, the longest waiting first."""
    return [row.entry_id for row in TimeOffer.objects.open().order_by("entry__since_at")]


def the_offer(entry: WaitingListEntry) -> TimeOffer:
    return TimeOffer.objects.select_related("entry__client__user", "therapist", "hold").get(
        entry=entry, answered_at=None
    )


def answers(entry: WaitingListEntry) -> list[str]:
    rows = TimeOffer.objects.filter(entry=entry).order_by("offered_at")
    return [Answer(row.answer).name if row.answer else "OPEN" for row in rows]


def again(entry: WaitingListEntry) -> WaitingListEntry:
    return WaitingListEntry.objects.get(pk=entry.pk)
