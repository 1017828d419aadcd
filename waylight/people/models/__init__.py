"""People in three files: who is cared for, who cares, and who is registered where."""

from waylight.people.models.clients import Client, EmergencyContact, EpisodeOfCare
from waylight.people.models.registrations import RegisterCheck, Registration, Status
from waylight.people.models.therapists import Approach, Therapist

__all__ = [
    "Approach",
    "Client",
    "EmergencyContact",
    "EpisodeOfCare",
    "RegisterCheck",
    "Registration",
    "Status",
    "Therapist",
]
