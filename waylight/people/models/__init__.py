"""People in five files: who is cared for, how they want to be written to, who cares, who is registered, what is to be read."""

from waylight.people.models.clients import Client, EmergencyContact, EpisodeOfCare, OfClientQuerySet
from waylight.people.models.preferences import Level, MessagePreferences, Reminders
from waylight.people.models.reading import Acknowledgement, Deputy, NeedsReading
from waylight.people.models.registrations import RegisterCheck, Registration, Status
from waylight.people.models.therapists import Approach, Therapist

__all__ = [
    "Acknowledgement",
    "Approach",
    "Client",
    "Deputy",
    "EmergencyContact",
    "EpisodeOfCare",
    "Level",
    "MessagePreferences",
    "NeedsReading",
    "OfClientQuerySet",
    "RegisterCheck",
    "Registration",
    "Reminders",
    "Status",
    "Therapist",
]
