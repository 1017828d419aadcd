"""Plans a group, week by week, and ends it. Each session takes its time from the calendar of the therapist who leads."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from waylight.booking.hours.groups import TakenThen, give_back, keep_for_group
from waylight.people.models import Therapist
from waylight.people.standing import standing
from waylight.privacy import audit
from waylight.ui.refusals import Refusal
from waylight.video.models.groups import Group, GroupSession

WEEKS = 8
A_WEEK = timedelta(days=7)


class BeginsInThePast(Refusal):
    """The first session is over by then. Choose a later time."""


class CannotLead(Refusal):
    """This therapist cannot lead a group now."""


REFUSED = (BeginsInThePast, CannotLead, TakenThen)


@transaction.atomic
def plan(
    lead: Therapist,
    *,
    name: str,
    first_at: datetime,
    minutes: int,
    weeks: int = WEEKS,
    places: int = 12,
    by: Any,
) -> Group:
    """A session each week at the same time by the therapist's clock. Raises each of REFUSED, and then nothing is planned."""
    now = timezone.now()
    if first_at <= now:
        raise BeginsInThePast
    if not standing(lead, timezone.localdate(now)).is_bookable:
        raise CannotLead
    group = Group.objects.create(
        lead=lead, name=name.strip(), places=places, created_at=now, created_by=str(by.pk)
    )
    for week in range(1, weeks + 1):
        starts_at = _weeks_later(first_at, week - 1, ZoneInfo(lead.zone))
        ends_at = starts_at + timedelta(minutes=minutes)
        kept = keep_for_group(lead, starts_at, ends_at, by=by)
        GroupSession.objects.create(group=group, week=week, starts_at=starts_at, ends_at=ends_at, kept=kept)
    audit.record("plan-group", by=by, person=lead.user_id, about=group)
    return group


@transaction.atomic
def end(group: Group, *, by: Any) -> None:
    """No session comes any more, and their times can be booked again. Twice is once."""
    now = timezone.now()
    if not Group.objects.running().filter(pk=group.pk).update(ended_at=now, ended_by=str(by.pk)):
        return
    group.ended_at, group.ended_by = now, str(by.pk)
    coming = GroupSession.objects.filter(group=group, starts_at__gt=now, kept__isnull=False)
    for session in coming.select_related("kept__therapist"):
        if session.kept is not None:
            give_back(session.kept, by=by)
    audit.record("end-group", by=by, person=group.lead.user_id, about=group)


def _weeks_later(first_at: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    """The same time by the clocks of that zone, whatever they do in between."""
    return (first_at.astimezone(zone) + weeks * A_WEEK).astimezone(timezone.get_default_timezone())
