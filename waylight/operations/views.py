"""The health page, for whoever watches the machine. It says nothing about anybody."""

import tzdata
from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.crisis.sessionless import sessionless
from waylight.operations.models import RecurringWork
from waylight.video import servers

FINE = "ok"
NO_DATABASE = "The database does not answer."
NO_WORKER = "The worker has not run for two minutes: messages do not leave."
NO_RELAY = """\
Video: no TURN server is set. Most people meet without one; from strict networks they cannot, and talk by telephone.
Two lines make one, on a machine with Debian or Ubuntu that the internet reaches (docs/operators.md):
    sudo apt install coturn
    sudo deploy/turn-server turn.practice.example.org"""


@sessionless
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and the worker ran lately, else 503 with the reason."""
    state = _state()
    status = 200 if state == FINE else 503
    text = f"{state}\nTime zones: tzdata {tzdata.IANA_VERSION}\n{_video()}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _video() -> str:
    """That a relay is missing is no fault: nobody is woken for it."""
    return "Video: a TURN server is set." if servers.are_there() else NO_RELAY


def _state() -> str:
    try:
        return FINE if RecurringWork.objects.is_going(timezone.now()) else NO_WORKER
    except DatabaseTrouble:
        return NO_DATABASE
