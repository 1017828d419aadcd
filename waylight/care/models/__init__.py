"""The record: notes with what comes of them, the safety plan, goals, and the loop of relief."""

from waylight.care.models.goals import ChartNote, Goal, GoalRating
from waylight.care.models.loops import ReliefLoop
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
    "ChartNote",
    "Ending",
    "Goal",
    "GoalRating",
    "How",
    "ReliefLoop",
    "SafetyPlan",
    "SafetyPlanCopy",
    "SafetyPlanVersion",
    "SessionClosing",
    "SessionNote",
    "Signature",
    "TakeAway",
]
