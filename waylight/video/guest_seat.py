"""Ties a guest's seat to the browser that asked for it: a link that was passed on opens the door, but nobody's seat."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waylight.video.seats import Seat

COOKIE = "seat"  # sent to the guest's own pages and their line alone, and gone with the browser


def keep(response: HttpResponse, seat: Seat, secret: str) -> HttpResponse:
    response.set_signed_cookie(
        COOKIE,
        seat.id,
        salt=secret,
        path=reverse("video:guest_door", args=[secret]),
        secure=not settings.INSECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def is_theirs(request: HttpRequest, seat: Seat, secret: str) -> bool:
    return seat.id != "" and request.get_signed_cookie(COOKIE, "", salt=secret) == seat.id
