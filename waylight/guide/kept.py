"""Keeps each guide page as rendered, until the practice, what is published, the wait, the day or the language changes."""

from collections.abc import Callable

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language

from waylight.guide.reading import Library
from waylight.practice import wait
from waylight.practice.models import Practice

_state: list[object] = []
_pages: dict[tuple[str, str | None], str] = {}


def rendered(of: tuple[Practice, Library], slug: str, make: Callable[[], str]) -> str:
    """The page of that slug; `make` renders it when it is not here. There are only as many as there are pages."""
    global _pages, _state
    practice, library = of
    state = [*_values(practice), library, wait.read(), timezone.now().date()]
    if state != _state:
        _state, _pages = state, {}
    pages, key = _pages, (slug, get_language())
    if key not in pages:
        pages[key] = make()
    return pages[key]


def _values(row: Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
