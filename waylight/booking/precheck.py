"""The pre-check at the start of every meeting (REQUIREMENTS 5.2, H04), its place kept for a while.

The client may say it while they get ready, a step at a time; the therapist then sees it, or asks. Until one of the two the
meeting does not begin.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.booking import attendance
from waylight.booking.models import Appointment, PreCheck
from waylight.people.models import Client
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

BATCH = 500


class CannotCheckIn(Refusal):
    """You cannot check in now."""


class NotAllSaid(Refusal):
    """Not all of it is said yet. Ask where they are, who can hear, and which number to call back."""


@transaction.atomic
def check_in(
    appointment: Appointment,
    *,
    by: Any,
    place: str,
    hearing: str,
    callback: str,
    contact_still_right: bool | None,
    is_abroad: bool | None = None,
) -> PreCheck:
    """Asked by the therapist: where they are, who can hear, which number to call back. New answers take the place of the old.

    Raises CannotCheckIn while the appointment can't be begun for another reason than the missing pre-check.
    """
    now = timezone.now()
    reasons = attendance.hindrances(appointment, now)
    if reasons:
        raise CannotCheckIn(" ".join(reasons))
    check = _locked(appointment)
    check.contact_still_right, check.is_abroad = contact_still_right, is_abroad
    check.seen_at, check.seen_by = now, str(by.pk)
    _keep(check, {"place": place, "callback": callback, "hearing": hearing}, by=by, now=now)
    audit.record("check-in", by=by, person=appointment.client_id, about=check)
    return check


@transaction.atomic
def say(appointment: Appointment, step: str, *, by: Any, **answers: Any) -> PreCheck:
    """One step of getting ready, by the client; without answers it was passed over. Raises CannotCheckIn.

    `answers`: any of place, hearing, callback, cannot_speak, is_abroad, contact_still_right. Said again, the new one holds,
    and the therapist has to see it again.
    """
    now = timezone.now()
    if not appointment.is_open(now):
        raise CannotCheckIn
    check = _locked(appointment)
    check.steps = [*(name for name in check.steps if name != step), step]
    if answers or check.checked_at is None:
        _keep(check, answers, by=by, now=now)
        audit.record("say-before-session", by=by, person=appointment.client_id, about=check)
    else:
        check.save(update_fields=["steps"])
    return check


@transaction.atomic
def see(appointment: Appointment, *, by: Any) -> PreCheck:
    """The therapist has seen what the client said. Raises NotAllSaid where something is left to ask."""
    check = _locked(appointment)
    if not check.is_complete:
        raise NotAllSaid
    if not check.is_seen:
        check.seen_at, check.seen_by = timezone.now(), str(by.pk)
        check.save(update_fields=["seen_at", "seen_by"])
        audit.record("see-check-in", by=by, person=appointment.client_id, about=check)
    return check


def of(appointment: Appointment) -> PreCheck | None:
    return PreCheck.objects.filter(appointment=appointment).select_related("appointment").first()


def _locked(appointment: Appointment) -> PreCheck:
    """The row as it is now, or a new one. The appointment's row is held, so that two first answers wait for each other."""
    Appointment.objects.select_for_update(of=("self",), no_key=True).get(pk=appointment.pk)
    return of(appointment) or PreCheck(appointment=appointment)


def _keep(check: PreCheck, answers: dict[str, Any], *, by: Any, now: datetime) -> None:
    for name, value in answers.items():
        setattr(check, name, value)
    if "place" in answers:
        check.place_forgotten_at = None
    is_new = check.checked_at is None
    check.checked_at, check.checked_by = now, str(by.pk)
    check.save(force_insert=is_new)


def number_to_call(appointment: Appointment) -> str:
    """The number given at the pre-check; until then the one that is known; "" when there is none."""
    check = of(appointment)
    return (check.callback if check is not None else "") or known_number(appointment.client)


def known_number(client: Client) -> str:
    """The number given when the time was booked, or the one they chose to be reached at; "" when there is neither."""
    contact = client.contact
    own = contact.get("address", "") if contact.get("channel") in {"call", "sms"} else ""
    return contact.get("telephone", "") or own


def usual_answers(appointment: Appointment) -> dict[str, Any]:
    """What the form begins with: what they said today, else the number alone. Where somebody is, is never supposed."""
    check = of(appointment)
    said = ("place", "hearing", "is_abroad", "contact_still_right")
    today = {name: getattr(check, name) for name in said} if check is not None else {}
    return today | {"callback": number_to_call(appointment)}


@transaction.atomic
def keep_place(appointment: Appointment, *, by: Any) -> None:
    """Something happened: the place of this session is part of what is written about it, and is not forgotten."""
    _hold_place(appointment, timezone.now(), by, "keep-place")


@transaction.atomic
def let_place_go(appointment: Appointment, *, by: Any) -> None:
    """It need not be kept any longer than any other."""
    _hold_place(appointment, None, by, "let-place-go")


def _hold_place(appointment: Appointment, at: datetime | None, by: Any, verb: str) -> None:
    check = _locked(appointment)
    if (
        check.checked_at is None
        or check.place_forgotten_at is not None
        or bool(check.place_kept_at) == bool(at)
    ):
        return
    check.place_kept_at, check.place_kept_by = at, str(by.pk) if at else ""
    check.save(update_fields=["place_kept_at", "place_kept_by"])
    audit.record(verb, by=by, person=appointment.client_id, about=check)


def forget_places(now: datetime) -> int:
    """Deletes up to 500 places older than the practice's period; says how many (REQUIREMENTS 5.2: 30 days as a rule)."""
    before = now - timedelta(days=Practice.current().location_kept_days)
    old = PreCheck.objects.filter(place_forgotten_at=None, place_kept_at=None, checked_at__lt=before)
    return sum(_forget(check, now) for check in old.select_related("appointment")[:BATCH])


@transaction.atomic
def _forget(check: PreCheck, now: datetime) -> int:
    check.place, check.place_forgotten_at = "", now
    check.save(update_fields=["place", "place_forgotten_at"])
    audit.record("forget-place", by="worker", person=check.appointment.client_id, about=check)
    return 1
