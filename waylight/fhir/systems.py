"""Authorises systems, makes and revokes their tokens, and keeps which of them a client allows."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.fhir.models import Allowance, System, Token
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

SECRET_BYTES = 32
LASTS_DAYS = (30, 90, 365)


class SystemEnded(Refusal):
    """This system may not read any more. Add it again if it is needed."""


class NotYours(Refusal):
    """Only you can allow a system to read what is yours."""


def digest_of(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


@transaction.atomic
def authorise(name: str, purpose: str, types: list[str], *, by: Any) -> System:
    """Lets a system ask. It finds nothing of a client who has not allowed it."""
    system = System.objects.create(
        name=name, purpose=purpose, types=sorted(types), authorised_at=timezone.now(), authorised_by=by
    )
    audit.record("authorise-system", by=by, about=system)
    return system


@transaction.atomic
def make_token(system: System, days: int, *, by: Any) -> str:
    """A new secret, shown once; the one before ends at once. Raises SystemEnded."""
    locked = System.objects.select_for_update().get(pk=system.pk)
    if locked.ended_at is not None:
        raise SystemEnded
    now = timezone.now()
    _revoke(locked)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        system=locked,
        digest=digest_of(secret),
        made_at=now,
        made_by=by,
        expires_at=now + timedelta(days=days),
    )
    audit.record("make-token", by=by, about=token)
    return secret


@transaction.atomic
def end(system: System, *, by: Any) -> None:
    """Ends a system, its token, and what clients allowed it. Twice is the same as once."""
    locked = System.objects.select_for_update().get(pk=system.pk)
    if locked.ended_at is not None:
        return
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    _revoke(locked)
    locked.allowances.standing().update(ended_at=locked.ended_at)
    audit.record("end-system", by=by, about=locked)


@transaction.atomic
def allow(client: Client, system: System, *, by: Any) -> Allowance:
    """The client's yes. Twice is the same as once. Raises NotYours, SystemEnded."""
    _check_own(client, by)
    locked = System.objects.select_for_update().get(pk=system.pk)
    if locked.ended_at is not None:
        raise SystemEnded
    found = Allowance.objects.standing().filter(client=client, system=locked).first()
    if found is None:
        found = Allowance.objects.create(client=client, system=locked, given_at=timezone.now())
        audit.record("allow-system", by=by, person=client.pk, about=found)
    return found


@transaction.atomic
def take_back(client: Client, system: System, *, by: Any) -> None:
    """Twice is the same as once. What was read already cannot be called back. Raises NotYours."""
    _check_own(client, by)
    System.objects.select_for_update().get(pk=system.pk)
    for standing in Allowance.objects.standing().filter(client=client, system=system):
        standing.ended_at = timezone.now()
        standing.save(update_fields=["ended_at"])
        audit.record("take-allowance-back", by=by, person=client.pk, about=standing)


def find(secret: str) -> Token | None:
    """The live token of this secret. One that ended takes the same way, and as long, as one that never was."""
    live = Token.objects.filter(
        digest=digest_of(secret), revoked_at=None, expires_at__gt=timezone.now(), system__ended_at=None
    )
    return live.select_related("system").first()


def note_use(token: Token) -> None:
    """Writes down the day, so that the office sees which tokens nobody needs."""
    today = timezone.localdate()
    if token.used_on != today:
        Token.objects.filter(pk=token.pk).update(used_on=today)


def _revoke(system: System) -> None:
    system.tokens.filter(revoked_at=None).update(revoked_at=timezone.now())


def _check_own(client: Client, by: Any) -> None:
    if client.user_id != by.pk:
        raise NotYours
