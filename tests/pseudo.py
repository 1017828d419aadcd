"""Two languages made from the marked texts, to see what is not marked, too long for its place, or stuck to the left.

`en-xa`: English with accents, 40 % longer, in brackets. `ar-xb`: the same letters as Arabic ones, written from right to left.
"""

import re
from pathlib import Path

from waylight.operations.languages import catalogue, marked

LONGER, RIGHT_TO_LEFT = "en-xa", "ar-xb"
# What must come through as it is: placeholders, tags and entities.
FIXED = re.compile(r"(\{[^}]*\}|%\([^)]*\)[sd]|%[sd%]|<[^>]+>|&\w+;)")
ACCENTS = str.maketrans(
    "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz",
    "ÅåƁƀĆćĎďÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁŇňÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž",
)
ARABIC = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابثدءفغهيجكلمنوبقرستعوءخيز")


def longer(text: str) -> str:
    plain = len(FIXED.sub("", text))
    return f"[{_letters(text, ACCENTS)}{'·' * 2}{'öñé ' * (plain // 10)}]" if text.strip() else text


def right_to_left(text: str) -> str:
    return f"[{_letters(text.lower() if not FIXED.search(text) else text, ARABIC)}]" if text.strip() else text


def _letters(text: str, table: dict[int, int]) -> str:
    parts = FIXED.split(text)
    return "".join(
        part if number % 2 else (part if table is ACCENTS else part.lower()).translate(table)
        for number, part in enumerate(parts)
    )


def keep(folder: Path) -> int:
    """Writes both catalogues into <folder>/locale; says how many texts are marked."""
    texts = marked.everything()
    for language, change in ((LONGER, longer), (RIGHT_TO_LEFT, right_to_left)):
        said = {
            each: (change(each.text), *([change(each.plural)] if each.plural else []))
            for each in texts
            if not each.context
        }
        header = catalogue.HEADER.format(language=language, plurals=catalogue.ENGLISH_PLURALS)
        name, _, region = language.partition("-")
        catalogue.keep(folder / "locale" / f"{name}_{region.upper()}" / "LC_MESSAGES", header, said)
    return len(texts)
