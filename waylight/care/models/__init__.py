"""The record in two files: notes with what comes of them, and the safety plan."""

from waylight.care.models.notes import (
    Addendum,
    Ending,
    SessionClosing,
    SessionNote,
    Signature,
    TakeAway,
)
from waylight.care.models.plans import How, SafetyPlan, SafetyPlanCopy, SafetyPlanVersion

__all__ = [
    "Addendum",
    "Ending",
    "How",
    "SafetyPlan",
    "SafetyPlanCopy",
    "SafetyPlanVersion",
    "SessionClosing",
    "SessionNote",
    "Signature",
    "TakeAway",
]
