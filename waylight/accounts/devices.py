"""Where somebody is signed in, in words they recognise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from waylight.accounts.models import User
from waylight.privacy import audit

# The first that a browser's name for itself holds: most of them name others too.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox",
            "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "CrOS": "Chromebook", "Windows": "Windows",
           "Mac OS": "Mac", "Linux": "Linux"}  # fmt: skip


@dataclass(frozen=True)
class Device:
    pk: int
    words: str
    since: datetime
    is_this: bool


def of(user: User) -> list[Device]:
    """The newest first. Sessions that ended by themselves are forgotten on the way."""
    sessions = UserSession.objects.purge_and_list(user)
    found = [Device(s.pk, in_words(s.user_agent), s.created_at, s.is_current()) for s in sessions]
    return sorted(found, key=lambda device: (device.is_this, device.since), reverse=True)


@transaction.atomic
def end(session: UserSession, *, by: Any) -> None:
    audit.record("end-session", by=by, person=session.user_id)
    session.end()


def end_others(user: User, *, but: str | None) -> None:
    """Ends every session but the one with this key."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def in_words(user_agent: str) -> str:
    """“Firefox on Android”."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), _("A browser"))
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), _("a device"))
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
