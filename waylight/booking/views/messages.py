"""How a client wants to be written to: chosen, looked at word for word, kept; and what was sent to them."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.booking import previews, reminders, zones
from waylight.booking.message_forms import MessagesForm
from waylight.notifications.models import Notification, State
from waylight.people import preferences
from waylight.people.models import Client, MessagePreferences
from waylight.privacy.idempotency import once

PAGE = 20
UNSEEN = [State.WITHDRAWN, State.SENDING]  # what never came, and what is coming at this moment


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def choices(request: SignedIn) -> HttpResponse:
    """The form leads to a page with every message as it would be; from there it is saved, or changed again."""
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"))
    form, act = MessagesForm(request.POST or None, client=client), request.POST.get("act")
    if act == "look" and form.is_valid():
        return render(request, "booking/messages_check.html", {"form": form, **_words(client, form.chosen)})
    if act == "save" and form.is_valid():
        reminders.choose(client, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Messages follow it from now on."))
        return redirect("booking:messages")
    context = {"form": form, "log": _log(request, client), **_words(client, preferences.of(client))}
    return render(request, "booking/messages.html", context)


def _words(client: Client, chosen: MessagePreferences) -> dict[str, Any]:
    return {
        "chosen": chosen,
        "shown": previews.shown(client, chosen),
        "reminder_times": previews.reminder_times(client, chosen),
        "language": client.language or settings.LANGUAGE_CODE,
        "city": zones.city(zones.zone_of(client)),
    }


def _log(request: SignedIn, client: Client) -> Any:
    """What was sent or waits, the newest first: about the person as a client, and about their account."""
    rows = Notification.objects.filter(person_id__in=[client.pk, client.user_id]).exclude(state__in=UNSEEN)
    return Paginator(rows.order_by("-due_at", "pk"), PAGE).get_page(request.GET.get("page"))
