"""Messages that need a person, with their exact words; and the log of all of them, without words and addresses."""

from dataclasses import dataclass

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
from waylight.notifications.models import Notification, State
from waylight.people.models import Client
from waylight.privacy import audit, keyring
from waylight.privacy.idempotency import once

PAGE = 25
WITHOUT_WORDS = {State.BOUNCED, State.TOO_LATE}


@dataclass(frozen=True)
class Shown:
    """A message on the list. `words` are none where they are forgotten or erased."""

    row: Notification
    words: notify.Preview | None
    may_send_again: bool
    is_clients: bool


@allow(Permission.LOOK_AFTER_MESSAGES)
def for_a_person(request: SignedIn) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user).for_a_person()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keyring.load(page)
    people = {row.person_id for row in page}
    clients = set(Client.objects.visible_to(request.user).filter(pk__in=people).values_list("pk", flat=True))
    shown = [_shown(row, request, is_clients=row.person_id in clients) for row in page]
    return render(request, "home/messages.html", {"page": page, "shown": shown})


def _shown(row: Notification, request: SignedIn, *, is_clients: bool) -> Shown:
    if row.state in WITHOUT_WORDS:
        return Shown(row, None, may_send_again=False, is_clients=is_clients)
    try:
        words = notify.words_of(row)
    except keyring.KeyDestroyed:
        return Shown(row, None, may_send_again=False, is_clients=is_clients)
    audit.record("read-message", by=request.user, person=row.person_id, about=row)
    return Shown(row, words, may_send_again=handling.may_send_again(row), is_clients=is_clients)


LISTS = {
    "waiting": [State.QUEUED, State.SENDING, State.BY_HAND],
    "sent": [State.SENT],
    "not-sent": [State.IN_DOUBT, State.FAILED, State.BOUNCED, State.TOO_LATE, State.WITHDRAWN],
}


@allow(Permission.LOOK_AFTER_MESSAGES)
def log(request: SignedIn) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in LISTS else "sent"
    rows = Notification.objects.visible_to(request.user).filter(state__in=LISTS[show])
    rows = rows.defer("address", "words").order_by("due_at" if show == "waiting" else "-due_at")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "home/message_log.html", {"page": page, "show": show})


ACTS = {
    "done": handling.mark_done,
    "again": handling.send_again,
    "let-go": handling.let_go,
    "seen": handling.note_seen,
}


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
