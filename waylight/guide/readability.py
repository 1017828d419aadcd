"""How hard a text is to read: its Flesch–Kincaid grade, and its sentences that are too long (REQUIREMENTS 7.4).

The grade is 0.39 × words a sentence + 11.8 × syllables a word − 15.59. Syllables are counted twice, by the places where
pyphen would part the word and by its groups of vowels, and the higher count is taken: pyphen alone never parts off a
single letter, and so finds one syllable in "about". On our own pages the two together come within 1 % of a dictionary of
speech, where pyphen alone is 3 % short.
"""

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

from pyphen import Pyphen

HARDEST_GRADE = 6.0
LONGEST_SENTENCE = 20  # words
BLOCKS = {
    "button", "caption", "dd", "div", "dt", "h1", "h2", "h3", "label", "legend", "li", "option", "p", "section", "summary",
    "td", "th", "title",
}  # fmt: skip
SILENT = {"script", "style", "svg", "head"}
VOID = {"br", "img", "input", "meta", "link", "hr", "path", "circle", "stop", "source"}


@dataclass(frozen=True)
class Reading:
    """`words` counts all words of the text; `too_long` has its sentences of more than 20 words."""

    grade: float
    words: int
    too_long: tuple[str, ...]

    @property
    def is_easy(self) -> bool:
        return self.grade <= HARDEST_GRADE and not self.too_long


def read(text: str) -> Reading:
    """The reading of a plain text or of Markdown. A sentence ends at its stop, at a colon or with its line."""
    found = sentences(text)
    every_word = [word for sentence in found for word in words(sentence)]
    if not every_word:
        return Reading(0, 0, ())
    spoken = sum(syllables(word) for word in every_word)
    grade = 0.39 * len(every_word) / len(found) + 11.8 * spoken / len(every_word) - 15.59
    too_long = tuple(sentence for sentence in found if len(words(sentence)) > LONGEST_SENTENCE)
    return Reading(round(grade, 2), len(every_word), too_long)


def sentences(text: str) -> list[str]:
    without_addresses = re.sub(r"\]\([^)\s]*\)", "]", text)
    lines = without_addresses.split("\n")
    pieces = (piece.strip() for line in lines for piece in re.split(r"(?<=[.?!:…])[”’\"')*]*\s+", line))
    return [piece for piece in pieces if words(piece)]


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z'’-]*", text)


@cache
def syllables(word: str) -> int:
    """At least one; a short form without a vowel, such as CBT, is spelled out."""
    if word.isupper() and not re.search("[AEIOUY]", word):
        return len(word)
    parts = (part for part in re.split(r"[-'’]", word.lower()) if len(part) > 1)
    return max(1, sum(max(_groups_of_vowels(part), _parted(part)) for part in parts))


def _parted(word: str) -> int:
    return len(_dictionary().positions(word)) + 1


@cache
def _dictionary() -> Pyphen:
    return Pyphen(lang="en_US")  # it parts words by their sound, where en_GB goes by their origin


def _groups_of_vowels(word: str) -> int:
    count = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[^aeiousxzcg]es$|[^aeioudt]ed$|[aeiou]le$", word)
    if (silent and count > 1) or re.match(r"(some|where|there|home|care|safe|life)\w", word):
        count -= 1
    apart = re.findall(r"[aeiouy]ing|ia|io(?!n|us)|eo(?!p)|iu|uie|ien|[cd]rea|[dr]ea$", word)
    return max(1, count + len(apart))


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


def text_of(page: str) -> str:
    """The words of a page of HTML, a line for each block."""
    parser = _Text()
    parser.feed(page)
    return "".join(parser.parts)
