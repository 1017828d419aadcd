"""Tools: what helps right now. The skills for everybody open at once; one's own list and cards when the area is unlocked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts import second_factor
from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.crisis.skills import MENUS
from waylight.exercises import cards, skills
from waylight.exercises.listing import SkillForm
from waylight.exercises.models import Skill
from waylight.exercises.views import reach
from waylight.privacy.idempotency import once


@require_safe
@allow(Permission.USE_OWN_AREA)
def tools(request: HttpRequest) -> HttpResponse:
    """It opens without the second step, since what is on it for everybody may be needed at once."""
    context: dict[str, Any] = {"menus": MENUS, "is_unlocked": second_factor.is_passed(request)}
    if context["is_unlocked"]:
        client = reach.own_client(request)
        found = cards.at_hand(client, by=request.user)
        mine = [skill for skill in skills.of(client, by=request.user) if skill.hidden_at is None]
        context |= {"cards": found, "stamp": cards.stamp(found), "skills": mine, "exercise": cards.EXERCISE}
    return render(request, "exercises/tools.html", context)


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def own_list(request: HttpRequest) -> HttpResponse:
    """The own list: what is on it, what was hidden, and a form that adds to it."""
    client = reach.own_client(request)
    found = skills.of(client, by=request.user)
    shown = [skill for skill in found if skill.hidden_at is None]
    form = SkillForm(request.POST if request.method == "POST" else None, known={one.words for one in shown})
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            skills.add(client, form.wanted, by=request.user)
            messages.success(request, _("On your list."))
            return redirect("exercises:own_list")
        except (skills.NothingToAdd, skills.ListIsFull) as refusal:
            problem = str(refusal)
    hidden = [skill for skill in found if skill.hidden_at]
    context = {"shown": shown, "hidden": hidden, "form": form, "problem": problem}
    return render(request, "exercises/own_list.html", context)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def change_skill(request: HttpRequest, pk: Any, act: str) -> HttpResponse:
    """Hides one of the list, brings it back, or removes it."""
    verb, said = {
        "hide": (skills.hide, _("Hidden. You can bring it back any day.")),
        "show": (skills.show, _("Back on your list.")),
        "remove": (skills.remove, _("Removed.")),
    }[act]
    verb(get_object_or_404(Skill.objects.visible_to(request.user), pk=pk), by=request.user)
    messages.success(request, said)
    return redirect("exercises:own_list")


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def phone(request: HttpRequest) -> HttpResponse:
    """Keep the cards on this phone, or take them off again."""
    found = cards.at_hand(reach.own_client(request), by=request.user)
    return render(request, "exercises/cards_phone.html", {"cards": found, "stamp": cards.stamp(found)})


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def phone_copy(request: HttpRequest) -> HttpResponse:
    """The cards at hand as JSON for keep-plan.js."""
    return JsonResponse(cards.copy(reach.own_client(request), by=request.user))
