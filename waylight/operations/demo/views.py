"""The demonstration's first page: step in as somebody, read the mail, bring the next appointment forward."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from waylight.accounts import second_factor
from waylight.accounts.models import User
from waylight.booking import scheduling
from waylight.booking.models import Appointment, Status
from waylight.booking.refusals import Refused
from waylight.notifications import notify
from waylight.notifications.models import Channel, Notification
from waylight.operations.demo import checks, mailbox
from waylight.operations.demo.history import PIN
from waylight.privacy.idempotency import once, repeatable

CAST = {
    "ana": (
        "ana@example.org",
        "Ana, a client",
        "Her next time, her diary and goals, what she wrote in between.",
    ),
    "clara": (
        "clara-vale@example.org",
        "Dr Clara Vale, Ana’s therapist",
        "Today, a note to finish, an answer to read, what Ana shared.",
    ),
    "eva": (
        "eva@example.org",
        "Eva, a manager",
        "Enquiries, registrations, messages, outcomes, systems that may read.",
    ),
    "ben": ("ben@example.org", "Ben, another client", "He sees nothing of Ana’s."),
    "david": ("david-osei@example.org", "Dr David Osei, another therapist", "He sees nothing of Ana’s."),
    "frank": ("frank@example.org", "Frank, a second manager", "Some acts need a second person."),
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


View = Callable[..., HttpResponse]


SPARE = timedelta(minutes=30)


def open_at_home(view: View) -> View:
    """Open to all, on one's own machine in demo mode. Elsewhere it is not there, even where nobody ran the system check."""

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO or checks.demo_stays_at_home():
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@open_at_home
def door(request: HttpRequest) -> HttpResponse:
    cast = [(who, name, what) for who, (_email, name, what) in CAST.items()]
    coming = Appointment.objects.upcoming(timezone.now()).filter(starts_at__gt=timezone.now())
    context = {"cast": cast, "pin": PIN, "coming": coming.select_related("client", "therapist")[:10]}
    return render(request, "operations/demo/door.html", context)


@require_POST
@open_at_home
@repeatable
def step_in(request: HttpRequest, who: str) -> HttpResponse:
    """Signs in as one of the cast, as if the second factor had been shown. Nobody's real factor is touched."""
    if who == "visitor":
        logout(request)
        return redirect("guide:home")
    if who not in CAST:
        raise Http404
    login(request, User.objects.get(email=CAST[who][0]), backend=BACKEND)
    second_factor.mark_passed(request, "demo")
    return redirect("accounts:home")


@open_at_home
def mail(request: HttpRequest) -> HttpResponse:
    by_hand = Notification.objects.for_a_person().exclude(channel=Channel.EMAIL).order_by("-created_at")[:20]
    context = {"mails": mailbox.newest(), "by_hand": [(row, notify.words_of(row)) for row in by_hand]}
    return render(request, "operations/demo/mail.html", context)


@require_POST
@open_at_home
@once
def bring_forward(request: HttpRequest) -> HttpResponse:
    """Moves an appointment to five minutes from now, as its therapist might, so that it can be walked today."""
    rows = Appointment.objects.upcoming(timezone.now()).select_related("therapist__user")
    wanted = request.POST.get("appointment", "")
    appointment = next((row for row in rows if str(row.pk) == wanted), None)
    if appointment is None:
        raise Http404
    soon = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=5)
    _make_room(appointment)
    try:
        _let_others_be_later(appointment, soon)
        scheduling.move(appointment, soon, by=appointment.therapist.user, outside_hours="To walk it now")
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It starts in five minutes. Both can get ready now.")
    return redirect("demo:door")


def _let_others_be_later(appointment: Appointment, soon: datetime) -> None:
    """What the same therapist has just then follows afterwards."""
    until = soon + timedelta(minutes=appointment.minutes)
    others = Appointment.objects.standing().filter(therapist=appointment.therapist, status=Status.BOOKED)
    for row in others.between(soon, until).exclude(pk=appointment.pk).select_related("therapist__user"):
        scheduling.move(row, until + SPARE, by=row.therapist.user, outside_hours="To walk another one now")


def _make_room(appointment: Appointment) -> None:
    """What took place a moment ago, in a meeting that was brought forward too, ends now instead of later."""
    now = timezone.now()
    over = Appointment.objects.filter(
        therapist=appointment.therapist, ends_at__gt=now, status__in=[Status.FULFILLED, Status.NOSHOW]
    )
    for row in over:
        began = min(row.starts_at, now - timedelta(minutes=1))
        Appointment.objects.filter(pk=row.pk).update(starts_at=began, ends_at=now)
