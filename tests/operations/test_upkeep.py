"""Sessions that have ended leave nothing behind."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from tests.cast import ana, at
from waylight.operations import upkeep

NOW = at("2026-11-26 09:00")
pytestmark = pytest.mark.django_db


def a_session(key: str, ends_at) -> None:
    Session.objects.create(session_key=key, session_data="", expire_date=ends_at)


def test_a_session_that_has_ended_is_deleted_and_one_that_goes_on_is_not() -> None:
    a_session("ended", NOW - timedelta(seconds=1))
    a_session("going", NOW + timedelta(seconds=1))
    assert upkeep.forget_sessions(NOW) == 1
    assert Session.objects.get().session_key == "going"


def test_what_was_noted_about_a_session_goes_with_it() -> None:
    user = ana().user
    for key, days in (("ended", 15), ("going", 13)):
        seen_at = NOW - timedelta(days=days)
        UserSession.objects.create(
            user=user,
            session_key=key,
            ip="127.0.0.1",
            user_agent="",
            created_at=seen_at,
            last_seen_at=seen_at,
        )
    UserSession.objects.filter(session_key="ended").update(last_seen_at=NOW - timedelta(days=15))
    UserSession.objects.filter(session_key="going").update(last_seen_at=NOW - timedelta(days=13))
    upkeep.forget_sessions(NOW)
    assert UserSession.objects.get().session_key == "going"
