"""The one thing a browser remembers of a visitor who is not signed in: the country, two letters, for a year."""

from datetime import UTC, date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from waylight.crisis import directory, facts, values

COOKIE = "country"
COOKIE_AGE = 365 * 24 * 3600  # seconds


def country_of(request: HttpRequest) -> values.Country | None:
    """What may be shown today for the country this browser remembers; None when it remembers none."""
    return country(request.COOKIES.get(COOKIE, ""))


def country(code: str, *, on: date | None = None) -> values.Country | None:
    """What may be shown for a country today (or on that day), with what this practice's people confirmed."""
    known = facts.read()
    return directory.country(
        code, on=on or today(), confirmations=known.confirmations, withdrawn=known.withdrawn
    )


def remember(response: HttpResponse, country: values.Country) -> None:
    response.set_cookie(
        COOKIE,
        country.code.lower(),  # as in the address of its page: a web server alone can follow it
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def today() -> date:
    return datetime.now(UTC).date()
