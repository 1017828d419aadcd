"""A course for a client: what its pages do, whether at a therapist's desk or in the office."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.signed_in import SignedIn
from waylight.booking import series as course
from waylight.booking import zones
from waylight.booking.for_client import ForClient, to_staff
from waylight.booking.models import Appointment, Kind, Series
from waylight.booking.refusals import Refused
from waylight.booking.series.changing import coming
from waylight.booking.series.showing import Line, lines_of, lines_to_move, picked
from waylight.booking.staff_forms import CourseForm, NewTimeForm, ReasonForm, moments
from waylight.people.models import Client, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit


@dataclass(frozen=True)
class Place:
    """Where the pages of a client's courses are: at a therapist's desk, or in the office, where no record is shown.

    `chosen`: the slug of the therapist whom a manager had to choose among several.
    """

    client: Client
    is_office: bool = False
    chosen: str = ""

    @property
    def person(self) -> str:
        return reverse("home:person" if self.is_office else "home:client", args=[self.client.pk])

    @property
    def new(self) -> str:
        name = "office_series_new" if self.is_office else "series_new"
        return reverse(f"booking:{name}", args=[self.client.pk])

    @property
    def again(self) -> str:
        return f"{self.new}?with={self.chosen}" if self.chosen else self.new

    def course(self, series: Series, act: str = "") -> str:
        name = ("office_series" if self.is_office else "series") + (f"_{act}" if act else "")
        return reverse(f"booking:{name}", args=[self.client.pk, series.pk] if self.is_office else [series.pk])

    def addresses(self, series: Series) -> dict[str, str]:
        names = {"course": "", "change": "change", "end": "end"}
        return {name: self.course(series, act) for name, act in names.items()}

    def links_of(self, row: Appointment) -> dict[str, str]:
        """To the page of one session, where there is one, and to where it is moved alone."""
        if self.is_office:
            return {"page": "", "move": reverse("booking:office_move", args=[self.client.pk, row.pk])}
        return {
            "page": reverse("home:appointment", args=[row.pk]),
            "move": reverse("booking:move_for", args=[row.pk]),
        }


def new(request: SignedIn, client: Client, therapist: Therapist, place: Place) -> HttpResponse:
    """What is agreed; then every date with what stands in its way; sent, all that were ticked are booked."""
    choosing = _choosing(request, client, therapist)
    answers = request.POST if request.method == "POST" else request.GET if "first_on" in request.GET else None
    form = CourseForm(answers, clocks=_clocks(choosing), initial=_usual(choosing))
    if answers is None or choosing.why_not or not form.is_valid():
        context = {"choosing": choosing, "client": client, "form": form, "place": place}
        return render(request, "booking/series_new.html", context)
    if request.method == "POST":
        return _make(request, choosing, form, place)
    return _check_new(request, choosing, form, place)


def page(request: SignedIn, series: Series, place: Place) -> HttpResponse:
    return _show(request, series, place)


def change(request: SignedIn, series: Series, place: Place) -> HttpResponse:
    """From one of them on (`from`), or all that are to come: a new day and time, each date checked, then moved."""
    rows = _to_move(request, series)
    if not rows:
        return redirect(place.course(series))
    choosing = _choosing(request, series.client, series.therapist)
    answers = request.POST if request.method == "POST" else request.GET if "first_on" in request.GET else None
    form = NewTimeForm(answers, initial={"starts_at": series.starts_at})
    if answers is None or not form.is_valid():
        context = _about(series, place) | {"rows": rows, "form": form, "city": zones.city(series.zone)}
        return render(request, "booking/series_change.html", context)
    agreed = course.Agreed(
        form.cleaned_data["first_on"],
        form.cleaned_data["starts_at"],
        series.zone,
        series.every_weeks,
        len(rows),
    )
    act = _move if request.method == "POST" else _check_change
    return act(request, choosing, series, rows, agreed, place)


def end(request: SignedIn, series: Series, place: Place) -> HttpResponse:
    """Asks once, then cancels what is still to come."""
    if request.method == "POST":
        try:
            course.end(series, by=request.user)
        except Refused as refusal:
            return _show(request, series, place, problem=to_staff(refusal))
        messages.success(request, _("Ended. What was still to come is cancelled."))
        return redirect(place.course(series))
    context = _about(series, place) | {"rows": coming(series, now=timezone.now())}
    return render(request, "booking/series_end.html", context)


def _about(series: Series, place: Place) -> dict[str, Any]:
    return {"series": series, "client": series.client, "place": place, "to": place.addresses(series)}


def _make(request: SignedIn, choosing: ForClient, form: CourseForm, place: Place) -> HttpResponse:
    ticked, why = request.POST.getlist("at"), _why(request)
    chosen = moments(ticked)
    if not why.is_valid():
        return _check_new(request, choosing, form, place, chosen=chosen)
    try:
        made = course.make(
            choosing.client,
            choosing.therapist,
            form.agreed,
            picked(ticked).values(),
            by=request.user,
            outside_hours=why.cleaned_data["reason"],
        )
    except Refused as refusal:
        return _check_new(request, choosing, form, place, chosen=chosen, problem=to_staff(refusal))
    messages.success(request, _("Booked. They are told after three minutes, in one neutral message."))
    return redirect(place.course(made))


def _check_new(
    request: SignedIn,
    choosing: ForClient,
    form: CourseForm,
    place: Place,
    *,
    chosen: list[datetime] | None = None,
    problem: str = "",
) -> HttpResponse:
    checked = course.check(form.agreed, choosing.client, choosing.therapist, now=choosing.now)
    context = {"kept": _kept(form.data, "zone", "every_weeks", "planned", "with"), "place": place}
    lines = lines_of(checked, choosing, chosen)
    return _check(request, choosing, lines, context, problem=problem)


def _move(
    request: SignedIn,
    choosing: ForClient,
    series: Series,
    rows: list[Appointment],
    agreed: course.Agreed,
    place: Place,
) -> HttpResponse:
    ticked, why = request.POST.getlist("at"), _why(request)
    chosen = moments(ticked)
    if not why.is_valid():
        return _check_change(request, choosing, series, rows, agreed, place, chosen=chosen)
    reason = why.cleaned_data["reason"]
    try:
        course.change(series, picked(ticked), agreed, by=request.user, outside_hours=reason)
    except Refused as refusal:
        problem = to_staff(refusal)
        return _check_change(request, choosing, series, rows, agreed, place, chosen=chosen, problem=problem)
    messages.success(request, _("Moved. They are told after three minutes, in one neutral message."))
    return redirect(place.course(series))


def _check_change(
    request: SignedIn,
    choosing: ForClient,
    series: Series,
    rows: list[Appointment],
    agreed: course.Agreed,
    place: Place,
    *,
    chosen: list[datetime] | None = None,
    problem: str = "",
) -> HttpResponse:
    checked = course.check(agreed, series.client, series.therapist, now=choosing.now, moving=rows)
    lines = lines_to_move(checked, rows, choosing, chosen)
    answers = request.POST if request.method == "POST" else request.GET
    context = _about(series, place) | {"kept": _kept(answers, "from")}
    return _check(request, choosing, lines, context, problem=problem)


def _check(
    request: SignedIn, choosing: ForClient, lines: list[Line], context: dict[str, Any], *, problem: str
) -> HttpResponse:
    answers = request.POST if request.method == "POST" else request.GET
    context |= {
        "client": choosing.client,
        "choosing": choosing,
        "lines": lines,
        "kept": context["kept"] | _kept(answers, "first_on", "starts_at"),
        "asks_why": any(line.can_overrule for line in lines),
        "form": _why(request),
        "problem": problem,
    }
    return render(request, "booking/series_check.html", context, status=409 if problem else 200)


def _why(request: SignedIn) -> ReasonForm:
    """Why the hours are overruled. Needed when such a time is ticked, which `course` knows."""
    data = request.POST if request.method == "POST" else None
    return ReasonForm(data, label=_("Why, if you tick one outside the hours"), is_optional=True)


def _kept(answers: Any, *names: str) -> dict[str, str]:
    return {name: answers[name] for name in names if answers.get(name)}


def _choosing(request: SignedIn, client: Client, therapist: Therapist) -> ForClient:
    audit.record("read-times", by=request.user, person=client.pk, about=client)
    return ForClient(client, therapist, Kind.SESSION, request.user.zone, timezone.now())


def _clocks(choosing: ForClient) -> list[tuple[str, str]]:
    own, theirs = choosing.zone, choosing.client_zone
    found = [(own, _("Mine, {city}").format(city=choosing.city))]
    if theirs != own:
        found.append((theirs, _("Theirs, {city}").format(city=choosing.client_city)))
    return found


def _usual(choosing: ForClient) -> dict[str, Any]:
    return {"zone": choosing.zone, "every_weeks": "1", "planned": Practice.current().planned_sessions}


def _to_move(request: SignedIn, series: Series) -> list[Appointment]:
    answers = request.POST if request.method == "POST" else request.GET
    rows = coming(series, now=timezone.now())
    place = next((n for n, row in enumerate(rows) if str(row.pk) == answers.get("from")), 0)
    return rows[place:]


def _show(request: SignedIn, series: Series, place: Place, problem: str = "") -> HttpResponse:
    audit.record("read-times", by=request.user, person=series.client_id, about=series)
    now = timezone.now()
    rows = Appointment.objects.filter(series=series, replaced_by=None).without_undone().numbered()
    rows = rows.order_by("starts_at")
    context = _about(series, place) | {
        "rows": [(row, place.links_of(row)) for row in rows],
        "now": now,
        "has_coming": any(row.is_booked and row.starts_at > now for row in rows),
        "problem": problem,
    }
    return render(request, "booking/series.html", context, status=409 if problem else 200)
