"""How it stands with the therapist, in words, for whoever waits."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waylight.video.models import Admission, Role, Room

MINUTE = 60  # seconds


def words(room: Room, now: datetime) -> str:
    """In the language and zone of whoever reads it."""
    name = room.appointment.therapist.name
    if room.later_until is not None and now < room.later_until:
        until = timezone.localtime(room.later_until).strftime("%H:%M")
        return _("{name} needs a few more minutes, until about {time}.").format(name=name, time=until)
    of_therapist = Admission.objects.here(now).filter(role=Role.THERAPIST)
    if of_therapist.filter(room=room).exists():
        return _("{name} is here and will let you in soon.").format(name=name)
    other = _session_before(room, now)
    if other is not None:
        return _finishing(name, other, now)
    return _("{name} is not here yet. You do not need to do anything.").format(name=name)


def _session_before(room: Room, now: datetime) -> Room | None:
    """Where the therapist is with somebody else now. Nothing of it is said but how long it is planned to go on."""
    there = Admission.objects.here(now).filter(
        role=Role.THERAPIST, who=str(room.appointment.therapist.user_id)
    )
    found = there.filter(room__began_at__isnull=False, room__ended_at=None).exclude(room=room)
    admission = found.select_related("room__appointment").order_by("-seen_at").first()
    return admission.room if admission is not None else None


def _finishing(name: str, other: Room, now: datetime) -> str:
    minutes = -int((now - other.appointment.ends_at).total_seconds() // MINUTE)
    if minutes < 1:
        return _("{name} is finishing with someone.").format(name=name)
    sentence = ngettext(
        "{name} is finishing with someone, about {count} minute.",
        "{name} is finishing with someone, about {count} minutes.",
        minutes,
    )
    return sentence.format(name=name, count=minutes)
