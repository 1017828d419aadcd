"""Book, move, cancel. One function inserts; the database says whether a time is taken, and nothing else does.

On PostgreSQL a plain INSERT against the exclusion constraints livelocks among rivals, so it is INSERT … ON CONFLICT DO NOTHING
(ASSURANCE E1). Locks are always taken in one order (client, therapist, appointment, link), and as FOR NO KEY UPDATE, which
does not wait for the foreign keys of rivals' bookings.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from waylight.accounts.models import Role
from waylight.booking import free, links, refusals, zones
from waylight.booking.availability import nearest
from waylight.booking.models import Appointment, BookingLink, Cancellation, Kind, Status
from waylight.intake.consents import has_consent
from waylight.notifications.notify import notify, withdraw
from waylight.people.clients import recipient
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit

TREATMENT = "treatment"  # the purpose of the consent without which there is no session (REQUIREMENTS 5.7)
LINK = "link"  # who acts when somebody without an account does, by a secret address


@transaction.atomic
def book(
    client: Client,
    therapist: Therapist,
    kind: str,
    starts_at: datetime,
    *,
    by: Any,
    zone: str = "",
    topic: str = "",
    telephone: str = "",
    overrule_hours: bool = False,
    address: str = "",
) -> Appointment:
    """Books a time. `by`: a user, or LINK. `address`: goes into the message.

    `zone` and `telephone` (the number to meet by) are the client's, and kept from now on.

    Raises a refusals.Refused: NotRegistered, CountryNotCovered, NotInCare, ConsentMissing, NotInHours, TooSoon,
    SlotAlreadyTaken.
    """
    now = timezone.now()
    client = locked_client(client.pk)
    _keep(client, zone=zone, telephone=telephone)
    refuse_unless_bookable(client, therapist, kind, now=now)
    appointment = _new(client, therapist, kind, starts_at, by=by, topic=topic, now=now)
    _refuse_time(appointment, now=now, overrule_hours=overrule_hours)
    _insert_or_refuse(appointment, now=now)
    audit.record(_verb("book", overrule_hours), by=actor(by), person=client.pk, about=appointment)
    _tell("booked", appointment, address or links.address_for(appointment))
    return appointment


@transaction.atomic
def move(
    appointment: Appointment,
    starts_at: datetime,
    *,
    by: Any,
    zone: str = "",
    overrule_hours: bool = False,
    address: str = "",
) -> Appointment:
    """Cancels the old row and books a new one in its place, or changes nothing. Its link goes along.

    Raises as `book` does; also NoLongerStands, AlreadyBegun, and CutOffPassed for the client and the link.
    """
    now = timezone.now()
    old = _locked(appointment)
    _refuse_change(old, by=by, now=now)
    if not _is_staff(by) and _is_late(old, now):
        raise refusals.CutOffPassed
    _keep(old.client, zone=zone)
    refuse_unless_bookable(old.client, old.therapist, old.kind, now=now)
    new = _new(old.client, old.therapist, old.kind, starts_at, by=by, topic=old.topic, now=now)
    new.replaces = old
    _refuse_time(new, now=now, overrule_hours=overrule_hours)
    _call_off(old, by=by, reason="", now=now)
    _insert_or_refuse(new, now=now)
    BookingLink.objects.filter(appointment=old).update(appointment=new)
    audit.record(_verb("move", overrule_hours), by=actor(by), person=old.client_id, about=new)
    _tell("moved", new, address or links.address_for(new))
    return new


@transaction.atomic
def cancel(appointment: Appointment, *, by: Any, reason: str = "", address: str = "") -> Cancellation:
    """Calls it off. After the cut-off the link can't; a client who is signed in still can, and it counts as late.

    Raises NoLongerStands, AlreadyBegun, CutOffPassed.
    """
    now = timezone.now()
    old = _locked(appointment)
    _refuse_change(old, by=by, now=now)
    if by == LINK and _is_late(old, now):
        raise refusals.CutOffPassed
    cancellation = _call_off(old, by=by, reason=reason, now=now)
    audit.record("cancel-appointment", by=actor(by), person=old.client_id, about=old)
    _tell("cancelled", old, address or _where_to_choose_again(old))
    return cancellation


def refuse_unless_bookable(client: Client, therapist: Therapist, kind: str, *, now: datetime) -> None:
    """Raises what stands in the way of any time with this therapist (REQUIREMENTS 5.5, H09, H21)."""
    practice = Practice.current()
    if not therapist.is_registered(now.astimezone(practice.tzinfo).date()):
        raise refusals.NotRegistered
    if client.country not in therapist.countries or client.country not in practice.countries:
        raise refusals.CountryNotCovered
    if not client.episodes.open().filter(therapist=therapist).exists():
        raise refusals.NotInCare
    if kind == Kind.SESSION and not has_consent(client, TREATMENT):
        raise refusals.ConsentMissing


def locked_client(pk: Any) -> Client:
    """The client's row as it is now: whoever changes what a client has booked holds it first, until the transaction ends."""
    return Client.objects.select_for_update(of=("self",), no_key=True).select_related("user").get(pk=pk)


def actor(by: Any) -> Any:
    """Who stands in the audit trail: the holder of a link is nobody we know."""
    return "visitor" if by == LINK else by


