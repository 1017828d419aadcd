"""What a practice needs before its server starts, in one process: to start Python for each step takes longer than the steps."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

STEPS = ("migrate", "createcachetable", "collectstatic", "publish_texts", "publish_guide", "publish_facts")
LAST = "publish_pages"  # shows what the others have made


class Command(BaseCommand):
    help = "Makes database, static files, texts and pages ready. Doing it twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("more", nargs="*", help="commands to run before the pages are made")

    def handle(self, *args: Any, **options: Any) -> None:
        for step in (*STEPS, *options["more"], LAST):
            quiet: dict[str, Any] = {"interactive": False} if step in {"migrate", "collectstatic"} else {}
            call_command(step, verbosity=0, **quiet)
