"""What each model says about privacy: whose its rows are, what becomes of each field at erasure, how long a row is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from django.apps import apps
from django.db import models

# How long rows are kept after the end of the matter they belong to (REQUIREMENTS 5.8; a practice's own schedule may be longer).
RETENTION = {
    "record": "7 years after treatment ends: the usual term of a private practice's insurer",
    "enquiry": "6 months after the last word, when no treatment followed",
    "account": "until the account is closed",
    "staff": "7 years after the therapist leaves: shows who was registered when",
    "technical": "30 days: needed to run, not to remember",
}


@dataclass(frozen=True)
class Declaration:
    """For a model with personal data.

    whose: path from the row to the person's id, "client_id" for instance. Sealed fields become unreadable with the
    person's key and need no word here. kept: field → why it stays at erasure. blanked: fields emptied at erasure.
    """

    whose: str
    retention: str
    kept: Mapping[str, str] = field(default_factory=dict)
    blanked: Iterable[str] = ()

    def undeclared(self, model: type[models.Model]) -> set[str]:
        names = {f.name for f in model._meta.concrete_fields if not getattr(f, "is_sealed", False)}
        return names - set(self.kept) - set(self.blanked) - {model._meta.pk.name}


@dataclass(frozen=True)
class NoPersonalData:
    """For a model that says nothing about a person; `why` says how that can be."""

    why: str


def person_of(row: Any) -> Any:
    """The id of the person that a row belongs to."""
    return reduce(getattr, row.privacy.whose.split("."), row)


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("waylight.")]