def _new(
    client: Client,
    therapist: Therapist,
    kind: str,
    starts_at: datetime,
    *,
    by: Any,
    topic: str,
    now: datetime,
) -> Appointment:
    length = free.length_of(kind, Practice.current())
    appointment = Appointment(client=client, therapist=therapist, kind=kind, starts_at=starts_at)
    appointment.ends_at, appointment.topic = starts_at + length, topic
    appointment.booked_at, appointment.booked_by = now, _name(by)
    return appointment


def _refuse_time(appointment: Appointment, *, now: datetime, overrule_hours: bool) -> None:
    """Staff may overrule the hours; nobody books the past."""
    therapist, kind, starts_at = appointment.therapist, appointment.kind, appointment.starts_at
    if starts_at <= now:
        raise _refusal(refusals.TooSoon, appointment, now=now)
    if overrule_hours or free.is_within_hours(therapist, kind, starts_at, now=now):
        return
    is_close = free.is_within_hours(therapist, kind, starts_at, now=now, ignoring_notice=True)
    raise _refusal(refusals.TooSoon if is_close else refusals.NotInHours, appointment, now=now)


def _insert_or_refuse(appointment: Appointment, *, now: datetime) -> None:
    """The only place where an appointment comes to be. Raises SlotAlreadyTaken."""
    try:
        with transaction.atomic():  # SQLite's trigger aborts the statement; this undoes it and no more
            Appointment.objects.bulk_create([appointment], ignore_conflicts=True)
    except IntegrityError as error:
        raise _refusal(refusals.SlotAlreadyTaken, appointment, now=now) from error
    if not Appointment.objects.filter(pk=appointment.pk).exists():
        raise _refusal(refusals.SlotAlreadyTaken, appointment, now=now)


def _refusal(
    kind_of_refusal: type[refusals.TimeRefused], appointment: Appointment, *, now: datetime
) -> refusals.TimeRefused:
    client, wanted = appointment.client, appointment.starts_at
    times = free.for_therapist(
        appointment.therapist, appointment.kind, now=now, client=client, instead_of=appointment.replaces
    )
    return kind_of_refusal(
        wanted, nearest([one for one in times if one != wanted], wanted), zones.zone_of(client)
    )


def _locked(appointment: Appointment) -> Appointment:
    """The row as it is now, with both people's rows, so that two moves never wait for each other's old times."""
    locked_client(appointment.client_id)
    Therapist.objects.select_for_update(no_key=True).get(pk=appointment.therapist_id)
    row = Appointment.objects.select_for_update(of=("self",), no_key=True)
    return row.select_related("client__user", "therapist").get(pk=appointment.pk)


def _refuse_change(appointment: Appointment, *, by: Any, now: datetime) -> None:
    if not appointment.is_booked:
        raise refusals.NoLongerStands
    if appointment.has_begun(now) and not _is_staff(by):
        raise refusals.AlreadyBegun


def _call_off(appointment: Appointment, *, by: Any, reason: str, now: datetime) -> Cancellation:
    appointment.status = Status.CANCELLED
    appointment.save(update_fields=["status"])
    cancellation = Cancellation(appointment=appointment, cancelled_at=now, cancelled_by=_name(by))
    cancellation.reason, cancellation.was_late = reason, _is_late(appointment, now)
    cancellation.save(force_insert=True)
    for template in ("booked", "moved"):
        withdraw(f"{template}:{appointment.pk}")
    return cancellation


def _is_late(appointment: Appointment, now: datetime) -> bool:
    return now >= appointment.cut_off(Practice.current().cancellation_cutoff_hours)


def _is_staff(by: Any) -> bool:
    return getattr(by, "role", "") in {Role.THERAPIST, Role.MANAGER}


def _keep(client: Client, *, zone: str = "", telephone: str = "") -> None:
    if zone and zones.is_known(zone):
        client.zone = zone
        if client.user is not None:
            client.user.zone = zone
            client.user.save(update_fields=["zone"])
    if telephone:
        client.contact = client.contact | {"telephone": telephone}
    if zone or telephone:
        client.save(update_fields=["zone", "contact"])


def _tell(template: str, appointment: Appointment, address: str) -> None:
    channel, to = recipient(appointment.client)
    language = appointment.client.language
    notify(
        template,
        key=f"{template}:{appointment.pk}",
        person_id=appointment.client_id,
        channel=channel,
        address=to,
        language=language,
        words={"when": _when(appointment, language), "link": address},
    )


def _when(appointment: Appointment, language: str) -> str:
    zone = zones.zone_of(appointment.client)
    with translation.override(language or settings.LANGUAGE_CODE):
        return gettext("{moment} ({city} time)").format(
            moment=zones.in_words(appointment.starts_at, zone), city=zones.city(zone)
        )


def _where_to_choose_again(appointment: Appointment) -> str:
    if appointment.client.user_id is not None:
        return settings.BASE_URL + reverse("booking:new")
    return links.address_for(appointment)


def _name(by: Any) -> str:
    return by if isinstance(by, str) else str(by.pk)


def _verb(act: str, overrule_hours: bool) -> str:
    return f"{act}-appointment-outside-hours" if overrule_hours else f"{act}-appointment"
