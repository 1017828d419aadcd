"""Checks of therapists on public registers: two people for each, and what stands against booking, in words.

REQUIREMENTS 6: R-6.1 what is kept, R-6.2 when it is checked again, R-6.3 two people. Nothing here asks a register itself.
"""

from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from waylight.people.bodies import BODIES
from waylight.people.models import RegisterCheck, Registration, Status, Therapist
from waylight.people.models.registrations import RegistrationQuerySet
from waylight.people.standing import Standing, standing
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

__all__ = [
    "CannotCheck",
    "Standing",
    "add_registration",
    "confirm_check",
    "due_for_recheck",
    "expiring",
    "record_check",
    "standing",
]

WARNED = timedelta(days=30)  # before a registration runs out


class CannotCheck(Refusal):
    """This check cannot be taken. The text of each refusal below is a sentence for people."""


class UnknownBody(CannotCheck):
    """Choose a professional body from the list."""


class AlreadyRegistered(CannotCheck):
    """This number is already on our list for this body."""


class NotStaff(CannotCheck):
    """Only somebody who works here can look at the register for us."""


class CannotCheckOneself(CannotCheck):
    """Somebody else needs to check this: it is your own registration."""


class SamePerson(CannotCheck):
    """A second person needs to confirm this: you made the check."""


class SeenInFuture(CannotCheck):
    """The day on which you looked cannot be in the future."""


class AlreadyConfirmed(CannotCheck):
    """Somebody has confirmed this check already."""


class SupersededCheck(CannotCheck):
    """There is a newer check of this registration. Confirm that one."""


@transaction.atomic
def add_registration(
    therapist: Therapist, *, body: str, title_used: str, number: str, expires_on: date, by: Any
) -> Registration:
    """A therapist's entry on a register, not checked yet. Raises UnknownBody, NotStaff, AlreadyRegistered."""
    if body not in BODIES:
        raise UnknownBody
    _refuse_outsiders(by)
    number = " ".join(number.split()).upper()
    try:
        with transaction.atomic():
            row = Registration.objects.create(
                therapist=therapist, body=body, title_used=title_used, number=number, expires_on=expires_on
            )
    except IntegrityError as error:
        raise AlreadyRegistered from error
    audit.record("add-registration", by=by, person=therapist.user_id, about=row)
    return row


@transaction.atomic
def record_check(
    registration: Registration, *, by: Any, status: str, seen_on: date, expires_on: date | None = None
) -> RegisterCheck:
    """What one person saw on the public register; a concern counts at once, all else when it is confirmed.

    `expires_on` is the date on the register where it has moved. Raises CannotCheckOneself, NotStaff, SeenInFuture.
    """
    _refuse_outsiders(by)
    _refuse_oneself(registration, by)
    if seen_on > timezone.localdate():
        raise SeenInFuture
    check = RegisterCheck.objects.create(
        registration=registration,
        status=Status(status),
        seen_on=seen_on,
        expires_on=expires_on,
        recorded_at=timezone.now(),
        recorded_by=by,
    )
    audit.record("check-registration", by=by, person=registration.therapist.user_id, about=check)
    return check


@transaction.atomic
def confirm_check(check: RegisterCheck, *, by: Any) -> None:
    """The second person saw the same. Raises SamePerson, CannotCheckOneself, NotStaff, SupersededCheck, AlreadyConfirmed."""
    registration = Registration.objects.select_for_update().get(pk=check.registration_id)
    _refuse_outsiders(by)
    _refuse_oneself(registration, by)
    if check.recorded_by_id == by.pk:
        raise SamePerson
    if check.is_superseded():
        raise SupersededCheck
    mine = RegisterCheck.objects.filter(pk=check.pk, confirmed_at=None)
    if not mine.update(confirmed_at=timezone.now(), confirmed_by=by):
        raise AlreadyConfirmed
    check.refresh_from_db()
    if check.expires_on:
        registration.expires_on = check.expires_on
        registration.save(update_fields=["expires_on"])
    audit.record("confirm-registration", by=by, person=registration.therapist.user_id, about=check)


def due_for_recheck(on: date) -> RegistrationQuerySet:
    """Those that nobody has looked up for longer than the practice allows, or ever (R-6.2)."""
    since = on - timedelta(days=Practice.current().register_recheck_days)
    recent = RegisterCheck.objects.filter(registration=OuterRef("pk"), seen_on__gt=since)
    return Registration.objects.exclude(Exists(recent)).order_by("expires_on", "pk")


def expiring(on: date, within: timedelta = WARNED) -> RegistrationQuerySet:
    """Those that run out within that time, or have run out."""
    return Registration.objects.filter(expires_on__lte=on + within).order_by("expires_on", "pk")


def _refuse_outsiders(by: Any) -> None:
    if not (getattr(by, "is_staff_member", False) and by.is_active):
        raise NotStaff


def _refuse_oneself(registration: Registration, by: Any) -> None:
    if registration.therapist.user_id == by.pk:
        raise CannotCheckOneself
