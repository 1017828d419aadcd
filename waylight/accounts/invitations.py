"""Invitations to set up the second factor. Without an open one an inbox opens appointments, and never the record."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from waylight.accounts.models import Invitation, User
from waylight.notifications.notify import notify, withdraw
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class NotInvited(Refusal):
    """This needs an invitation from us, and there is none that is still open."""


@transaction.atomic
def invite(user: User, *, by: Any, days: int = 14, person_id: Any = None) -> Invitation:
    """Lets somebody set up the second factor, once, within so many days, and writes to them.

    Earlier invitations end. What was set before stays until this one is used. `by` is a user or "worker".
    `person_id` says whose keys seal the message: a client's own id, when the user is a client.
    """
    revoke(user)
    now = timezone.now()
    invitation = Invitation.objects.create(
        user=user,
        sent_at=now,
        sent_by=by if isinstance(by, str) else str(by.pk),
        expires_at=now + timedelta(days=days),
    )
    audit.record("invite", by=by, person=person_id or user.pk, about=invitation)
    notify(
        "invitation",
        key=f"invitation:{invitation.pk}",
        person_id=person_id or user.pk,
        channel="email",
        address=user.email,
        language=user.language,
        words={"link": settings.BASE_URL + reverse("accounts:set_up")},
    )
    return invitation


def revoke(user: User) -> None:
    """Ends the invitation that waits, if there is one, and takes back its message."""
    waiting = Invitation.objects.filter(user=user, used_at=None, revoked_at=None)
    for invitation in waiting:
        withdraw(f"invitation:{invitation.pk}")
    waiting.update(revoked_at=timezone.now())


def open_for(user: Any) -> Invitation | None:
    return Invitation.objects.filter(user_id=user.pk).open(timezone.now()).first()


@transaction.atomic
def use(user: User) -> None:
    """Raises NotInvited, also when somebody else used it a moment ago."""
    now = timezone.now()
    invitation = open_for(user)
    if invitation is None or not Invitation.objects.open(now).filter(pk=invitation.pk).update(used_at=now):
        raise NotInvited
    audit.record("use-invitation", by=user, person=user.pk, about=invitation)
