"""What somebody who waits is told, and when: by day on their own clocks, in words that give nothing away."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from waylight.booking import links, safe_hours, telling, zones
from waylight.booking.models import BookingLink, TimeOffer, WaitingListEntry
from waylight.intake.models import Enquiry
from waylight.notifications.notify import Preview, notify, withdraw
from waylight.people import preferences
from waylight.people.models import Client
from waylight.privacy import audit

DAYTIME = time(9), time(20)


def leaves_at(client: Client | None, zone: str, now: datetime) -> datetime:
    """When a message may come: within the hours the client chose, and without a choice between 9 and 20."""
    chosen = preferences.of(client) if client is not None else None
    if chosen is not None and chosen.safe_from is not None:
        return safe_hours.not_before(now, zone, chosen.safe_from, chosen.safe_until)
    return by_day(now, zone)


def by_day(now: datetime, zone: str) -> datetime:
    """This moment, or in the evening and at night the next morning at nine."""
    wall = now.astimezone(ZoneInfo(zone)).time()
    if DAYTIME[0] <= wall < DAYTIME[1]:
        return now
    return safe_hours.not_before(_to_the_quarter(now), zone, *DAYTIME)


def tell_of(offer: TimeOffer, *, due_at: datetime) -> None:
    """The message with the time, until when it is kept, and where to say yes or no."""
    client = offer.entry.client
    assert client is not None  # who is offered a time is a client
    telling.tell(
        "time-offered",
        client,
        key=f"time-offered:{offer.pk}",
        words={
            "when": zones.told(offer.starts_at, client),
            "until": zones.told(offer.expires_at, client),
            "link": _where_to_answer(offer, client),
        },
        due_at=due_at,
        useful_until=offer.expires_at,
    )


def words_of_offer(client: Client, now: datetime) -> Preview:
    """The exact words that would come, for a time in some days, as an example."""
    example = (now + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    words = {
        "when": zones.told(example, client),
        "until": zones.told(example - timedelta(days=2), client),
        "link": settings.BASE_URL + "/…",
    }
    return telling.as_told("time-offered", client, words)


def tell_that_they_wait(enquiry: Enquiry, *, now: datetime) -> None:
    """The answer to an enquiry when nothing is free."""
    notify(
        "time-awaited",
        key=f"time-awaited:{enquiry.pk}:{now:%Y%m%d%H%M}",
        person_id=enquiry.person_id,
        channel=enquiry.contact["channel"],
        address=enquiry.contact["address"],
        due_at=by_day(now, enquiry.zone),
        words={},
    )


def take_back(offer: TimeOffer) -> None:
    """A message that has not left yet is not sent."""
    withdraw(f"time-offered:{offer.pk}")


def is_by_link(entry: WaitingListEntry) -> bool:
    """Whoever waits since an enquiry, or has no account, answers by a secret link."""
    return entry.enquiry_id is not None or entry.client is None or entry.client.user_id is None


def _where_to_answer(offer: TimeOffer, client: Client) -> str:
    if not is_by_link(offer.entry):
        return settings.BASE_URL + reverse("booking:mine")
    link, secret = links.make(client, offer.therapist, offer.entry.kind, now=timezone.now())
    audit.record("offer-times", by="worker", person=client.pk, about=link)
    return settings.BASE_URL + reverse("booking:offered", args=[secret])


def offer_of(link: BookingLink) -> TimeOffer | None:
    """The time that the holder of this link is offered now."""
    rows = TimeOffer.objects.open().filter(entry__client=link.client_id, therapist=link.therapist_id)
    return rows.select_related("entry__client__user", "entry__instead_of", "therapist").first()


def _to_the_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
