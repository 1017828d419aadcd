"""Gives templates the practice's own facts."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest

from waylight.crisis import facts
from waylight.practice.models import Practice


class Ours:
    """The practice as templates see it: its names from the small published file, so that most pages ask the database
    for nothing of it; all else from its row."""

    def __init__(self) -> None:
        self.facts = facts.read()

    @cached_property
    def row(self) -> Practice:
        return Practice.current()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.facts if hasattr(self.facts, name) else self.row, name)


def practice(_request: HttpRequest) -> dict[str, Any]:
    return {"practice": Ours()}
