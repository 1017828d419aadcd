"""`manage.py publish_guide`: the public reads the pages that came with Waylight."""

from typing import Any

from django.core.management.base import BaseCommand

from waylight.guide import seeds


class Command(BaseCommand):
    help = "Takes in the guide's texts that are new or have changed. A page that the practice edited stays as it is."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"Pages taken in: {seeds.publish_texts()}")
