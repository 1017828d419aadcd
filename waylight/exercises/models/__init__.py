"""What therapists suggest and switch on, and what clients write. The exercises themselves are files (`library/`)."""

from waylight.exercises.models.assignments import Answer, Assignment, Enabled, HowOften
from waylight.exercises.models.entries import Entry, EntryVersion
from waylight.exercises.models.own import PracticeExercise
from waylight.exercises.models.skills import Skill

__all__ = [
    "Answer",
    "Assignment",
    "Enabled",
    "Entry",
    "EntryVersion",
    "HowOften",
    "PracticeExercise",
    "Skill",
]
