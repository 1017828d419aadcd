"""A message that a manager sends to themselves, through the same worker and server as all others, and its code typed back in.

The code stands in the message alone; the session keeps its digest, for half an hour and five tries.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from waylight.accounts.models import User
from waylight.notifications.notify import notify
from waylight.practice import opening
from waylight.practice.models import OpeningStatement, Subject
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

KEY = "mail-test"
LASTS = timedelta(minutes=30)
TRIES = 5


class WrongCode(Refusal):
    """That code does not fit. Look at the newest message."""


class NoCode(Refusal):
    """That message is too old, or was tried too often. Send a new one."""


@transaction.atomic
def send(user: User, session: Any, *, now: datetime) -> None:
    """Queues the message. An earlier code does not count any more."""
    code = f"{secrets.randbelow(10**6):06}"
    notify(
        "mail-test",
        key=f"mail-test:{uuid.uuid4()}",
        person_id=user.pk,
        channel="email",
        address=user.email,
        words={"code": code},
    )
    session[KEY] = {"digest": _digest(code, user), "until": (now + LASTS).timestamp(), "tries": 0}
    audit.record("send-mail-test", by=user)


def is_waiting(session: Any, now: datetime) -> bool:
    """Whether a code is out that can still be typed in."""
    sent = session.get(KEY)
    return bool(sent) and sent["tries"] < TRIES and now.timestamp() <= sent["until"]


def take(typed: str, user: User, session: Any, *, now: datetime) -> OpeningStatement:
    """Mail was sent and received: that is kept. Raises NoCode, WrongCode."""
    if not is_waiting(session, now):
        raise NoCode
    sent = session[KEY]
    if not constant_time_compare(sent["digest"], _digest("".join(typed.split()), user)):
        session[KEY] = sent | {"tries": sent["tries"] + 1}
        raise WrongCode
    del session[KEY]
    words = _("A message went out, came in, and its code was typed in.")
    return opening.state(Subject.MAIL, done_on=timezone.localdate(), words=words, by=user)


def _digest(code: str, user: User) -> str:
    return salted_hmac("waylight.mail-test", f"{user.pk}:{code}", algorithm="sha256").hexdigest()
