"""Secret addresses: made, found, renewed, revoked. The secret itself is kept nowhere; a new one replaces a lost one."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from waylight.booking.models import Appointment, BookingLink
from waylight.booking.models.links import BookingLinkQuerySet, digest_of
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.asking import Given, Question

SECRET_BYTES = 32
LIVES = timedelta(days=14)


def make(client: Client, therapist: Therapist, kind: str, *, now: datetime) -> tuple[BookingLink, str]:
    """A link by which this client books one time with this therapist, and its secret."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = BookingLink.objects.create(
        digest=digest_of(secret),
        client=client,
        therapist=therapist,
        kind=kind,
        created_at=now,
        expires_at=now + LIVES,
    )
    return link, secret


def find(secret: str, *, now: datetime) -> BookingLink | None:
    """The link, while it may still change something. Never says whether there was one."""
    link = _of_digest.row(digest=digest_of(secret))
    return link if link is not None and _is_live(link, now) else None


def locked(secret: str, *, now: datetime) -> BookingLink | None:
    """The same as it is once its client's row is locked, and then its own: so two clicks at once are one after the other.

    Call it inside the act's transaction.
    """
    link = _locked.row(digest=digest_of(secret))
    return link if link is not None and _is_live(link, now) else None


@Question
def _of_digest() -> BookingLinkQuerySet:
    found = BookingLink.objects.filter(digest=Given("digest"))
    return found.select_related("client__user", "therapist__user", "appointment")


@Question
def _locked() -> BookingLinkQuerySet:
    """Without its appointment: who waited for the lock would read that as it was before."""
    found = BookingLink.objects.filter(digest=Given("digest")).select_related(
        "client__user", "therapist__user"
    )
    return found.select_for_update(of=("client", "self"), no_key=True)


def _is_live(link: BookingLink, now: datetime) -> bool:
    hours = Practice.current().cancellation_cutoff_hours if link.appointment_id is not None else 0
    return link.is_live(now, hours)


def address(secret: str) -> str:
    """The absolute address that goes into a message."""
    return settings.BASE_URL + reverse("booking:times", args=[secret])


def address_for(appointment: Appointment) -> str:
    """Where its client sees, moves or cancels it: signed in, or without an account by a link, whose secret is then new."""
    if appointment.client.user_id is not None:
        return settings.BASE_URL + reverse("booking:appointment", args=[appointment.pk])
    own = BookingLink.objects.filter(appointment=appointment)
    link = own.filter(revoked_at=None).first()
    if link is not None:
        return address(renew(link))
    own.update(appointment=None)
    link, secret = make(appointment.client, appointment.therapist, appointment.kind, now=timezone.now())
    BookingLink.objects.filter(pk=link.pk).update(appointment=appointment)
    return address(secret)


def renew(link: BookingLink) -> str:
    """A new secret for the same link, good for as long as a new one; the old secret ends."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    BookingLink.objects.filter(pk=link.pk).update(digest=digest_of(secret), expires_at=timezone.now() + LIVES)
    return secret


def prolong(link: BookingLink) -> None:
    """The same secret, good for as long as a new one: an appointment may have outlived the link's own days."""
    BookingLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() + LIVES)


@transaction.atomic
def revoke(link: BookingLink, *, by: Any) -> None:
    """Ends a link at once. Doing it twice changes nothing."""
    if BookingLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        audit.record("revoke-booking-link", by=by, person=link.client_id, about=link)
