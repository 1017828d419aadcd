"""The code that is e-mailed for signing in. It leaves at once, without waiting for the worker."""

import uuid

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from waylight.accounts.models import User
from waylight.notifications import delivery
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import notify
from waylight.practice.models import Practice

NOT_SENT = {State.QUEUED, State.FAILED}
NOT_SURELY_SENT = NOT_SENT | {State.IN_DOUBT}


class CodeNotSent(Exception):
    """The mail server did not take the code. Says what to do."""

    def __init__(self) -> None:
        telephone = Practice.current().telephone
        if telephone:
            words = _(
                "We could not send the code just now. Try again in a minute, or call us on {telephone}."
            )
        else:
            words = _("We could not send the code just now. Try again in a minute, or call us.")
        super().__init__(words.format(telephone=telephone))


def send_code(user: User, code: str) -> None:
    """Raises CodeNotSent. Unless it surely left, the code is taken back: it never arrives later, and no manager is shown it."""
    key = f"sign-in-code:{uuid.uuid4()}"
    words = {"code": code}
    row = notify(
        "sign-in-code",
        key=key,
        person_id=user.pk,
        channel="email",
        address=user.email,
        words=words,
        language=user.language or get_language() or "",  # somebody waits for it before this very page
    )
    delivery.send_now(row)
    row.refresh_from_db()
    Notification.objects.filter(pk=row.pk, state__in=NOT_SURELY_SENT).forget(state=State.WITHDRAWN)
    if row.state in NOT_SENT:
        raise CodeNotSent


def pretend_to_send() -> None:
    """For an address we do not know: asks the mail server too, so that the answer is the same. Raises CodeNotSent."""
    if not delivery.server_answers():
        raise CodeNotSent
