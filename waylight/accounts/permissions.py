"""What each role may do: one table. Who may see which rows is `visible_to` on each model."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from waylight.accounts.models import Role


class Permission(StrEnum):
    USE_OWN_AREA = "use one's own area as a client"
    KEEP_RECORD = "prepare, meet and write up as a therapist"
    KEEP_OWN_HOURS = "say when one can be booked"
    ANSWER_ENQUIRIES = "read enquiries, match, offer and decline"
    CHECK_REGISTRATIONS = "record and confirm checks on the public registers"
    CHECK_HELPLINES = "say that a helpline's number is right or wrong"
    KEEP_SETTINGS = "keep the practice's settings and its therapists"
    LOOK_AFTER_MESSAGES = "see what could not be sent"
    SEE_OUTCOMES = "see how it goes for everybody together"
    EDIT_GUIDE = "write, publish and withdraw pages of the guide"
    KEEP_EXERCISES = "bring and withdraw exercises of the practice's own"
    REVIEW_GUIDE = "check pages of the guide as a clinician"


ROLES: dict[str, set[Permission]] = {
    Role.CLIENT: {Permission.USE_OWN_AREA},
    Role.THERAPIST: {
        Permission.KEEP_RECORD,
        Permission.KEEP_OWN_HOURS,
        Permission.CHECK_REGISTRATIONS,
        Permission.CHECK_HELPLINES,  # it takes two people, and many a practice has one manager alone
        Permission.REVIEW_GUIDE,
    },
    Role.MANAGER: {
        Permission.ANSWER_ENQUIRIES,
        Permission.CHECK_REGISTRATIONS,
        Permission.CHECK_HELPLINES,
        Permission.KEEP_SETTINGS,
        Permission.LOOK_AFTER_MESSAGES,
        Permission.SEE_OUTCOMES,
        Permission.EDIT_GUIDE,
        Permission.KEEP_EXERCISES,
    },
}


def may(user: Any, permission: Permission) -> bool:
    return user.is_authenticated and permission in ROLES[user.role]


def allow(permission: Permission) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Lets in the roles that have the permission; for everybody else the page is not there (404)."""

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        wrapped.permission = permission  # type: ignore[attr-defined]
        return wrapped

    return decorator
