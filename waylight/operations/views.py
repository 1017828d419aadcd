"""The health page, for whoever watches the machine. It says nothing about anybody."""

import tzdata
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.crisis.sessionless import sessionless
from waylight.operations.models import RecurringWork

FINE = "ok"
NO_DATABASE = "The database does not answer."
NO_WORKER = "The worker has not run for two minutes: messages do not leave."


@sessionless
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and the worker ran lately, else 503 with the reason."""
    state = _state()
    status = 200 if state == FINE else 503
    text = f"{state}\nTime zones: tzdata {tzdata.IANA_VERSION}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _state() -> str:
    try:
        return FINE if RecurringWork.objects.is_going(timezone.now()) else NO_WORKER
    except DatabaseTrouble:
        return NO_DATABASE
