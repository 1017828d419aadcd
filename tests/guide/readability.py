"""How hard a text is to read: Flesch–Kincaid grade, and its longest sentences (REQUIREMENTS 7.4)."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "dt",
    "dd",
    "summary",
    "td",
    "th",
    "title",
    "div",
    "button",
    "caption",
    "section",
}
SILENT = {"script", "style", "svg", "head"}
VOID = {"br", "img", "input", "meta", "link", "hr", "path", "circle", "stop", "source"}


class _Text(HTMLParser):
    """The sentences of a page: each block ends one; what carries `data-unread` or is code is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        if self.hidden or tag in SILENT or "data-unread" in dict(attrs):
            self.hidden += 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.hidden:
            self.hidden -= 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


@dataclass(frozen=True)
class Reading:
    grade: float
    longest: str
    words: int


def text_of(page: str) -> str:
    parser = _Text()
    parser.feed(page)
    return "".join(parser.parts)


def sentences(text: str) -> list[str]:
    pieces = (piece.strip() for line in text.split("\n") for piece in re.split(r"(?<=[.?!:])\s+", line))
    return [piece for piece in pieces if words(piece)]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e; good enough to compare texts, and the same on every machine."""
    return max(1, sum(_syllables_of(part) for part in re.split(r"[-'’]", word.lower()) if len(part) > 1))


def _syllables_of(part: str) -> int:
    count = len(re.findall(r"[aeiouy]+", part))
    silent = re.search(r"[^aeiouyl]e$|[^aeiousxzcg]es$|[^aeioudt]ed$|[aeiou]le$", part)
    if (silent and count > 1) or re.match(r"(some|where|there|home|care|safe|life)\w", part):
        count -= 1
    apart = re.findall(r"[aeiouy]ing|ia|io(?!n|us)|eo(?!p)|iu|uie|ien|[cd]rea|[dr]ea$", part)
    return max(1, count + len(apart))


def read(text: str) -> Reading:
    """The reading of a text. A sentence ends at its stop, at a colon or with its block."""
    found = sentences(text)
    if not found:
        return Reading(0, "", 0)
    all_words = [word for sentence in found for word in words(sentence)]
    longest = max(found, key=lambda sentence: len(words(sentence)))
    grade = (
        0.39 * len(all_words) / len(found) + 11.8 * sum(map(syllables, all_words)) / len(all_words) - 15.59
    )
    return Reading(round(grade, 2), longest, len(words(longest)))
