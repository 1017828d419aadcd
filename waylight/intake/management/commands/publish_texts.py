"""`manage.py publish_texts`: clients are asked what intake/consents.json asks."""

from typing import Any

from django.core.management.base import BaseCommand

from waylight.intake import consents


class Command(BaseCommand):
    help = "Publishes the texts of agreements that are not published yet. A published text never changes."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Texts published: {consents.publish_texts()}")
