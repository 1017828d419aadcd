"""What happens when a therapist's registration is no longer in force (H09): clients hear whom to speak to, managers get a list.

Appointments stay booked, since only a person can say what becomes of them; none of them can begin (`attendance.hindrances`).
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from waylight.accounts.models import Role, User
from waylight.booking import telling
from waylight.booking.models import Appointment
from waylight.booking.models.appointments import AppointmentQuerySet
from waylight.notifications.models import Notification
from waylight.notifications.notify import notify
from waylight.people.models import RegisterCheck, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.keyring import KeyDestroyed


def affected(now: datetime, therapist: Therapist | None = None) -> AppointmentQuerySet:
    """Booked appointments that cannot begin, soonest first: of everybody, or of one therapist."""
    registered = Therapist.objects.registered(Practice.current().date_at(now))
    rows = Appointment.objects.upcoming(now).exclude(therapist__in=registered)
    rows = rows.filter(therapist=therapist) if therapist is not None else rows
    return rows.select_related("client", "therapist")


@transaction.atomic
def protect_clients(therapist: Therapist, *, by: Any, now: datetime | None = None) -> int:
    """Writes to each client who has a time booked, and to each manager: once for each lapse. Says how many clients.

    Does nothing while the registration is in force.
    """
    now = now or timezone.now()
    rows = list(affected(now, therapist))
    if not rows:
        return 0
    lapse = f"{therapist.pk}:{_last_sound_check(therapist)}"
    by_key: dict[str, list[Appointment]] = {}
    for row in rows:
        by_key.setdefault(f"therapist-away:{row.client_id}:{lapse}", []).append(row)
    told = set(Notification.objects.filter(key__in=by_key).values_list("key", flat=True))
    written = sum(_tell(by_key[key], key, by=by) for key in by_key.keys() - told)
    _tell_managers(lapse)
    return written


def protect_lapsed(now: datetime) -> int:
    """For the schedule: finds the registrations that ran out by themselves. Says how many clients are written to."""
    therapists = Therapist.objects.filter(pk__in=affected(now).order_by().values("therapist"))
    return sum(protect_clients(therapist, by="worker", now=now) for therapist in therapists)


def _tell(rows: list[Appointment], key: str, *, by: Any) -> bool:
    """Before the first of the client's times, be it outside safe hours; not after the last. False: they were erased."""
    client = rows[0].client
    try:
        with transaction.atomic():
            message = telling.tell(
                "therapist-away",
                client,
                key=key,
                words={},
                starts_at=rows[0].starts_at,
                useful_until=rows[-1].ends_at,
            )
    except KeyDestroyed:
        return False
    audit.record("protect-client", by=by, person=client.pk, about=message)
    return True


def _tell_managers(lapse: str) -> None:
    for manager in User.objects.filter(role=Role.MANAGER, is_active=True):
        notify(
            "manager-list",
            key=f"manager-list:{manager.pk}:{lapse}",
            person_id=manager.pk,
            channel="email",
            address=manager.email,
            language=manager.language,
            words={"link": settings.BASE_URL + reverse("home:office")},
        )


def _last_sound_check(therapist: Therapist) -> int:
    """Names the lapse: the check that held until it came. None that follows within the lapse changes it."""
    sound = RegisterCheck.objects.sound().filter(registration__therapist=therapist)
    return sound.order_by("-pk").values_list("pk", flat=True).first() or 0
