"""A client's goals: what they want, how near it is, and what was before."""

from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.care import goals
from waylight.care.forms.goals import GoalForm, RatingForm
from waylight.care.models import Goal, GoalRating
from waylight.care.models.goals import MOST_GOALS, NEAREST
from waylight.care.views.places import own_plan
from waylight.people.models import Client
from waylight.privacy.idempotency import once
from waylight.ui import charts

REFUSED = (goals.NoPlaceLeft, goals.NothingWritten, goals.HasEnded, goals.NotOnTheScale)
own = own_plan  # the same guard: signed in as a client, with the second factor


@require_safe
@own
def everything(request: HttpRequest) -> HttpResponse:
    client = _client(request)
    current = goals.of_client(client, by=request.user)
    latest = {pk: found[-1] for pk, found in goals.ratings(current).items()}
    context = {
        "goals": [{"goal": goal, "latest": latest.get(goal.pk)} for goal in current],
        "has_room": len(current) < MOST_GOALS,
        "ended": goals.ended(client, by=request.user),
    }
    return render(request, "care/goals.html", context)


@own
@once
def new(request: HttpRequest) -> HttpResponse:
    form = GoalForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            goals.add(_client(request), form.cleaned_data["words"], by=request.user)
        except REFUSED as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("care:goals")
    return render(request, "care/goal_words.html", {"form": form, "problem": problem})


@require_safe
@own
def page(request: HttpRequest, pk: Any) -> HttpResponse:
    return _show(request, _goal(request, pk))


@require_POST
@own
@once
def rate(request: HttpRequest, pk: Any) -> HttpResponse:
    goal = _goal(request, pk)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _show(request, goal, form=form)
    try:
        goals.rate(goal, form.cleaned_data["rating"], by=request.user)
    except REFUSED as refusal:
        return _show(request, goal, problem=str(refusal))
    messages.success(request, _("Saved."))
    return redirect("care:goal", pk)


@own
@once
def words(request: HttpRequest, pk: Any) -> HttpResponse:
    goal = _goal(request, pk)
    form = GoalForm(request.POST or None, initial={"words": goal.words})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            goals.reword(goal, form.cleaned_data["words"], by=request.user)
        except REFUSED as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("care:goal", pk)
    return render(request, "care/goal_words.html", {"form": form, "goal": goal, "problem": problem})


@require_POST
@own
@once
def end(request: HttpRequest, pk: Any) -> HttpResponse:
    goals.end(_goal(request, pk), by=request.user)
    messages.success(request, _("It has ended. You can take it up again."))
    return redirect("care:goals")


@require_POST
@own
@once
def take_up(request: HttpRequest, pk: Any) -> HttpResponse:
    goal = _goal(request, pk)
    try:
        goals.take_up(goal, by=request.user)
    except REFUSED as refusal:
        return _show(request, goal, problem=str(refusal))
    messages.success(request, _("It counts again."))
    return redirect("care:goal", pk)


@require_POST
@own
@once
def take_out(request: HttpRequest, pk: Any) -> HttpResponse:
    rating = get_object_or_404(GoalRating.objects.visible_to(request.user).select_related("goal"), pk=pk)
    goals.take_out(rating, by=request.user)
    messages.success(request, _("Taken out."))
    return redirect("care:goal", rating.goal_id)


def points(ratings: list[GoalRating]) -> list[charts.Point]:
    """Ratings as a chart takes them: each at noon of its day, so that two days are never one."""
    zone = timezone.get_current_timezone()
    return [charts.Point(datetime.combine(one.rated_on, time(12), zone), one.value) for one in ratings]


def _client(request: HttpRequest) -> Client:
    return get_object_or_404(Client.objects.visible_to(request.user))


def _goal(request: HttpRequest, pk: Any) -> Goal:
    return get_object_or_404(Goal.objects.visible_to(request.user).select_related("client"), pk=pk)


def _show(request: HttpRequest, goal: Goal, **extra: Any) -> HttpResponse:
    found = goals.ratings([goal])[goal.pk]
    period = charts.period_or(request.GET.get("period", ""), "12")
    now = timezone.localtime()
    shown = points(found)
    begins = charts.begins(period, now, shown[0].at if shown else None)
    context = {
        "goal": goal,
        "today": next((one for one in found if one.rated_on == now.date()), None),
        "latest": found[-1] if found else None,
        "period": period,
        "chart": charts.draw(shown, start=begins, end=end_of(now), top=NEAREST),
        "form": RatingForm(),
    } | extra
    return render(request, "care/goal.html", context)


def end_of(now: datetime) -> datetime:
    """The end of the day: today's rating stands at its noon, and that may be still to come."""
    return now.replace(hour=23, minute=59, second=59)
