"""The named cast, made by small plain functions.

Ana and Ben are clients, Dr Clara is Ana's therapist, Dr David is *the outsider* (Ben's therapist, nobody to Ana), Eva and
Frank are managers. All of it is invented.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from waylight.accounts.models import Role, User
from waylight.booking.models import Appointment, Kind, OpeningHours
from waylight.people.models import Client, EpisodeOfCare, RegisterCheck, Registration, Status, Therapist
from waylight.practice.models import Practice
from waylight.privacy import keyring

_number = count(1)


def a_user(email: str, role: str, name: str = "", **fields: Any) -> User:
    user = User.objects.filter(email=email).first() or User.objects.create_user(
        email, role, name=name, **fields
    )
    keyring.create(user.pk)
    return user


def eva() -> User:
    return a_user("eva@example.org", Role.MANAGER, "Eva Demo")


def frank() -> User:
    return a_user("frank@example.org", Role.MANAGER, "Frank Demo")


def clara(**fields: Any) -> Therapist:
    return a_therapist("clara", "Dr Clara Demo", **fields)


def david(**fields: Any) -> Therapist:
    """The outsider."""
    return a_therapist("david", "Dr David Demo", **fields)


def ana(**fields: Any) -> Client:
    """Clara's client."""
    return a_client("ana", "Ana", clara(), **fields)


def ben(**fields: Any) -> Client:
    """Another client, David's."""
    return a_client("ben", "Ben", david(), **fields)


def a_practice(**fields: Any) -> Practice:
    practice = Practice.current()
    for name, value in fields.items():
        setattr(practice, name, value)
    practice.save()
    return practice


def a_therapist(slug: str, name: str, *, registered: bool = True, **fields: Any) -> Therapist:
    found = Therapist.objects.filter(slug=slug).first()
    if found:
        return found
    user = a_user(f"{slug}@example.org", Role.THERAPIST, name)
    fields = {
        "title": "Psychotherapist",
        "approaches": ["cbt", "cft"],
        "languages": ["en"],
        "countries": ["GB"],
        "is_published": True,
        "joined_on": date(2024, 1, 8),
    } | fields
    therapist = Therapist.objects.create(user=user, slug=slug, name=name, **fields)
    if registered:
        a_check(a_registration(therapist))
    return therapist


def a_registration(therapist: Therapist, **fields: Any) -> Registration:
    fields = {
        "body": "hcpc",
        "title_used": "Practitioner psychologist",
        "number": f"DEMO-C{next(_number)}",
        "expires_on": timezone.localdate() + timedelta(days=365),
    } | fields
    return Registration.objects.create(therapist=therapist, **fields)


def a_check(
    registration: Registration, *, status: str = Status.IN_FORCE, confirmed: bool = True, **fields: Any
):
    now = timezone.now()
    fields = {"seen_on": timezone.localdate(), "recorded_at": now, "recorded_by": eva()} | fields
    if confirmed:
        fields = {"confirmed_at": now, "confirmed_by": frank()} | fields
    return RegisterCheck.objects.create(registration=registration, status=status, **fields)


def a_client(slug: str, name: str, therapist: Therapist | None = None, **fields: Any) -> Client:
    user = a_user(f"{slug}@example.org", Role.CLIENT)
    found = Client.objects.filter(user=user).first()
    if found:
        return found
    contact = {"channel": "email", "address": user.email, "seen_by": "", "may_leave_message": False}
    fields = {"country": "GB", "age_band": "25 or over", "contact": contact} | fields
    client = Client(user=user, **fields)
    keyring.create(client.pk)
    client.name = name
    client.save()
    if therapist is not None:
        an_episode(client, therapist)
    return client


def an_episode(client: Client, therapist: Therapist, **fields: Any) -> EpisodeOfCare:
    fields = {"starts_on": timezone.localdate()} | fields
    return EpisodeOfCare.objects.create(client=client, therapist=therapist, **fields)


def an_appointment(
    client: Client | None = None, therapist: Therapist | None = None, **fields: Any
) -> Appointment:
    """A session of Ana's with Clara tomorrow, unless said otherwise."""
    client, therapist = client or ana(), therapist or clara()
    starts_at = fields.pop(
        "starts_at", timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    )
    fields = {
        "kind": Kind.SESSION,
        "ends_at": starts_at + timedelta(minutes=50),
        "booked_at": timezone.now(),
        "booked_by": "link",
    } | fields
    return Appointment.objects.create(client=client, therapist=therapist, starts_at=starts_at, **fields)


def office_hours(therapist: Therapist) -> None:
    """Monday to Friday, 9 to 17 in the therapist's zone."""
    from datetime import time

    for weekday in range(1, 6):
        OpeningHours.objects.create(
            therapist=therapist, weekday=weekday, opens_at=time(9), closes_at=time(17)
        )


def at(text: str) -> datetime:
    """A moment in UTC: at("2026-11-24 09:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
