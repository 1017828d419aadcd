"""The page of hours: a therapist's own here, and the parts from which home makes the same page for the manager."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import hours
from waylight.booking.hours import board
from waylight.booking.hours.board import PARTS, RULES, Asked, Part, Place
from waylight.booking.hours.forms import RulesForm, put
from waylight.booking.hours.words import of_row
from waylight.booking.refusals import Refused
from waylight.people.models import Therapist
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_OWN_HOURS)
def page(request: SignedIn) -> HttpResponse:
    return show(request, _own(request))


@allow(Permission.KEEP_OWN_HOURS)
@once
def part(request: SignedIn, key: str) -> HttpResponse:
    return add(request, _own(request), key)


@allow(Permission.KEEP_OWN_HOURS)
@once
def row(request: SignedIn, key: str, pk: int) -> HttpResponse:
    return change(request, _own(request), key, pk)


@allow(Permission.KEEP_OWN_HOURS)
@once
def removal(request: SignedIn, key: str, pk: int) -> HttpResponse:
    return take_away(request, _own(request), key, pk)


def show(request: SignedIn, place: Place, asked: Asked | None = None) -> HttpResponse:
    """The page on the therapist's clocks."""
    with timezone.override(place.therapist.zone):
        context = board.context(place, asked or Asked())
        return render(request, "booking/hours.html", context)


def add(request: SignedIn, place: Place, key: str) -> HttpResponse:
    """Opens the form for one more row of a kind, or for the rules, and takes it."""
    if key == RULES:
        return _set_rules(request, place)
    kind = _kind(key)
    form = kind.new_form(request.POST if request.method == "POST" else None, prefix=key)

    def act() -> Any:
        return kind.make(place.therapist, by=request.user, seen=_seen(request), **form.cleaned_data)

    return _take(request, place, Asked(key, None, form), act)


def change(request: SignedIn, place: Place, key: str, pk: int) -> HttpResponse:
    """Opens the form of one row in its place, and takes it."""
    kind, found = _within_reach(request, place, key, pk)
    posted = request.POST if request.method == "POST" else None
    form = kind.form(posted, prefix=f"{key}-{pk}", initial=kind.form.of(found))

    def act() -> Any:
        kind.change(found, by=request.user, seen=_seen(request), **form.cleaned_data)
        return found

    return _take(request, place, Asked(key, pk, form), act)


def take_away(request: SignedIn, place: Place, key: str, pk: int) -> HttpResponse:
    _kind_of_row, found = _within_reach(request, place, key, pk)
    if request.method != "POST":
        return redirect(place.address())
    try:
        hours.take_away(found, by=request.user, seen=_seen(request))
    except hours.BookedThen as refusal:
        asked = Asked(key, pk, problem=str(refusal), booked=refusal.appointments)
        return show(request, place, asked)
    messages.success(request, _("Taken away: {row}.").format(row=of_row(found)))
    return redirect(place.address())


def _take(request: SignedIn, place: Place, asked: Asked, act: Callable[[], Any]) -> HttpResponse:
    """Does what a valid form asks for and leads to the week that shows it; else says why not, with all that was typed."""
    if asked.form is None or not asked.form.is_valid():
        return show(request, place, asked)
    try:
        done = act()
    except hours.BookedThen as refusal:
        asked.problem, asked.booked = str(refusal), refusal.appointments
    except Refused as refusal:
        put(asked.form, refusal)
    else:
        messages.success(request, _("Saved."))
        return redirect(place.showing(done).address())
    return show(request, place, asked)


def _set_rules(request: SignedIn, place: Place) -> HttpResponse:
    form = RulesForm(request.POST if request.method == "POST" else None, prefix=RULES)
    asked = Asked(RULES, None, form if form.is_bound else None)
    if not form.is_valid():
        return show(request, place, asked)
    hours.set_rules(place.therapist, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect(place.address())


def _own(request: SignedIn) -> Place:
    therapist = get_object_or_404(Therapist.objects.visible_to(request.user), user=request.user)
    return Place(therapist, "booking:hours", (), request.GET.get("week", ""), request.user.zone)


def _kind(key: str) -> Part:
    if key not in PARTS:
        raise Http404
    return PARTS[key]


def _within_reach(request: SignedIn, place: Place, key: str, pk: int) -> tuple[Part, Any]:
    kind = _kind(key)
    rows = kind.model.objects.visible_to(request.user).filter(therapist=place.therapist)
    return kind, get_object_or_404(rows.select_related("therapist"), pk=pk)


def _seen(request: SignedIn) -> list[str]:
    return request.POST.getlist("seen")
