"""A week's exercises of a group, suggested to its members one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.exercises import assignments
from waylight.home import group_weeks
from waylight.home.group_forms import WeekForm
from waylight.privacy import keyring
from waylight.privacy.idempotency import once
from waylight.video.models import GroupSession


@allow(Permission.KEEP_RECORD)
@once
def week(request: SignedIn, pk: str, week: int) -> HttpResponse:
    rows = GroupSession.objects.visible_to(request.user).select_related("group__lead")
    session = get_object_or_404(rows, group=pk, week=week, group__ended_at=None)
    exercises, members = (
        group_weeks.exercises(week),
        group_weeks.members(session.group, by=request.user),
    )
    keyring.load([one.client for one in members])
    form = WeekForm(exercises, members, request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            return _suggest(request, session, form)
        except assignments.REFUSED as refusal:
            problem = str(refusal)
    context = {
        "session": session,
        "exercises": exercises,
        "members": members,
        "form": form,
        "problem": problem,
    }
    return render(request, "home/group_week.html", context)


def _suggest(request: SignedIn, session: GroupSession, form: WeekForm) -> HttpResponse:
    given = form.cleaned_data
    count = group_weeks.suggest(
        session, given["exercises"], form.chosen_members, has_read_caution=given["has_read"], by=request.user
    )
    words = ngettext(
        "%(count)s new suggestion. They see it when they sign in.",
        "%(count)s new suggestions. They see them when they sign in.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect("groups:desk_one", session.group_id)
