"""What therapists suggest and switch on, and what clients write. The exercises themselves are files (`library/`)."""

from waylight.exercises.models.assignments import Answer, Assignment, Enabled, HowOften
from waylight.exercises.models.entries import Entry, EntryVersion

__all__ = ["Answer", "Assignment", "Enabled", "Entry", "EntryVersion", "HowOften"]
