"""Gives templates the person who is signed in, without asking for a session on open pages."""

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

VISITOR = SimpleNamespace(role="visitor", theme="", is_authenticated=False)


def person(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "person": SimpleLazyObject(lambda: user if user is not None and user.is_authenticated else VISITOR)
    }
