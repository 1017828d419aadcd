"""Checks the audit trail's chain: exit code 1 when it is broken."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from waylight.privacy import audit


class Command(BaseCommand):
    help = "Checks that no event of the audit trail was changed, removed or slipped in."

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = audit.verify()
        if not verdict.is_sound:
            raise CommandError(f"The audit trail is broken at position {verdict.broken_at}.")
        self.stdout.write(
            f"The audit trail is sound: {verdict.linked} events linked, {verdict.unlinked} not linked yet."
        )
