"""Booking in three files: when a therapist is there, who meets when, and what belongs to a meeting."""

from waylight.booking.models.appointments import Appointment, Cancellation, Kind, Status
from waylight.booking.models.hours import OpeningHours, TimeOff
from waylight.booking.models.links import BookingLink
from waylight.booking.models.meetings import ContactAttempt, Hearing, Outcome, PreCheck

__all__ = [
    "Appointment",
    "BookingLink",
    "Cancellation",
    "ContactAttempt",
    "Hearing",
    "Kind",
    "OpeningHours",
    "Outcome",
    "PreCheck",
    "Status",
    "TimeOff",
]
