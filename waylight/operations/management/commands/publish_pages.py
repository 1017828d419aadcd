"""`manage.py publish_pages`: static copies of every public page, for the web server in front."""

from typing import Any

from django.core.management.base import BaseCommand

from waylight.operations.publish import publish_pages


class Command(BaseCommand):
    help = "Writes static copies of every public page, compressed, for the web server in front."

    def handle(self, *_args: Any, **options: Any) -> None:
        written = publish_pages()
        if options["verbosity"]:
            self.stdout.write(f"{written} files were written.")
