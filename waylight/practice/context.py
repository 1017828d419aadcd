"""Gives templates the practice's own facts."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from waylight.practice.models import Practice


def practice(_request: HttpRequest) -> dict[str, Any]:
    return {"practice": SimpleLazyObject(Practice.current)}
