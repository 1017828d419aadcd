"""Writes or renews the catalogue of a language, and what Django reads of it: manage.py make_messages el."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import to_locale

from waylight.operations.languages import catalogue, marked


class Command(BaseCommand):
    help = "Writes the texts to translate into a .po file, keeps what was translated, and compiles it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", help="a code such as el, pt-br or ar")
        parser.add_argument(
            "--plurals", default=catalogue.ENGLISH_PLURALS, help="Plural-Forms of a new catalogue"
        )

    def handle(self, *, language: str, plurals: str, **options: Any) -> None:
        if language.startswith("en-"):
            raise CommandError("The texts are English.")
        folder = Path(settings.LOCALE_PATHS[-1]) / to_locale(language) / "LC_MESSAGES"
        file = folder / "django.po"
        header = catalogue.HEADER.format(language=language, plurals=plurals)
        said: dict[catalogue.Marked, tuple[str, ...]] = {}
        if file.exists():
            header, said = catalogue.read_po(file.read_text(encoding="utf-8"))
        where = marked.everything()
        catalogue.keep(folder, header, {each: forms for each, forms in said.items() if each in where})
        file.write_text(catalogue.write_po(header, said, where), encoding="utf-8")
        done = sum(1 for each in where if all(said.get(each) or [""]))
        self.stdout.write(f"{done} of {len(where)} texts are translated: {file}")
