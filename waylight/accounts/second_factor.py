"""The mark that a session carries once its person has shown more than an inbox: passkey, PIN or authenticator.

A code from the inbox opens appointments. Whatever belongs to the record, and everything staff see, stands behind this mark.
It lapses when it has not been used for a while.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waylight.accounts import factors, kept_words
from waylight.accounts.models import Role
from waylight.accounts.next_page import with_next
from waylight.privacy import audit

MARK = "second_factor"
IDLE = {
    Role.CLIENT: timedelta(minutes=15),
    Role.THERAPIST: timedelta(minutes=30),
    Role.MANAGER: timedelta(minutes=30),
}
NOTED_EVERY = 60  # seconds: use is written down this often, so that reading a page seldom writes

View = Callable[..., HttpResponse]


def is_passed(request: HttpRequest) -> bool:
    """Whether this session may open the record now. Asking counts as use, so the mark goes on."""
    mark = request.session.get(MARK)
    if not request.user.is_authenticated or not mark or mark["user"] != str(request.user.pk):
        return False
    idle = timezone.now().timestamp() - mark["used_at"]
    if idle > IDLE[Role(request.user.role)].total_seconds():
        clear(request)
        return False
    if idle > NOTED_EVERY:
        request.session[MARK] = mark | {"used_at": timezone.now().timestamp()}
    return True


def mark_passed(request: HttpRequest, how: str) -> None:
    """Marks the session, under a new session key. `how` is "passkey", "pin" or "authenticator"."""
    before = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
    request.session[MARK] = {
        "user": str(request.user.pk),
        "how": how,
        "used_at": timezone.now().timestamp(),
    }
    audit.record("unlock", by=request.user, person=request.user.pk)


def clear(request: HttpRequest) -> None:
    """Takes the mark away; the person stays signed in."""
    request.session.pop(MARK, None)


def needs_second_factor(view: View) -> View:
    """Lets nobody see the page without the mark. A form that arrives without it is kept until they have it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs) if is_passed(request) else ask_for_it(request)

    wrapped.needs_second_factor = True  # type: ignore[attr-defined]
    return wrapped


def before_second_factor(view: View) -> View:
    """Marks a signed-in page that staff reach without the mark, since it leads there or shows nothing of a client."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def ask_for_it(request: HttpRequest) -> HttpResponse:
    """The way to the mark: unlock, or set something up first."""
    if not factors.ways(request.user):
        return redirect("accounts:set_up")
    if request.method in {"GET", "HEAD"}:
        return redirect(with_next(reverse("accounts:unlock"), request.get_full_path()))
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        # A script saves drafts in the background: its page still holds the words and says that they are not saved.
        return HttpResponse("Locked", status=403, content_type="text/plain")
    kept_words.keep(request)
    return redirect("accounts:unlock")
