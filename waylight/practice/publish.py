"""Writes the small file from which crisis pages know the practice without a database: names, exit site, checked numbers."""

from datetime import datetime
from typing import Any

from django.db import transaction

from waylight.crisis import facts
from waylight.practice import checks
from waylight.practice.models import Practice
from waylight.privacy import audit


def publish(_now: datetime | None = None) -> int:
    """Writes the file anew from the settings and checks as they are saved; says whether it changed.

    After each act, and each minute: where the disk was full at that moment, a wrong number is gone a minute later.
    """
    practice = Practice.current()
    confirmations, withdrawn = checks.findings(checks.histories())
    changed = facts.publish(
        {
            "name": practice.name,
            "neutral_name": practice.neutral_name,
            "exit_site": practice.exit_site,
            "is_preparing": practice.is_preparing,
            "countries": practice.countries,
            "confirmations": confirmations,
            "withdrawn": withdrawn,
        }
    )
    return int(changed)


@transaction.atomic
def save_settings(practice: Practice, *, by: Any) -> None:
    """Saves the practice's settings and publishes them. Raises ValidationError, which names the setting that is wrong."""
    practice.full_clean(validate_unique=False)
    practice.save()
    audit.record("save-settings", by=by, about=practice)
    transaction.on_commit(publish)
