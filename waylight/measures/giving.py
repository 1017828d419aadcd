"""Gives an instrument to a client: now, before or in a session, or every so many weeks. The client may always put it away."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from waylight.booking.models import Appointment
from waylight.measures import catalogue
from waylight.measures.models import Administration, Schedule, Setting
from waylight.people import episodes, reading
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.ui.refusals import Refusal


class AlreadyGiven(Refusal):
    """These questions wait for them already."""


class AlreadyScheduled(Refusal):
    """These questions come regularly already. End that first to change it."""


class NoText(Refusal):
    """Waylight has no text for these. Enter the answers from paper, or ask whoever runs the server for the text."""


class NotAlone(Refusal):
    """One of these asks for a person. The practice cannot promise to read it in time. Ask them together, in a session."""


class NoLongerOpen(Refusal):
    """These questions were sent, or put away."""


def asked_alone(instrument: str, therapist: Therapist) -> catalogue.Instrument:
    """What is asked of somebody on their own: instead of the instrument the one without the question that asks for a
    person, where nobody can promise to read it in time (R-3.3). Raises NotAlone where there is none.
    """
    form = catalogue.get(instrument)
    if not form.needs_reading or reading.promise(therapist, now=timezone.now()):
        return form
    if not form.instead_alone:
        raise NotAlone
    return catalogue.get(form.instead_alone)


@transaction.atomic
def give(
    client: Client,
    instrument: str,
    *,
    setting: str = Setting.ALONE,
    appointment: Appointment | None = None,
    by: Any,
) -> Administration:
    """Raises NotYourClient, AlreadyGiven, NoText, NotAlone, UnknownInstrument."""
    therapist = episodes.therapist_of(client, by=by)
    return _give(client, therapist, instrument, by=by, setting=setting, appointment=appointment)


def _give(
    client: Client, therapist: Therapist, instrument: str, *, by: Any, setting: str = Setting.ALONE, **of: Any
) -> Administration:
    form = catalogue.get(instrument) if setting == Setting.TOGETHER else asked_alone(instrument, therapist)
    if form.is_after_a_session:
        raise catalogue.UnknownInstrument
    if not form.has_text:
        raise NoText
    if Administration.objects.open().filter(client=client, instrument=form.id).exists():
        raise AlreadyGiven
    row = Administration(client=client, therapist=therapist, instrument=form.id, version=form.version, **of)
    row.setting, row.given_at = Setting(setting), timezone.now()
    row.save(force_insert=True)
    audit.record("give-questions", by=by, person=client.pk, about=row)
    return row


@transaction.atomic
def schedule(client: Client, instrument: str, *, every_weeks: int, by: Any) -> Schedule:
    """From today on, every so many weeks. Raises as `give`, and AlreadyScheduled."""
    therapist = episodes.therapist_of(client, by=by)
    if Schedule.objects.running().filter(client=client, instrument=instrument).exists():
        raise AlreadyScheduled
    form = asked_alone(instrument, therapist)
    if form.is_after_a_session or not form.has_text:
        raise NoText
    row = Schedule(client=client, therapist=therapist, instrument=instrument, every_weeks=every_weeks)
    row.next_on, row.set_at = Practice.current().date_at(timezone.now()), timezone.now()
    row.save(force_insert=True)
    audit.record("schedule-questions", by=by, person=client.pk, about=row)
    _give_next(row, row.next_on, by=by)
    return row


@transaction.atomic
def end_schedule(row: Schedule, *, by: Any) -> None:
    """Twice is the same as once. Raises Schedule.DoesNotExist where it is out of reach."""
    found = Schedule.objects.visible_to(by).select_for_update(of=("self",)).get(pk=row.pk)
    if found.ended_at is None:
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        audit.record("end-schedule", by=by, person=found.client_id, about=found)


@transaction.atomic
def put_away(administration: Administration, *, by: Any) -> None:
    """The client says “not this time”, or the therapist takes it back. A whole answer. Raises NoLongerOpen."""
    row = Administration.objects.visible_to(by).select_for_update(of=("self",)).get(pk=administration.pk)
    if row.finished_at is not None:
        raise NoLongerOpen
    if row.ended_at is None:
        row.ended_at = timezone.now()
        row.support_due = False
        row.save(update_fields=["ended_at", "support_due"])
        audit.record("put-questions-away", by=by, person=row.client_id, about=row)


def give_due(now: datetime) -> int:
    """For the schedule: gives what comes round today, and ends what came with a care that has ended. Says how many it gave."""
    today = Practice.current().date_at(now)
    cared_for = EpisodeOfCare.objects.open().filter(
        client=OuterRef("client"), therapist=OuterRef("therapist"), therapist__user__is_active=True
    )
    running = Schedule.objects.running().annotate(goes_on=Exists(cared_for))
    for row in running.filter(goes_on=False):
        _end(row)
    due = running.filter(goes_on=True, next_on__lte=today).select_related("client", "therapist")
    return sum(_give_if_due(row.pk, today) for row in due)


@transaction.atomic
def _end(row: Schedule) -> None:
    if Schedule.objects.running().filter(pk=row.pk).update(ended_at=timezone.now()):
        audit.record("end-schedule", by="worker", person=row.client_id, about=row)


@transaction.atomic
def _give_if_due(pk: Any, today: date) -> bool:
    """A rival waits at the lock, and then finds that it is not due any more."""
    locked = Schedule.objects.select_for_update(of=("self",)).select_related("client", "therapist__user")
    row = locked.get(pk=pk)
    return row.ended_at is None and row.next_on <= today and _give_next(row, today, by="worker")


def _give_next(row: Schedule, today: date, *, by: Any) -> bool:
    """Where the last ones still wait, none are added: nothing piles up. False: nothing was given."""
    row.next_on = today + timedelta(weeks=row.every_weeks)
    row.save(update_fields=["next_on"])
    try:
        _give(row.client, row.therapist, row.instrument, by=by, schedule=row)
    except (AlreadyGiven, NoText, NotAlone):
        return False
    return True
