"""Recurring work on what libraries and the engine keep, and that no part of the practice owns."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session

from waylight.privacy import audit


def link_audit(_now: datetime) -> int:
    return audit.link()


def forget_sessions(now: datetime) -> int:
    """Deletes sessions that have ended, and what allauth noted about them; says how many."""
    last_use = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    ended, _ = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.filter(last_seen_at__lt=last_use).delete()
    return ended
