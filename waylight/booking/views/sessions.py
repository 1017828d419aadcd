"""A client's own sessions, signed in. A code from the inbox is enough: these pages show times, and never what was written."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import ical, media, offers, scheduling, topics, zones
from waylight.booking.choosing import Choosing, first_name
from waylight.booking.forms import TopicForm, chosen_start
from waylight.booking.models import Appointment, Medium
from waylight.booking.models.appointments import OPENS_BEFORE
from waylight.booking.refusals import ChangedSince, Refused
from waylight.booking.views import choice
from waylight.booking.waiting import undoing
from waylight.people.models import EpisodeOfCare
from waylight.practice.models import Practice
from waylight.privacy.idempotency import once, repeatable

BASE = "ui/client.html"
PAGE = 20


@allow(Permission.USE_OWN_AREA)
def mine(request: SignedIn) -> HttpResponse:
    now = timezone.now()
    rows = Appointment.objects.visible_to(request.user).numbered().select_related("therapist")
    context = {
        "upcoming": rows.upcoming(now),
        "page": Paginator(rows.past(now), PAGE).get_page(request.GET.get("page")),
        "episode": EpisodeOfCare.objects.visible_to(request.user).newest_open(),
    }
    return render(request, "booking/mine.html", context)


@allow(Permission.USE_OWN_AREA)
def appointment(request: SignedIn, pk: str) -> HttpResponse:
    """One session. The address of one that was moved, as an old message has it, leads to where it is now."""
    row = _within_reach(request, pk)
    if row.was_undone:
        return redirect("booking:mine")
    following = getattr(row, "replaced_by", None)
    return redirect("booking:appointment", pk=following.pk) if following else _show(request, row)


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def topic(request: SignedIn, pk: str) -> HttpResponse:
    """Takes what the client wants to talk about, and does not show it again."""
    row = _within_reach(request, pk)
    form = TopicForm(request.POST, therapist_name=first_name(row.therapist))
    if not form.is_valid():
        return _show(request, row, form)
    try:
        topics.add(row, form.cleaned_data["topic"], by=request.user)
    except Refused as refusal:
        return _show(request, row, form, problem=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("booking:appointment", pk=pk)


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def medium(request: SignedIn, pk: str) -> HttpResponse:
    """By video, or by telephone: the client's choice as much as the therapist's."""
    row = _within_reach(request, pk)
    chosen = Medium.TELEPHONE if request.POST.get("medium") == Medium.TELEPHONE else Medium.ROOM
    try:
        media.choose(row, chosen, by=request.user)
    except Refused as refusal:
        return _show(request, row, problem=str(refusal))
    is_by_video = row.medium == Medium.ROOM
    messages.success(request, _("You meet by video.") if is_by_video else _("You meet by telephone."))
    return redirect("booking:appointment", pk=pk)


@allow(Permission.USE_OWN_AREA)
@once
def cancellation(request: SignedIn, pk: str) -> HttpResponse:
    """Asks once, then calls it off; after the cut-off too, and then it counts as late."""
    row = _within_reach(request, pk)
    if request.method == "GET" and not row.is_booked:
        return redirect("booking:appointment", pk=pk)
    if request.method == "POST":
        try:
            scheduling.cancel(row, by=request.user)
        except Refused as refusal:
            messages.info(request, str(refusal))
        else:
            messages.success(request, _("Your time is cancelled. Thank you for telling us."))
        return redirect("booking:appointment", pk=pk)
    way = {"base": BASE, "send": reverse("booking:cancel", args=[pk])}
    back = reverse("booking:appointment", args=[pk])
    return choice.ask_to_cancel(request, row, way, back)


@require_POST
@allow(Permission.USE_OWN_AREA)
@once
def undo(request: SignedIn, pk: str) -> HttpResponse:
    """Takes back what was done to it a moment ago."""
    row = _within_reach(request, pk)
    try:
        until = chosen_start(request.POST.get("until", ""))
        standing = undoing.undo(row, by=request.user, until=until)
    except ChangedSince as refusal:
        messages.info(request, str(refusal))
        return redirect("booking:appointment", pk=pk)
    except Refused as refusal:
        return _show(request, row, problem=str(refusal))
    messages.success(request, _("That is undone. Nobody was told."))
    return (
        redirect("booking:mine") if standing.was_undone else redirect("booking:appointment", pk=standing.pk)
    )


@allow(Permission.USE_OWN_AREA)
def calendar_file(request: SignedIn, pk: str) -> HttpResponse:
    return ical.response(_within_reach(request, pk), zone=request.user.zone)


@allow(Permission.USE_OWN_AREA)
def new(request: SignedIn) -> HttpResponse:
    """Free times with one's own therapist."""
    choosing = _for_next(request)
    if choosing is None:
        return render(request, "booking/nobody.html")
    return choice.show_times(request, choosing, _way_new())


@allow(Permission.USE_OWN_AREA)
@repeatable
def new_keep(request: SignedIn) -> HttpResponse:
    """Keeps a time while it is checked. Sent twice it is kept once; sent again with another time, that one is kept."""
    choosing = _for_next(request)
    if request.method != "POST" or choosing is None:
        return redirect("booking:new")

    def hold(start: datetime) -> object:
        of = (choosing.client, choosing.therapist, choosing.kind)
        return scheduling.hold(*of, start, by=request.user, zone=choosing.zone)

    return choice.keep(request, choosing, _way_new(), hold)


