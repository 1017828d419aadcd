"""The names behind the ids that stand by a text."""

from collections.abc import Iterable
from typing import Any, TypeVar

from waylight.accounts.models import User
from waylight.guide.models import SHIPPED

Row = TypeVar("Row", bound=Any)


def named(rows: Iterable[Row], by: str) -> list[Row]:
    """The rows, each with `who`: the name of whom its field `by` means. One query at most."""
    found = list(rows)
    wanted = {getattr(row, by) for row in found} - {SHIPPED}
    users = User.objects.filter(pk__in=wanted).values_list("pk", "name", "email") if wanted else ()
    names = {SHIPPED: "Waylight"} | {str(pk): name or email for pk, name, email in users}
    for row in found:
        row.who = names[getattr(row, by)]
    return found
