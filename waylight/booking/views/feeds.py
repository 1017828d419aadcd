"""The secret address that a calendar reads, and the pages on which its owner makes, replaces and ends it."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.booking import feeds, ical
from waylight.privacy.idempotency import once

SHOWN_ONCE = "calendar_address"  # in the session, which is sealed, until the page has shown it


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The file, or 304 while it is what the calendar has; for any other secret, whatever it was, one 404."""
    now, found = timezone.now(), feeds.find(secret)
    if found is None:
        raise Http404
    if feeds.is_read_too_often(found, now=now):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    body, changed = feeds.read(found, now=now)
    file = HttpResponse(body, content_type=ical.TYPE)
    file["ETag"] = f'"{sha256(body).hexdigest()}"'
    file["Last-Modified"] = http_date(changed.timestamp())
    file["Cache-Control"] = "private, no-cache"
    return get_conditional_response(request, file["ETag"], int(changed.timestamp()), file) or file


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: SignedIn) -> HttpResponse:
    """An address outlives the sign-in, so a code from the inbox is not enough to make one."""
    return render(request, "booking/my_calendar.html", context_of(request))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def make(request: SignedIn) -> HttpResponse:
    return _make(request, "booking:my_calendar")


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def end(request: SignedIn) -> HttpResponse:
    return _end(request, "booking:my_calendar")


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def make_at_desk(request: SignedIn) -> HttpResponse:
    return _make(request, "booking:desk_calendar_settings")


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def end_at_desk(request: SignedIn) -> HttpResponse:
    return _end(request, "booking:desk_calendar_settings")


def context_of(request: SignedIn) -> dict[str, object]:
    """`address` is there once, on the page that follows its making."""
    is_client = request.user.role == "client"
    names = ("make_feed", "end_feed") if is_client else ("desk_make_feed", "desk_end_feed")
    send, stop = (reverse(f"booking:{name}") for name in names)
    return {
        "feed": feeds.live(request.user),
        "address": request.session.pop(SHOWN_ONCE, ""),
        "make": send,
        "end": stop,
    }


def _make(request: SignedIn, page: str) -> HttpResponse:
    secret = feeds.make(request.user, by=request.user)
    request.session[SHOWN_ONCE] = feeds.address(secret)
    return redirect(f"{reverse(page)}#feed")


def _end(request: SignedIn, page: str) -> HttpResponse:
    feeds.revoke(request.user, by=request.user)
    messages.success(request, _("The address no longer works."))
    return redirect(page)
