"""Where the gateway of texts says what became of one: for machines, with a shared secret."""

import json
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from waylight.notifications import gateway, reports
from waylight.notifications.models import Channel, Notification, NotificationQuerySet
from waylight.privacy.idempotency import repeatable

SHOWN_IN = "X-Hook-Secret"
ARRIVED = {"delivered"}
CAME_BACK = {"failed", "undelivered", "rejected", "expired", "undeliverable"}


@csrf_exempt
@login_not_required
@require_POST
@repeatable
def sms_report(request: HttpRequest) -> HttpResponse:
    """JSON with `status`, and `reference` (ours) or `id` (the gateway's own). A status that decides nothing is left."""
    if not settings.SMS_HOOK_SECRET:
        raise Http404
    if not constant_time_compare(request.headers.get(SHOWN_IN, ""), settings.SMS_HOOK_SECRET):
        raise PermissionDenied
    said = _said(request)
    found = _named(said)
    if not found.exists():
        raise Http404
    status = str(said.get("status", "")).lower()
    if status in ARRIVED:
        reports.arrived(found)
    elif status in CAME_BACK:
        reports.came_back(found)
    return HttpResponse(status=204)


def _said(request: HttpRequest) -> dict[str, Any]:
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError, RawPostDataException) as error:  # nested too deep; or read as a form
        raise BadRequest("This is no JSON.") from error
    if not isinstance(said, dict):
        raise BadRequest("This is no JSON object.")
    return said


def _named(said: dict[str, Any]) -> NotificationQuerySet:
    texts = Notification.objects.filter(channel=Channel.SMS)
    reference, called = str(said.get("reference") or ""), str(said.get("id") or "")
    try:
        return texts.filter(pk=uuid.UUID(reference))
    except ValueError:
        return texts.called(called) if gateway.is_an_id(called) else texts.none()
