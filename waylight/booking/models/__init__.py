"""Booking in files: when a therapist is there, who meets when, who waits, calendars outside, what belongs to a meeting."""

from waylight.booking.models.appointments import (
    Appointment,
    Cancellation,
    HeldFor,
    Kind,
    Medium,
    Status,
    Waiver,
)
from waylight.booking.models.calendars import BusyTime, CalendarFeed, OwnCalendar
from waylight.booking.models.hours import BookingRules, Break, ExtraTime, OpeningHours, TimeOff
from waylight.booking.models.links import BookingLink
from waylight.booking.models.meetings import (
    ContactAttempt,
    Hearing,
    Outcome,
    PreCheck,
    RouteStep,
    Step,
    Taken,
)
from waylight.booking.models.reminders import ReminderPlan
from waylight.booking.models.series import Series
from waylight.booking.models.waiting import Answer, Closing, TimeOffer, WaitingListEntry

__all__ = [
    "Answer",
    "Appointment",
    "BookingLink",
    "BookingRules",
    "Break",
    "BusyTime",
    "CalendarFeed",
    "Cancellation",
    "Closing",
    "ContactAttempt",
    "ExtraTime",
    "Hearing",
    "HeldFor",
    "Kind",
    "Medium",
    "OpeningHours",
    "Outcome",
    "OwnCalendar",
    "PreCheck",
    "ReminderPlan",
    "RouteStep",
    "Series",
    "Status",
    "Step",
    "Taken",
    "TimeOff",
    "TimeOffer",
    "WaitingListEntry",
    "Waiver",
]
