"""Languages in words. Their codes are BCP 47; the names are those that Django brings."""

import unicodedata
from collections.abc import Iterable

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _


def name_of(code: str) -> str:
    """ "Greek" for "el"; the code itself where nobody named it."""
    info = LANG_INFO.get(code.lower(), {})
    return _(str(info["name"])) if "name" in info else code


def names_of(codes: Iterable[str]) -> str:
    """ "English, Greek and Polish"."""
    names = [name_of(code) for code in codes]
    if len(names) < 2:
        return "".join(names)
    return _("%(languages)s and %(last)s") % {"languages": ", ".join(names[:-1]), "last": names[-1]}


def choices() -> list[tuple[str, str]]:
    """(code, "Greek – Ελληνικά") of every language without its regional forms, by name."""
    plain = [
        (code, info) for code, info in LANG_INFO.items() if "name" in info and not _is_form_of_another(code)
    ]
    return sorted(((code, _both(info)) for code, info in plain), key=lambda pair: pair[1])


def _is_form_of_another(code: str) -> bool:
    return "-" in code and code.split("-")[0] in LANG_INFO


def _both(info: dict[str, object]) -> str:
    name, own = str(info["name"]), unicodedata.normalize("NFC", str(info["name_local"]))
    return name if name.lower() == own.lower() else f"{name} – {own}"
