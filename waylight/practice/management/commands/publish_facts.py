"""`manage.py publish_facts`: crisis pages learn the practice's names and exit site."""

from typing import Any

from django.core.management.base import BaseCommand

from waylight.practice.publish import publish


class Command(BaseCommand):
    help = "Writes the small file from which crisis pages know the practice's names and exit site."

    def handle(self, *_args: Any, **_options: Any) -> None:
        publish()
