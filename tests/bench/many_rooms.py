"""`python -m tests.bench.many_rooms NUMBER`: sessions that are going on now, as JSON: address, and a cookie of each side.

Ten short ones follow each other for each pair, since nobody may be in two at once; their rooms are all open.
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import cast  # noqa: E402
from tests.sign_in import signed_in  # noqa: E402
from waylight.accounts.models import User  # noqa: E402
from waylight.booking.models import Appointment  # noqa: E402
from waylight.video.models import Admission, Role, Room  # noqa: E402

EACH = 10
LONG = timedelta(minutes=4)
FIRST = timedelta(minutes=-25)  # from now


def cookie(user: User) -> str:
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={signed_in(user).cookies[name].value}"


@transaction.atomic
def a_pair(number: int) -> list[list[str]]:
    therapist = cast.a_therapist(f"bench-{number}", f"Dr Bench {number}", registered=False)
    client = cast.a_client(f"bench-c{number}", f"Bench {number}", therapist)
    assert client.user is not None
    cookies, now = [cookie(client.user), cookie(therapist.user)], timezone.now()
    made = []
    for place in range(EACH):
        starts_at = now + FIRST + place * LONG
        session = cast.an_appointment(client, therapist, starts_at=starts_at, ends_at=starts_at + LONG)
        admit(session, {Role.CLIENT: str(client.user_id), Role.THERAPIST: str(therapist.user_id)})
        made.append([str(session.pk), *cookies])
    return made


def admit(session: Appointment, people: dict[Role, str]) -> None:
    now = timezone.now()
    room = Room.objects.create(appointment=session, opened_at=now, began_at=now)
    for role, who in people.items():
        Admission.objects.create(
            room=room, role=role, who=who, asked_at=now, admitted_at=now, admitted_by=who
        )


print(json.dumps([room for pair in range(int(sys.argv[1]) // EACH) for room in a_pair(pair)]))
