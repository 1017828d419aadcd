"""A form that is sent twice does its work once, and both times leads to the same page (ASSURANCE E2).

`@once` stands on every view that takes a form that writes; the form carries `{% once %}`, a hidden random key.
`@repeatable` stands instead of it on a view that may run twice without harm, such as saving a draft.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from waylight.privacy import audit, inserting
from waylight.privacy.models import SentForm
from waylight.privacy.sealing import seal_text, unseal_text

FIELD = "idempotency_key"
PURPOSE = "sent forms"
KEPT_DAYS = 30

View = Callable[..., HttpResponse]


class MissingKey(Exception):
    """This form came without its key."""


def once(view: View) -> View:
    """Runs a POST in one transaction with its key. A redirect is kept and given again; anything else is undone.

    What it showed was read all the same: that stays recorded.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        key = _key(request)
        if key is None:
            raise BadRequest(MissingKey.__doc__)
        with audit.noting_readings() as readings, transaction.atomic():
            row = _claim(request, key)
            if row.location:
                return HttpResponseRedirect(
                    unseal_text(bytes(row.location).decode(), PURPOSE, place=str(key))
                )
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                sealed = seal_text(response.url, PURPOSE, place=str(key)).encode()
                SentForm.objects.filter(pk=row.pk).update(location=sealed)
            else:
                transaction.set_rollback(True)
        if not isinstance(response, HttpResponseRedirect):
            audit.record_again(readings)
        return response

    wrapped.sends = "once"  # type: ignore[attr-defined]
    return wrapped


def repeatable(view: View) -> View:
    """Marks a POST view that gives the same result however often it runs."""
    view.sends = "repeatable"  # type: ignore[attr-defined]
    return view


def forget_old(now: datetime | None = None) -> int:
    """Deletes keys older than 30 days; says how many."""
    before = (now or timezone.now()) - timedelta(days=KEPT_DAYS)
    return SentForm.objects.filter(sent_at__lt=before).delete()[0]


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _claim(request: HttpRequest, key: uuid.UUID) -> SentForm:
    """The row of this key: without a location it is ours, with one the form was sent before.

    A rival with the same key waits at the insert until the first one is done.
    """
    actor = str(request.user.pk) if request.user.is_authenticated else "visitor"
    route = request.resolver_match.view_name if request.resolver_match else ""
    row = SentForm(key=key, actor=actor, route=route)
    if inserting.insert(row):
        return row
    row = SentForm.objects.get(key=key)
    if (row.actor, row.route) != (actor, route):
        raise BadRequest("This form was sent before from another page.")
    return row
