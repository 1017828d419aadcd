"""The office plans groups and sees when they meet. Who takes part is between the members and whoever leads."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.people.models import Therapist
from waylight.privacy.idempotency import once
from waylight.video.groups import courses, meeting
from waylight.video.groups.forms import NewGroup
from waylight.video.models.groups import Group


@require_safe
@allow(Permission.ANSWER_ENQUIRIES)
def everything(request: SignedIn) -> HttpResponse:
    agreed = Count("members", Q(members__left_at=None, members__agreed_at__isnull=False))
    groups = Group.objects.visible_to(request.user).select_related("lead").annotate(agreed=agreed)
    groups = groups.order_by("ended_at", "-created_at")
    context = {"groups": groups, "has_engine": meeting.has_engine()}
    return render(request, "video/groups/office.html", context)


@allow(Permission.ANSWER_ENQUIRIES)
@once
def new(request: SignedIn) -> HttpResponse:
    if not meeting.has_engine():
        return redirect("groups:office")
    therapists = list(Therapist.objects.shown(timezone.localdate()).order_by("name"))
    form = NewGroup(therapists, request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            group = courses.plan(**form.planned, by=request.user)
        except courses.REFUSED as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Planned. Its times are kept in the calendar."))
            return redirect("groups:office_one", group.pk)
    return render(request, "video/groups/new.html", {"form": form, "problem": problem})


@require_safe
@allow(Permission.ANSWER_ENQUIRIES)
def page(request: SignedIn, pk: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("lead"), pk=pk)
    context = {
        "group": group,
        "now": timezone.now(),
        "sessions": group.sessions.order_by("week"),
        "agreed": group.members.current().filter(agreed_at__isnull=False).count(),
        "invited": group.members.current().filter(agreed_at=None).count(),
    }
    return render(request, "video/groups/office_one.html", context)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def end(request: SignedIn, pk: str) -> HttpResponse:
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("lead"), pk=pk)
    courses.end(group, by=request.user)
    messages.success(request, _("The group has ended. Its times can be booked again."))
    return redirect("groups:office_one", group.pk)
