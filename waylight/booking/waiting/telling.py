"""What somebody who waits is told, and when: by day on their own clocks, in words that give nothing away."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from waylight.booking import links, safe_hours, zones
from waylight.booking.models import BookingLink, TimeOffer, WaitingListEntry
from waylight.intake.models import Enquiry
from waylight.notifications.notify import Preview, notify, preview, withdraw
from waylight.people import preferences
from waylight.people.clients import recipient
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
    channel, address = recipient(client)
    notify(
        "time-offered",
        key=f"time-offered:{offer.pk}",
        person_id=client.pk,
        channel=channel,
        address=address,
        language=client.language,
        due_at=due_at,
        words={
            "when": _in_words(offer.starts_at, client),
            "until": _in_words(offer.expires_at, client),
            "link": _where_to_answer(offer, client),
        },
    )


def words_of_offer(client: Client, zone: str, now: datetime) -> Preview:
    """The exact words that would come, for a time in some days, as an example."""
    example = (now + timedelta(days=4)).replace(minute=0, second=0, microsecond=0)
    return preview(
        "time-offered",
        {
            "when": _in_words(example, client, zone),
            "until": _in_words(example - timedelta(days=2), client, zone),
            "link": settings.BASE_URL + "/…",
        },
        recipient(client).channel,
        language=client.language,
    )


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


def _in_words(moment: datetime, client: Client, zone: str = "") -> str:
    zone = zone or zones.zone_of(client)
    with translation.override(client.language or settings.LANGUAGE_CODE):
        return gettext("{moment} ({city} time)").format(
            moment=zones.in_words(moment, zone), city=zones.city(zone)
        )


def _to_the_quarter(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
