"""Refuses demo mode on a real host name: its door is open to everybody."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

OWN_MACHINE = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}


@register("security")
def demo_stays_at_home(**_kwargs: Any) -> list[Error]:
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.BASE_URL).hostname or ""}
    if not settings.DEMO or hosts <= OWN_MACHINE:
        return []
    return [
        Error(
            "Demo mode lets everybody in as anybody. It runs on localhost alone.",
            hint="Unset WAYLIGHT_DEMO, or take the other names out of WAYLIGHT_HOSTS and WAYLIGHT_URL.",
            id="waylight.E002",
        )
    ]
