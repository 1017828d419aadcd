"""The languages that there are: English, which the texts are written in, and each one that has a catalogue."""

from collections.abc import Iterable
from pathlib import Path

from django.conf.locale import LANG_INFO

ENGLISH = ("en-gb", "English")


def found(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """(code, its own name) of each; a folder holds <locale>/LC_MESSAGES/django.mo, as gettext wants it."""
    catalogues = sorted(
        file.parts[-3] for folder in folders for file in folder.glob("*/LC_MESSAGES/django.mo")
    )
    codes = dict.fromkeys(locale.lower().replace("_", "-") for locale in catalogues)
    return [ENGLISH, *((code, own_name(code)) for code in codes if code != ENGLISH[0])]


def own_name(code: str) -> str:
    info = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return str(info.get("name_local", code))
