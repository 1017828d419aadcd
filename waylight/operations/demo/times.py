"""What the calendar of Larkfield holds beyond single sessions: pauses, time off, a planned course, reminders, one who waits."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from waylight.accounts.models import User
from waylight.booking import hours, reminders, series
from waylight.booking.waiting import entries
from waylight.intake import enquiries
from waylight.people.models import Client, Reminders, Therapist
from waylight.practice.models import Practice

WAITS: dict[str, Any] = {
    "for_whom": "me",
    "age_band": "25 or over",
    "country": "GB",
    "name": "Kasia",
    "channel": "email",
    "address": "kasia@example.org",
    "seen_by": "Nobody else",
    "may_leave_message": False,
    "words": "Speaking in Polish would be easier for me.",
    "language": "pl",
}


def open_hours() -> None:
    """Before anybody is booked, since no pause slips under an appointment."""
    clara, david = (Therapist.objects.get(slug=slug) for slug in ("clara-vale", "david-osei"))
    for weekday in range(1, 6):
        hours.add_break(david, weekday=weekday, opens_at=time(12, 30), closes_at=time(13, 15), by=david.user)
    today = timezone.localdate()
    _alternate_saturdays(david, today)
    away = _monday_after(today + timedelta(weeks=5))
    hours.take_time_off(clara, from_on=away, until_on=away + timedelta(days=4), by=clara.user)


def write(managers: list[User]) -> None:
    ben = Client.objects.get(user__email="ben@example.org")
    _course(ben, Therapist.objects.get(slug="david-osei"), timezone.localdate())
    _wait(managers[0])


def remind() -> None:
    """Ana chose reminders; done last, so that the mailbox still begins empty."""
    ana = Client.objects.get(user__email="ana@example.org")
    reminders.choose(
        ana,
        by=ana.user,
        reminders=Reminders.EMAIL,
        address=ana.contact["address"],
        safe_from=time(9),
        safe_until=time(20),
    )


def _alternate_saturdays(therapist: Therapist, today: date) -> None:
    hours.open_weekly(
        therapist,
        weekday=6,
        opens_at=time(10),
        closes_at=time(13),
        every_weeks=2,
        from_on=_monday_after(today),
        by=therapist.user,
    )


def _course(client: Client, therapist: Therapist, today: date) -> None:
    """Six of eight sessions, each Wednesday at ten: two dates did not suit, and one can see which."""
    practice = Practice.current()
    agreed = series.Agreed(
        first_on=_monday_after(today + timedelta(weeks=1)) + timedelta(days=2),
        starts_at=time(10),
        zone=therapist.zone,
        every_weeks=1,
        planned=practice.planned_sessions,
    )
    fits = [
        one.planned.at
        for one in series.check(agreed, client, therapist, now=timezone.now())
        if one.planned.at
    ]
    series.make(
        client, therapist, agreed, fits[:6], by=therapist.user, outside_hours="Agreed for the whole course."
    )


def _wait(manager: User) -> None:
    enquiry, _secret = enquiries.enquire(**WAITS, by="worker")  # before the doors open
    wishes = entries.Wishes(zone="Europe/London", language="pl", earliest=time(16))
    entries.add_enquiry(enquiry, wishes, by=manager)


def _monday_after(day: date) -> date:
    return day + timedelta(days=8 - day.isoweekday())
