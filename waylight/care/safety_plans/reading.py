"""Who read a plan. Never when its owner did: whether somebody uses their plan is not watched (REQUIREMENTS R-2.5, N4)."""

from typing import Any

from waylight.privacy import audit


def note(verb: str, *, by: Any, person: object, about: Any) -> None:
    """Records that somebody else read it. A client reaches no plan but their own, and leaves no trace there."""
    if not by.is_client:
        audit.record(verb, by=by, person=person, about=about)
