"""What somebody was sending when the record locked itself: kept in the sealed session, shown again once it is unlocked.

So nothing that was typed is lost, and nothing of it can be read before the second factor (UI.md 2.4, point 2).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

FIELD = "kept_words"
LIFE = timedelta(hours=24)
OF_THE_FORM = {"csrfmiddlewaretoken"}  # made anew when the form is sent again
TECHNICAL = {"idempotency_key"}


@dataclass(frozen=True)
class Kept:
    """A form on its way to `address`, as name and value pairs in the order they came."""

    address: str
    fields: list[list[str]]
    is_shown: bool

    @property
    def words(self) -> list[str]:
        """What the person wrote, to be read again; not what they ticked or chose."""
        return [text for name, text in self.fields if name not in TECHNICAL and " " in text.strip()]


def keep(request: HttpRequest) -> None:
    """Keeps the form of a POST in place of one kept before."""
    fields = [
        [name, text] for name, texts in request.POST.lists() if name not in OF_THE_FORM for text in texts
    ]
    request.session[FIELD] = {
        "address": request.get_full_path(),
        "fields": fields,
        "at": timezone.now().timestamp(),
    }


def kept(request: HttpRequest) -> Kept | None:
    found: dict[str, Any] | None = request.session.get(FIELD)
    if found is None or timezone.now().timestamp() - found["at"] > LIFE.total_seconds():
        return None
    return Kept(found["address"], found["fields"], found.get("is_shown", False))


def mark_shown(request: HttpRequest) -> None:
    """From now on unlocking does not lead there again."""
    request.session[FIELD] = request.session[FIELD] | {"is_shown": True}


def drop(request: HttpRequest) -> None:
    request.session.pop(FIELD, None)
