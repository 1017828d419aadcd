"""Writes to a client about times: where they chose, in as many words as they chose, at hours that are safe."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from waylight.booking import safe_hours, zones
from waylight.booking.models import Appointment, Kind
from waylight.notifications import templates
from waylight.notifications.models import Channel, Notification
from waylight.notifications.notify import notify
from waylight.people import preferences
from waylight.people.clients import recipient
from waylight.people.models import Client


def tell(
    template: str,
    client: Client,
    *,
    key: str,
    words: dict[str, str],
    due_at: datetime | None = None,
    starts_at: datetime | None = None,
) -> Notification:
    """Queues the message at the client's level; of `words` goes along what that level's message needs.

    Outside safe hours it waits for the next ones, but not until after `starts_at`, the time that it is about.
    """
    chosen = preferences.of(client)
    channel, address = recipient(client)
    chosen_template = templates.at_level(template, 0 if channel == Channel.CALL else chosen.level)
    due = due_at or timezone.now()
    later = safe_hours.not_before(due, zones.zone_of(client), chosen.safe_from, chosen.safe_until)
    return notify(
        chosen_template,
        key=key,
        person_id=client.pk,
        channel=channel,
        address=address,
        language=client.language,
        words={name: words[name] for name in templates.CATALOGUE[chosen_template]},
        due_at=due if starts_at is not None and later >= starts_at else later,
    )


def words_about(appointment: Appointment, link: str) -> dict[str, str]:
    """Everything that a message about an appointment may say, in its client's language and on their clocks."""
    language = appointment.client.language or settings.LANGUAGE_CODE
    with translation.override(language):
        return {
            "when": _when(appointment),
            "link": link,
            "name": appointment.therapist.first_name,
            "therapist": appointment.therapist.name,
            "kind": str(Kind(appointment.kind).label),
            "minutes": str(appointment.minutes),
        }


def _when(appointment: Appointment) -> str:
    zone = zones.zone_of(appointment.client)
    return gettext("{moment} ({city} time)").format(
        moment=zones.in_words(appointment.starts_at, zone), city=zones.city(zone)
    )
