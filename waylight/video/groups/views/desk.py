"""The therapist's own groups: who takes part, when it meets, and the way into the room."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.people.models import Client
from waylight.privacy import keyring
from waylight.privacy.idempotency import once
from waylight.video.groups import meeting, members
from waylight.video.groups.forms import Invite
from waylight.video.models.groups import Group, GroupMember


@require_safe
@allow(Permission.KEEP_RECORD)
def mine(request: SignedIn) -> HttpResponse:
    groups = Group.objects.visible_to(request.user).order_by("ended_at", "-created_at")
    return render(request, "video/groups/desk.html", {"groups": groups})


@require_safe
@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("lead__user"), pk=pk)
    return _show(request, group)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def invite(request: SignedIn, pk: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("lead__user"), pk=pk)
    form = Invite(_clients(request), request.POST)
    if not form.is_valid():
        return _show(request, group, form=form)
    try:
        members.invite(group, form.clients[form.cleaned_data["client"]], by=request.user)
    except members.REFUSED as refusal:
        return _show(request, group, form=form, problem=str(refusal))
    messages.success(request, _("Invited. A neutral message with a link is on its way."))
    return redirect("groups:desk_one", group.pk)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def take_back(request: SignedIn, pk: str) -> HttpResponse:
    member = get_object_or_404(GroupMember.objects.visible_to(request.user), pk=pk)
    members.leave(member, by=request.user)
    meeting.take_out_at_once(member, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. This person is no longer in the group."))
    return redirect("groups:desk_one", member.group_id)


def _clients(request: SignedIn) -> list[Client]:
    rows = list(Client.objects.in_care_of(request.user).select_related("user"))
    keyring.load(rows)
    return sorted(rows, key=lambda one: one.initials)


def _show(request: SignedIn, group: Group, *, form: Any = None, problem: str = "") -> HttpResponse:
    now = timezone.now()
    current = members.of_group(group, by=request.user)
    context = {
        "group": group,
        "now": now,
        "members": current,
        "sessions": [(row, row.is_open(now)) for row in group.sessions.order_by("week")],
        "form": form
        or Invite([one for one in _clients(request) if one.pk not in {m.client_id for m in current}]),
        "problem": problem,
    }
    return render(request, "video/groups/desk_one.html", context)
