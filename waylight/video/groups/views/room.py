"""The room of a group's session: its page, the pass into the engine, names by seat, and what the therapist who leads can do."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.privacy.idempotency import once, repeatable
from waylight.video import servers
from waylight.video.groups import meeting
from waylight.video.groups.port import EngineSilent

View = Callable[..., HttpResponse]


@require_safe
@needs_second_factor
def page(request: SignedIn, pk: str) -> HttpResponse:
    now = timezone.now()
    place = meeting.place_of(request.user, pk, now)
    context = {
        "area": "staff in-room" if place.leads else "client in-room",
        "place": place,
        "session": place.session,
        "is_open": place.session.is_open(now),
        "after": _after(place),
    }
    return render(request, "video/groups/room.html", context)


@require_POST
@needs_second_factor
@repeatable
def give_pass(request: SignedIn, pk: str) -> HttpResponse:
    """JSON for the page's script: what the engine wants, and where the two sides may meet; or why not, in words."""
    now = timezone.now()
    place = meeting.place_of(request.user, pk, now)
    try:
        given = meeting.come_in(place, by=request.user, now=now)
    except (meeting.NotOpenYet, meeting.TakenOut, EngineSilent) as refusal:
        return JsonResponse({"why": str(refusal), "waits": not isinstance(refusal, meeting.TakenOut)})
    relays = servers.fresh(place.session.pk, place.session.closes_at)
    return JsonResponse(vars(given) | {"servers": relays})


@require_safe
@needs_second_factor
def names(request: SignedIn, pk: str) -> HttpResponse:
    return JsonResponse(meeting.names(meeting.place_of(request.user, pk, timezone.now())))


def for_the_lead(act: Callable[[Any, meeting.Place, str], None]) -> View:
    """An act on the session. The answer has no content: the engine tells everybody in the room what changed."""

    @require_POST
    @needs_second_factor
    @repeatable
    @wraps(act)
    def wrapped(request: HttpRequest, pk: str, seat: str) -> HttpResponse:
        try:
            act(request, meeting.place_of(request.user, pk, timezone.now()), seat)
        except EngineSilent as refusal:
            return JsonResponse({"why": str(refusal)}, status=409)
        return HttpResponse(status=204)

    return wrapped


@for_the_lead
def mute(request: Any, place: meeting.Place, seat: str) -> None:
    meeting.mute(place, seat, is_muted=request.POST.get("muted") == "1", by=request.user)


@for_the_lead
def remove(request: Any, place: meeting.Place, seat: str) -> None:
    meeting.remove(place, seat, by=request.user)


@require_POST
@needs_second_factor
@once
def end(request: SignedIn, pk: str) -> HttpResponse:
    place = meeting.place_of(request.user, pk, timezone.now())
    meeting.end(place, by=request.user)
    return redirect(_after(place))


def _after(place: meeting.Place) -> str:
    if place.member is None:
        return reverse("groups:desk_one", args=[place.session.group_id])
    return reverse("groups:mine_one", args=[place.member.pk])
