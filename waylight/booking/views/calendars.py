"""The calendar of a therapist, and that of all therapists for a manager: a week, or a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import calendar_days, zones
from waylight.booking.outside import calendars
from waylight.booking.outside.forms import OwnCalendarForm
from waylight.booking.refusals import Refused
from waylight.booking.views.feeds import context_of
from waylight.people.models import Therapist
from waylight.privacy.idempotency import once

WEEK, DAY = 7, 1
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Place:
    """Where the reader is: so many days from `first` on, in the week of `on`. `names` are of the pages of week and day."""

    names: dict[int, str]
    count: int
    on: date
    today: date
    therapist: str = ""  # the one that a manager has chosen

    @property
    def first(self) -> date:
        return self.on - timedelta(days=self.on.weekday()) if self.count == WEEK else self.on

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.count - 1)

    @property
    def is_week(self) -> bool:
        return self.count == WEEK

    @property
    def here(self) -> str:
        return reverse(self.names[self.count])

    @property
    def earlier(self) -> str:
        return self.address(self.count, self.first - timedelta(days=self.count))

    @property
    def later(self) -> str:
        return self.address(self.count, self.first + timedelta(days=self.count))

    @property
    def now(self) -> str:
        return self.address(self.count, self.today)

    @property
    def as_week(self) -> str:
        return self.address(WEEK, self.on)

    @property
    def as_day(self) -> str:
        return self.address(DAY, self.today if self.first <= self.today <= self.last else self.first)

    def address(self, count: int, on: date) -> str:
        query = {"on": on.isoformat()} | ({"therapist": self.therapist} if self.therapist else {})
        return f"{reverse(self.names[count])}?{urlencode(query)}"


DESK = {WEEK: "booking:desk_calendar", DAY: "booking:desk_calendar_day"}
OFFICE = {WEEK: "booking:office_calendar", DAY: "booking:office_calendar_day"}


@allow(Permission.KEEP_RECORD)
def desk_week(request: SignedIn) -> HttpResponse:
    return _show(request, _place(request, DESK, WEEK), [request.user.therapist])


@allow(Permission.KEEP_RECORD)
def desk_day(request: SignedIn) -> HttpResponse:
    return _show(request, _place(request, DESK, DAY), [request.user.therapist])


@allow(Permission.ANSWER_ENQUIRIES)
def office_week(request: SignedIn) -> HttpResponse:
    return _office(request, WEEK)


@allow(Permission.ANSWER_ENQUIRIES)
def office_day(request: SignedIn) -> HttpResponse:
    return _office(request, DAY)


@allow(Permission.KEEP_RECORD)
def settings(request: SignedIn) -> HttpResponse:
    """The address by which one's own calendar reads ours, and that of one's own, which we read."""
    return _settings(request, OwnCalendarForm())


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def connect(request: SignedIn) -> HttpResponse:
    form = OwnCalendarForm(request.POST)
    if not form.is_valid():
        return _settings(request, form)
    try:
        calendars.keep(request.user.therapist, form.cleaned_data["address"], by=request.user)
    except Refused as refusal:
        form.add_error("address", str(refusal))
        return _settings(request, form)
    messages.success(request, _("Your calendar is read in a moment."))
    return redirect("booking:desk_calendar_settings")


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def disconnect(request: SignedIn) -> HttpResponse:
    calendars.forget(request.user.therapist, by=request.user)
    messages.success(request, _("Your calendar is no longer read. What we knew of it is deleted."))
    return redirect("booking:desk_calendar_settings")


def _office(request: SignedIn, count: int) -> HttpResponse:
    therapists = list(Therapist.objects.visible_to(request.user).order_by("name"))
    chosen = [one for one in therapists if one.slug == request.GET.get("therapist")]
    place = _place(request, OFFICE, count, chosen[0].slug if chosen else "")
    return _show(request, place, chosen or therapists, choice=therapists)


def _show(
    request: SignedIn, place: Place, therapists: list[Therapist], choice: list[Therapist] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": place,
        "choice": choice,
        "shows_breaks": choice is None or bool(place.therapist),
        "city": zones.city(request.user.zone),
    }
    try:
        context["days"] = calendar_days.days(
            request.user,
            therapists,
            place.first,
            place.count,
            now=timezone.now(),
            breaks=context["shows_breaks"],
        )
    except calendar_days.TooMany:
        context["is_too_much"] = True
    return render(request, "booking/calendar.html", context)


def _place(request: SignedIn, names: dict[int, str], count: int, therapist: str = "") -> Place:
    """The day that the address names, and today for any other word."""
    today = timezone.localdate()
    try:
        on = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        on = today
    return Place(names, count, on if on.year in YEARS else today, today, therapist)


def _settings(request: SignedIn, form: OwnCalendarForm) -> HttpResponse:
    row = calendars.of(request.user.therapist)
    context = context_of(request) | {
        "form": form,
        "own": row,
        "host": calendars.host(row) if row else "",
        "sentence": calendars.sentence(row) if row else "",
    }
    return render(request, "booking/calendar_settings.html", context, status=400 if form.errors else 200)
