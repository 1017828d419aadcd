"""How a session felt, said by the client, for their therapist or the lead of the practice: they choose who reads it.

No total and no cut-off: it begins a conversation (measures.json, session_feedback). Nobody is reminded of it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.booking.models import Status as AppointmentStatus
from waylight.measures import catalogue
from waylight.measures.models import Administration, Setting
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.ui.refusals import Refusal

OFFERED_FOR = timedelta(days=14)  # after a session


class NotAfterASession(Refusal):
    """This is for a session that took place."""


def offered(client: Client, *, now: datetime) -> Appointment | None:
    """The last session that took place lately, as long as nothing was said or put away about it."""
    said = Administration.objects.filter(appointment=OuterRef("pk"), instrument=catalogue.FEEDBACK)
    rows = Appointment.objects.filter(
        client=client, status=AppointmentStatus.FULFILLED, ends_at__gt=now - OFFERED_FOR
    ).annotate(is_said=Exists(said))
    last = rows.select_related("therapist").order_by("-starts_at").first()
    return None if last is None or last.is_said else last


@transaction.atomic
def begin(appointment: Appointment, *, by: Any) -> Administration:
    """Begins, or gives what was begun or sent before. Raises NotAfterASession."""
    rows = Appointment.objects.select_related("client", "therapist").filter(client__user=by)
    found = rows.filter(pk=appointment.pk, status=AppointmentStatus.FULFILLED).first()
    if found is None:
        raise NotAfterASession
    # There to be locked before the feedback is, so that two first presses wait for each other.
    Client.objects.select_for_update(of=("self",), no_key=True).get(pk=found.client_id)
    known = Administration.objects.filter(appointment=found, instrument=catalogue.FEEDBACK, ended_at=None)
    if (row := known.first()) is not None:
        return row
    form = catalogue.get(catalogue.FEEDBACK)
    row = Administration(client=found.client, therapist=found.therapist, appointment=found)
    row.instrument, row.version, row.setting = form.id, form.version, Setting.ALONE
    row.given_at = timezone.now()
    row.save(force_insert=True)
    audit.record("begin-feedback", by=by, person=found.client_id, about=row)
    return row


def is_within_reach(row: Administration) -> bool:
    """Whether the therapist whom it is about is here, and cares for this client still: else they could not read it."""
    user = row.therapist.user
    return user.is_active and Client.objects.in_care_of(user).filter(pk=row.client_id).exists()
