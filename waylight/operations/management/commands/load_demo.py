"""Loads the demonstration practice. Only in demo mode."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Loads the demonstration practice, with invented people. Doing it twice changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is no demonstration: set WAYLIGHT_DEMO=1, or run bin/demo.")
        from waylight.operations.demo.practice import load

        self.stdout.write("Loaded." if load() else "The demonstration practice is there already.")
