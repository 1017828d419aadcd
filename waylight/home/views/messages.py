"""Messages that a person has to pass on, or to look at: the exact words are shown."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.notifications import handling, notify
from waylight.notifications.models import Notification
from waylight.privacy import audit, keyring
from waylight.privacy.idempotency import once

PAGE = 25


@allow(Permission.LOOK_AFTER_MESSAGES)
def by_hand(request: SignedIn) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user).for_a_person().order_by("due_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keyring.load(page)
    for row in page:
        audit.record("read-message", by=request.user, person=row.person_id, about=row)
    shown = [(row, notify.words_of(row)) for row in page]
    return render(request, "home/messages.html", {"page": page, "shown": shown})


ACTS = {"done": handling.mark_done, "again": handling.send_again, "let-go": handling.let_go}


@require_POST
@allow(Permission.LOOK_AFTER_MESSAGES)
@once
def done(request: SignedIn, pk: str) -> HttpResponse:
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest(_("Choose what became of it."))
    try:
        act(notification, by=request.user)
    except handling.NothingToDo as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Noted."))
    return redirect("home:messages")
