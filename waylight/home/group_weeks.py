"""What a group practises week by week, as suggestions to each member: their therapist decides for whom each of them fits.

The order is that of an eight-week mindfulness course as it is described in public (the senses first, then the body, then what
is pleasant and what is hard, then looking after oneself); every text and exercise is Waylight's own (REQUIREMENTS 4.1
keeps exercises with a caution off until a therapist has read it for that person).
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waylight.exercises import assignments, catalogue
from waylight.exercises.catalogue import Exercise
from waylight.video.models import Group, GroupMember, GroupSession

WEEKS = {
    1: ("mbct-choose-your-anchor", "mbct-practice-log"),
    2: ("cft-soothing-rhythm-breathing", "mbct-pleasant-events-calendar"),
    3: ("mbct-mindful-movement", "mbct-three-minute-breathing-space"),
    4: ("mbct-three-minute-breathing-space", "mbct-unpleasant-events-calendar"),
    5: ("act-leaves-on-a-stream", "mbct-body-scan"),
    6: ("cft-compassionate-self", "cbt-alternatives-comfort"),
    7: ("cbt-activity-schedule", "mbct-three-minute-breathing-space"),
    8: ("cbt-staying-well-plan", "mbct-practice-log"),
}
AFTERWARDS = ("mbct-practice-log",)  # of a group that goes on for longer


def exercises(week: int) -> list[Exercise]:
    return [catalogue.get(id) for id in WEEKS.get(week, AFTERWARDS)]


def members(group: Group, *, by: Any) -> list[GroupMember]:
    """Those who take part and are in this therapist's care."""
    rows = GroupMember.objects.visible_to(by).taking_part().filter(group=group)
    return list(rows.select_related("client__user"))


@transaction.atomic
def suggest(
    session: GroupSession,
    chosen: Collection[str],
    to: Collection[GroupMember],
    *,
    has_read_caution: bool,
    by: Any,
) -> int:
    """Suggests these exercises to these members until the group meets next; says how many were new.

    What somebody has already stays as it is. Raises CautionNotRead and NotYourClient of assignments, and then nothing is
    suggested.
    """
    agreed = assignments.Agreed(until_on=_until(session), has_read_caution=has_read_caution)
    count = 0
    for member in to:
        for exercise in chosen:
            try:
                with transaction.atomic():
                    assignments.assign(member.client, exercise, by=by, agreed=agreed)
            except assignments.AlreadySuggested:
                continue
            count += 1
    return count


def _until(session: GroupSession) -> date | None:
    """The day on which the group meets next; none after the last week, or where it is past."""
    following = GroupSession.objects.filter(group=session.group, week=session.week + 1).first()
    day = timezone.localdate(following.starts_at) if following else None
    return day if day and day >= timezone.localdate() else None
