"""Every message that a client may get, word for word as it would be sent, and when reminders would come."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from waylight.booking import free, links, safe_hours, telling, zones
from waylight.booking.models import Appointment, Kind
from waylight.notifications.models import Channel
from waylight.notifications.notify import Preview
from waylight.people.clients import recipient
from waylight.people.models import Client, MessagePreferences, Therapist
from waylight.practice.models import Practice

OCCASIONS: dict[str, str | Promise] = {
    "reminder": later("Before a time that is booked"),
    "booked": later("When a time is booked"),
    "moved": later("When a time is moved"),
    "cancelled": later("When a time is cancelled"),
    "times-booked": later("When several times are booked"),
    "times-moved": later("When several times are moved"),
    "times-cancelled": later("When several times are cancelled"),
    "time-offered": later("When you wait, and a time is free"),
    "offer": later("When there are times to choose from"),
    "not-met": later("When we did not speak"),
    "take-away-ready": later("When there is a note for you to read"),
    "line-dropped": later("When the line drops while you speak"),
    "cut-off": later("When the line dropped and we did not speak again"),
    "therapist-away": later("When your times cannot go on as planned"),
}

# Where the link of a message leads, when not to the appointment.
LEADS_TO = {
    "cancelled": "booking:new",
    "times-cancelled": "booking:new",
    "not-met": "booking:new",
    "cut-off": "booking:new",
    "times-booked": "booking:mine",
    "times-moved": "booking:mine",
    "time-offered": "booking:mine",
    "take-away-ready": "care:take_aways",
}
SAMPLE = "your-own-letters"


@dataclass(frozen=True)
class Shown:
    """One message. `channel` is one of notifications' channels."""

    occasion: str | Promise
    channel: str
    words: Preview

    @property
    def is_email(self) -> bool:
        return self.channel == Channel.EMAIL


def shown(client: Client, chosen: MessagePreferences) -> list[Shown]:
    """The messages as they would be with this choice, in the order of OCCASIONS; without reminders, none of those."""
    channel, appointment = recipient(client, chosen).channel, an_appointment(client)
    words = _words(client, appointment)
    wanted = [name for name in telling.MESSAGES if chosen.wants_reminders or name != "reminder"]
    return [
        Shown(
            OCCASIONS[name],
            channel,
            telling.as_told(name, client, words | {"link": _link(name, appointment)}, chosen),
        )
        for name in wanted
    ]


def reminder_times(client: Client, chosen: MessagePreferences) -> list[str]:
    """A sentence for each reminder of the next appointment: when it would come, on the client's clocks."""
    if not chosen.wants_reminders:
        return []
    appointment, zone, now = an_appointment(client), zones.zone_of(client), timezone.now()
    safe = zone, chosen.safe_from, chosen.safe_until
    return [
        _sentence(
            appointment.starts_at,
            asked=safe_hours.asked_at(appointment.starts_at, hours, zone),
            due=safe_hours.due_at(appointment.starts_at, hours, *safe, now=now),
            zone=zone,
            now=now,
        )
        for hours in Practice.current().reminder_hours
    ]


def an_appointment(client: Client) -> Appointment:
    """The next one that is booked; without one an example that is kept nowhere, in a week's time."""
    now = timezone.now()
    coming = Appointment.objects.upcoming(now).filter(client=client, starts_at__gt=now)
    found = coming.select_related("client__user", "therapist").first()
    if found is not None:
        return found
    open_episode = client.episodes.open().select_related("therapist").first()
    therapist = open_episode.therapist if open_episode else Therapist(name=_("Alex Example"))
    row = Appointment(client=client, therapist=therapist, kind=Kind.SESSION)
    row.starts_at = _in_a_week(now, zones.zone_of(client))
    row.ends_at = row.starts_at + free.length_of(Kind.SESSION, Practice.current(), therapist)
    return row


def _in_a_week(now: datetime, zone: str) -> datetime:
    return zones.on_the_wall(now, zone).replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(
        days=7
    )


def _words(client: Client, appointment: Appointment) -> dict[str, str]:
    until = timezone.now() + timedelta(hours=Practice.current().offer_hours)
    return telling.words_about(appointment, "") | {"until": zones.told(until, client)}


def _link(name: str, appointment: Appointment) -> str:
    """As the message would hold it. The secret of an offer is made when it is sent: a few words stand in its place."""
    if name == "offer":
        return links.address(SAMPLE)
    route = LEADS_TO.get(name)
    path = reverse(route) if route else reverse("booking:appointment", args=[appointment.pk])
    return settings.BASE_URL + path


def _sentence(starts_at: datetime, *, asked: datetime, due: datetime | None, zone: str, now: datetime) -> str:
    start = zones.in_words(starts_at, zone)
    if due is None and asked <= now:
        return _("For {start} it is too late for a reminder.").format(start=start)
    if due is None:
        return _("For {start} there is no safe hour left. A person here sees that.").format(start=start)
    times = {"start": start, "due": zones.in_words(due, zone)}
    if due == asked:
        return _("For {start} it comes on {due}.").format(**times)
    return _("For {start} it comes earlier, on {due}, in your safe hours.").format(**times)
