"""A therapist plans a course for a client, sees it, changes what is to come, ends it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import series as course
from waylight.booking import zones
from waylight.booking.for_client import ForClient, to_staff
from waylight.booking.models import Appointment, Kind, Series
from waylight.booking.refusals import Refused
from waylight.booking.series.changing import coming
from waylight.booking.series.showing import Line, lines_of, lines_to_move, picked
from waylight.booking.staff_forms import CourseForm, NewTimeForm, ReasonForm, moments
from waylight.people.models import Client
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_RECORD)
@once
def new(request: SignedIn, pk: str) -> HttpResponse:
    """What is agreed; then every date with what stands in its way; sent, all that were ticked are booked."""
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    choosing = _choosing(request, client)
    answers = request.POST if request.method == "POST" else request.GET if "first_on" in request.GET else None
    form = CourseForm(answers, clocks=_clocks(choosing), initial=_usual(choosing))
    if answers is None or choosing.why_not or not form.is_valid():
        return render(
            request, "booking/series_new.html", {"choosing": choosing, "client": client, "form": form}
        )
    if request.method == "POST":
        return _make(request, choosing, form)
    return _check_new(request, choosing, form)


@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _within_reach(request, pk))


@allow(Permission.KEEP_RECORD)
@once
def change(request: SignedIn, pk: str) -> HttpResponse:
    """From one of them on (`from`), or all that are to come: a new day and time, each date checked, then moved."""
    series = _within_reach(request, pk)
    rows = _to_move(request, series)
    if not rows:
        return redirect("booking:series", pk=pk)
    choosing = _choosing(request, series.client)
    answers = request.POST if request.method == "POST" else request.GET if "first_on" in request.GET else None
    form = NewTimeForm(answers, initial={"starts_at": series.starts_at})
    if answers is None or not form.is_valid():
        context = {"series": series, "client": series.client, "rows": rows, "form": form}
        return render(request, "booking/series_change.html", context | {"city": zones.city(series.zone)})
    agreed = course.Agreed(
        form.cleaned_data["first_on"],
        form.cleaned_data["starts_at"],
        series.zone,
        series.every_weeks,
        len(rows),
    )
    act = _move if request.method == "POST" else _check_change
    return act(request, choosing, series, rows, agreed)


@allow(Permission.KEEP_RECORD)
@once
def end(request: SignedIn, pk: str) -> HttpResponse:
    """Asks once, then cancels what is still to come."""
    series = _within_reach(request, pk)
    if request.method == "POST":
        try:
            course.end(series, by=request.user)
        except Refused as refusal:
            return _show(request, series, problem=to_staff(refusal))
        messages.success(request, _("Ended. What was still to come is cancelled."))
        return redirect("booking:series", pk=pk)
    rows = coming(series, now=timezone.now())
    context = {"series": series, "client": series.client, "rows": rows}
    return render(request, "booking/series_end.html", context)


def _make(request: SignedIn, choosing: ForClient, form: CourseForm) -> HttpResponse:
    ticked, why = request.POST.getlist("at"), _why(request)
    chosen = moments(ticked)
    if not why.is_valid():
        return _check_new(request, choosing, form, chosen=chosen)
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
        return _check_new(request, choosing, form, chosen=chosen, problem=to_staff(refusal))
    messages.success(request, _("Booked. They are told after three minutes, in one neutral message."))
    return redirect("booking:series", pk=made.pk)


def _check_new(
    request: SignedIn,
    choosing: ForClient,
    form: CourseForm,
    *,
    chosen: list[datetime] | None = None,
    problem: str = "",
) -> HttpResponse:
    checked = course.check(form.agreed, choosing.client, choosing.therapist, now=choosing.now)
    context = {"kept": _kept(form.data, "zone", "every_weeks", "planned")}
    lines = lines_of(checked, choosing, chosen)
    return _check(request, choosing, lines, context, problem=problem)


def _move(
    request: SignedIn, choosing: ForClient, series: Series, rows: list[Appointment], agreed: course.Agreed
) -> HttpResponse:
    ticked, why = request.POST.getlist("at"), _why(request)
    chosen = moments(ticked)
    if not why.is_valid():
        return _check_change(request, choosing, series, rows, agreed, chosen=chosen)
    reason = why.cleaned_data["reason"]
    try:
        course.change(series, picked(ticked), agreed, by=request.user, outside_hours=reason)
    except Refused as refusal:
        problem = to_staff(refusal)
        return _check_change(request, choosing, series, rows, agreed, chosen=chosen, problem=problem)
    messages.success(request, _("Moved. They are told after three minutes, in one neutral message."))
    return redirect("booking:series", pk=series.pk)


def _check_change(
    request: SignedIn,
    choosing: ForClient,
    series: Series,
    rows: list[Appointment],
    agreed: course.Agreed,
    *,
    chosen: list[datetime] | None = None,
    problem: str = "",
) -> HttpResponse:
    checked = course.check(agreed, series.client, series.therapist, now=choosing.now, moving=rows)
    lines = lines_to_move(checked, rows, choosing, chosen)
    answers = request.POST if request.method == "POST" else request.GET
    context = {"series": series, "kept": _kept(answers, "from")}
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


def _choosing(request: SignedIn, client: Client) -> ForClient:
    audit.record("read-times", by=request.user, person=client.pk, about=client)
    return ForClient(client, request.user.therapist, Kind.SESSION, request.user.zone, timezone.now())


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


def _within_reach(request: SignedIn, pk: str) -> Series:
    rows = Series.objects.visible_to(request.user).select_related("client__user", "therapist")
    return get_object_or_404(rows, pk=pk)


def _show(request: SignedIn, series: Series, problem: str = "") -> HttpResponse:
    audit.record("read-times", by=request.user, person=series.client_id, about=series)
    now = timezone.now()
    rows = Appointment.objects.filter(series=series, replaced_by=None).without_undone().numbered()
    context = {
        "series": series,
        "client": series.client,
        "choosing": _choosing(request, series.client),
        "rows": rows.order_by("starts_at"),
        "now": now,
        "has_coming": any(row.is_booked and row.starts_at > now for row in rows),
        "problem": problem,
    }
    return render(request, "booking/series.html", context, status=409 if problem else 200)