@allow(Permission.USE_OWN_AREA)
def new_check(request: SignedIn) -> HttpResponse:
    choosing = _for_next(request)
    return choice.show_check(request, choosing, _way_new()) if choosing else redirect("booking:new")


@allow(Permission.USE_OWN_AREA)
@once
def new_choose(request: SignedIn) -> HttpResponse:
    choosing = _for_next(request)
    if request.method != "POST" or choosing is None:
        return redirect("booking:new")

    def book(start: datetime, answers: dict[str, str]) -> str:
        of = (choosing.client, choosing.therapist, choosing.kind)
        said = {name: answers.get(name, "") for name in ("topic", "telephone")}
        booked = scheduling.book(
            *of,
            start,
            by=request.user,
            zone=choosing.zone,
            topic=said["topic"],
            telephone=said["telephone"],
        )
        return _page_of(booked)

    return choice.take(request, choosing, _way_new(), book)


@allow(Permission.USE_OWN_AREA)
def move(request: SignedIn, pk: str) -> HttpResponse:
    row = _within_reach(request, pk)
    if not row.is_booked:
        return redirect("booking:appointment", pk=pk)
    return choice.show_times(request, _for_move(request, row), _way_move(row))


@allow(Permission.USE_OWN_AREA)
@repeatable
def move_keep(request: SignedIn, pk: str) -> HttpResponse:
    row = _within_reach(request, pk)
    if request.method != "POST":
        return redirect("booking:move", pk=pk)
    choosing = _for_move(request, row)

    def hold(start: datetime) -> object:
        return scheduling.hold_instead(row, start, by=request.user, zone=choosing.zone)

    return choice.keep(request, choosing, _way_move(row), hold)


@allow(Permission.USE_OWN_AREA)
def move_check(request: SignedIn, pk: str) -> HttpResponse:
    row = _within_reach(request, pk)
    return choice.show_check(request, _for_move(request, row), _way_move(row))


@allow(Permission.USE_OWN_AREA)
@once
def move_choose(request: SignedIn, pk: str) -> HttpResponse:
    row = _within_reach(request, pk)
    if request.method != "POST":
        return redirect("booking:appointment", pk=pk)
    choosing = _for_move(request, row)

    def book(start: datetime, _answers: dict[str, str]) -> str:
        return _page_of(scheduling.move(row, start, by=request.user, zone=choosing.zone))

    return choice.take(request, choosing, _way_move(row), book)


def _within_reach(request: SignedIn, pk: str) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).numbered()
    return get_object_or_404(rows.select_related("client__user", "therapist"), pk=pk)


def _for_next(request: SignedIn) -> Choosing | None:
    episode = EpisodeOfCare.objects.visible_to(request.user).newest_open()
    if episode is None:
        return None
    kind = offers.kind_for(episode.client, episode.therapist)
    return Choosing(episode.client, episode.therapist, kind, _zone(request), timezone.now())


def _for_move(request: SignedIn, row: Appointment) -> Choosing:
    return Choosing(row.client, row.therapist, row.kind, _zone(request), timezone.now(), instead_of=row)


def _zone(request: SignedIn) -> str:
    asked = (request.POST if request.method == "POST" else request.GET).get("zone", "")
    return zones.known_or(asked, request.user.zone)


def _way_new() -> choice.Way:
    names = ("new", "new_keep", "new_check", "new_choose", "mine")
    times, keep, check, send, done = (reverse(f"booking:{name}") for name in names)
    return choice.Way(BASE, times, keep, check, send, done, said=_("Your time is booked."))


def _way_move(row: Appointment) -> choice.Way:
    names = ("move", "move_keep", "move_check", "move_choose", "appointment")
    times, keep, check, send, done = (reverse(f"booking:{name}", args=[row.pk]) for name in names)
    return choice.Way(BASE, times, keep, check, send, done, said=_("Your time has moved."))


def _page_of(row: Appointment) -> str:
    return reverse("booking:appointment", args=[row.pk])


def _show(
    request: SignedIn, row: Appointment, form: TopicForm | None = None, problem: str = ""
) -> HttpResponse:
    now = timezone.now()
    choosing = _for_move(request, row)
    cut_off = row.cut_off(Practice.current().cancellation_cutoff_hours)
    context = {
        "appointment": row,
        "choosing": choosing,
        "other_clock": choosing.other_clock(row.starts_at),
        "clock_change": choosing.clock_change_before(row.starts_at),
        "cut_off": cut_off,
        "is_late": now >= cut_off,
        "can_change": row.is_booked and not row.has_begun(now),
        "can_join": row.is_booked and row.ends_at > now,
        "is_open": row.is_open(now),
        "opens_at": row.starts_at - OPENS_BEFORE,
        "has_room": row.client.user_id is not None,
        "form": form or TopicForm(therapist_name=first_name(row.therapist)),
        "has_topic": bool(row.topic),
        "undo_until": scheduling.undo_until(row, by=request.user, now=now),
        "undo_at": reverse("booking:undo", args=[row.pk]),
        "problem": problem,
    }
    return render(request, "booking/appointment.html", context, status=409 if problem else 200)
