"""Counts tries at a PIN or authenticator code: after five wrong ones in a row there is a pause, and each pause is longer.

The pause holds for the record alone: appointments and help stay open.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.models import User, WrongTries
from waylight.ui.templatetags.ui import moment

ALLOWED = 5
FIRST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=24)


class TooManyTries(Exception):
    """There were too many tries. Says when one may try again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            _("That was one try too many. You can try again from {moment}.").format(moment=moment(until))
        )


@transaction.atomic
def count(user: User) -> None:
    """Counts a try before it is compared, so that many at once do not slip through. Raises TooManyTries in a pause."""
    WrongTries.objects.bulk_create([WrongTries(user=user)], ignore_conflicts=True)
    row = WrongTries.objects.select_for_update().get(pk=user.pk)
    now = timezone.now()
    if row.locked_until and now < row.locked_until:
        raise TooManyTries(row.locked_until)
    row.count += 1
    row.locked_until = _end_of_pause(now, row.count) if row.count >= ALLOWED else None
    row.save()


def forget(user: User) -> None:
    """After the right one the count starts anew."""
    WrongTries.objects.filter(pk=user.pk).delete()


def check_pause(user: User) -> None:
    """Raises TooManyTries when the last wrong try began a pause, or an earlier one still holds."""
    row = WrongTries.objects.filter(pk=user.pk, locked_until__gt=timezone.now()).first()
    if row is not None and row.locked_until is not None:
        raise TooManyTries(row.locked_until)


def _end_of_pause(now: datetime, count: int) -> datetime:
    """On the full minute, since that is what the sentence names."""
    doublings = min(count - ALLOWED, 10)
    end = now + min(FIRST_PAUSE * 2**doublings, LONGEST_PAUSE)
    return end.replace(second=0, microsecond=0) + timedelta(minutes=1)
