"""People in four files: who is cared for, how they want to be written to, who cares, and who is registered where."""

from waylight.people.models.clients import Client, EmergencyContact, EpisodeOfCare
from waylight.people.models.preferences import Level, MessagePreferences, Reminders
from waylight.people.models.registrations import RegisterCheck, Registration, Status
from waylight.people.models.therapists import Approach, Therapist

__all__ = [
    "Approach",
    "Client",
    "EmergencyContact",
    "EpisodeOfCare",
    "Level",
    "MessagePreferences",
    "RegisterCheck",
    "Registration",
    "Reminders",
    "Status",
    "Therapist",
]
