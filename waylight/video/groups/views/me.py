"""A client's own groups: what a group is, the text to agree to, when it meets, the way in, the way out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.privacy.idempotency import once
from waylight.video.groups import agreement, meeting, members
from waylight.video.groups.forms import Agreement
from waylight.video.models.groups import GroupMember, GroupSession


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def mine(request: SignedIn) -> HttpResponse:
    return render(request, "video/groups/mine.html", {"places": members.own(request.user)})


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def page(request: SignedIn, pk: str) -> HttpResponse:
    return _show(request, _place(request, pk))


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def agree(request: SignedIn, pk: str) -> HttpResponse:
    place = _place(request, pk)
    form = Agreement(request.POST)
    if not form.is_valid():
        return _show(request, place, form=form)
    try:
        members.agree(place, form.cleaned_data["name"], by=request.user)
    except (members.NameTaken, members.NameMissing, members.GroupHasEnded) as refusal:
        return _show(request, place, form=form, problem=str(refusal))
    messages.success(request, _("You are in the group. You can change your mind at any time."))
    return redirect("groups:mine_one", place.pk)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def leave(request: SignedIn, pk: str) -> HttpResponse:
    place = _place(request, pk)
    members.leave(place, by=request.user)
    meeting.take_out_at_once(place, by=request.user, now=timezone.now())
    messages.success(request, _("Done. You are not in this group. Nobody asks you why."))
    return redirect("groups:mine")


def _place(request: SignedIn, pk: str) -> GroupMember:
    return get_object_or_404(members.own(request.user), pk=pk)


def _show(request: SignedIn, place: GroupMember, *, form: Any = None, problem: str = "") -> HttpResponse:
    now = timezone.now()
    coming = GroupSession.objects.to_come(now).filter(group=place.group)
    context = {
        "place": place,
        "form": form or Agreement(initial={"name": place.known_as}),
        "agreement": agreement.TEMPLATE,
        "coming": [(row, row.is_open(now)) for row in coming],
        "problem": problem,
    }
    return render(request, "video/groups/mine_one.html", context)
