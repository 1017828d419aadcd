"""Writes to a client: where they chose, in as many words as they chose, at hours that are safe."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation

from waylight.booking import safe_hours, zones
from waylight.booking.models import Appointment, Kind
from waylight.notifications import templates
from waylight.notifications.models import Channel, Notification
from waylight.notifications.notify import Preview, notify, preview
from waylight.people import preferences
from waylight.people.clients import recipient
from waylight.people.models import Client, MessagePreferences

# What a client may hear of, as they are shown it beforehand. Codes to sign in and invitations go their own way.
MESSAGES = (
    "reminder",
    "booked",
    "moved",
    "cancelled",
    "times-booked",
    "times-moved",
    "times-cancelled",
    "time-offered",
    "offer",
    "not-met",
    "take-away-ready",
    "line-dropped",
    "cut-off",
    "therapist-away",
)


def tell(
    template: str,
    client: Client,
    *,
    key: str,
    words: dict[str, str],
    due_at: datetime | None = None,
    starts_at: datetime | None = None,
    useful_until: datetime | None = None,
    chosen: MessagePreferences | None = None,
) -> Notification:
    """Queues the message at the client's level. `words` may hold more than that level needs, and at least those of level 0.

    Outside safe hours it waits for the next ones, but not until `starts_at`, the beginning of what it is about: then it goes
    at once. So does each further try, where a service did not take it. It does not go after `useful_until`; unless that is
    given, not after the beginning. `chosen`: where it is at hand.
    """
    chosen = chosen or preferences.of(client)
    channel, address = recipient(client, chosen)
    safe = zones.zone_of(client), chosen.safe_from, chosen.safe_until
    asked = due_at or timezone.now()
    later = safe_hours.not_before(asked, *safe)
    due = asked if starts_at is not None and later >= starts_at else later
    at_level = message_for(template, channel, chosen.level, words)
    return notify(
        at_level,
        key=key,
        person_id=client.pk,
        channel=channel,
        address=address,
        language=client.language,
        words={name: words[name] for name in templates.CATALOGUE[at_level]},
        due_at=due,
        useful_until=useful_until or (starts_at if starts_at is not None and starts_at > asked else None),
        quiet=safe_hours.quiet_after(due, *safe),
    )


def as_told(
    template: str, client: Client, words: dict[str, str], chosen: MessagePreferences | None = None
) -> Preview:
    """The message word for word, as `tell` would send it. `chosen`: as if they chose that."""
    chosen = chosen or preferences.of(client)
    channel = recipient(client, chosen).channel
    at_level = message_for(template, channel, chosen.level, words)
    needed = {name: words[name] for name in templates.CATALOGUE[at_level]}
    return preview(at_level, needed, channel, language=client.language)


def message_for(template: str, channel: str, level: int, words: dict[str, str]) -> str:
    """The message at this level, as far as there is one and its words are given. Whoever answers a call hears the least."""
    fuller = templates.at_level(template, 0 if channel == Channel.CALL else level)
    return fuller if templates.CATALOGUE[fuller] <= set(words) else template


def words_about(appointment: Appointment, link: str) -> dict[str, str]:
    """Everything that a message about an appointment may say, in its client's language and on their clocks."""
    client, therapist = appointment.client, appointment.therapist
    with translation.override(client.language or settings.LANGUAGE_CODE):
        return {
            "when": zones.told(appointment.starts_at, client),
            "link": link,
            "name": therapist.first_name,
            "therapist": therapist.name,
            "kind": str(Kind(appointment.kind).label),
            "minutes": str(appointment.minutes),
        }


def tell_anew(client: Client) -> None:
    """After a new choice: what waits goes where it says now, and says no more than was to be said before.

    Reminders are planned anew instead (`reminders.replan_client`).
    """
    untouched = Notification.objects.filter(person_id=client.pk, begun_at=None)
    for row in untouched.waiting():
        template = row.template.removesuffix("-1").removesuffix("-2")
        if template not in MESSAGES or template == "reminder":
            continue
        words = row.words
        if untouched.waiting().filter(pk=row.pk).delete()[0]:  # else somebody is handing it over
            tell(
                template,
                client,
                key=row.key,
                words=words,
                due_at=row.due_at,
                starts_at=row.useful_until,
            )
