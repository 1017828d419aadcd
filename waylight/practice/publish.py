"""Writes the small file from which crisis pages know the practice's names and exit site, without a database."""

from typing import Any

from django.db import transaction

from waylight.crisis import facts
from waylight.practice.models import Practice
from waylight.privacy import audit


def publish() -> None:
    """Writes the file anew from the settings as they are saved. Doing it twice changes nothing."""
    practice = Practice.current()
    facts.publish(
        {"name": practice.name, "neutral_name": practice.neutral_name, "exit_site": practice.exit_site}
    )


@transaction.atomic
def save_settings(practice: Practice, *, by: Any) -> None:
    """Saves the practice's settings and publishes them. Raises ValidationError, which names the setting that is wrong."""
    practice.full_clean(validate_unique=False)
    practice.save()
    audit.record("save-settings", by=by, about=practice)
    transaction.on_commit(publish)
