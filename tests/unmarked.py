"""Which words of a page are not marked for translation: those that are plain English in the language of `pseudo.longer`."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from tests.sign_in import signed_in

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# What a person wrote, what is in its own language, and what is no text.
LEFT_OUT = {"script", "style", "code", "time", "bdi", "svg", "blockquote", "option", "textarea"}
LEFT_OUT_BY = {"dir", "lang", "data-unread"}
READ_ALOUD = {"alt", "aria-label", "placeholder", "title"}
OURS = {"Waylight", "Longer", "English"}  # the practice, and languages that name themselves
DATES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
)
ADDRESSES = re.compile(r"https?://\S+|\S+@\S+|www\.\S+")


class Texts(HTMLParser):
    """The texts of a page, and those of its attributes that are read aloud."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.outside: list[str] = []  # the open elements, from the first that is left out
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        left_out = tag in LEFT_OUT or (tag not in {"html", "input"} and LEFT_OUT_BY & known.keys())
        if not self.outside:
            self.found += [known[name] or "" for name in READ_ALOUD & known.keys()]
            if tag == "meta" and known.get("name") == "description":
                self.found.append(known["content"] or "")
        if tag not in VOID and (self.outside or left_out):
            self.outside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.outside:
            self.outside.pop()

    def handle_data(self, data: str) -> None:
        if not self.outside:
            self.found.append(data)


def words(html: str, *, but: Iterable[str] = ()) -> list[str]:
    """Texts with a plain word; `but` are names, and texts that are content and no words of the pages."""
    leave = _left_as_it_is(frozenset(but))
    texts = [" ".join(leave.sub("", text).split()) for text in Texts(html).found]
    return [text for text in texts if re.search(r"\b[A-Za-z]{3,}\b", text)]


@lru_cache(maxsize=4)
def _left_as_it_is(names: frozenset[str]) -> re.Pattern[str]:
    longest_first = sorted({*filter(None, names), *OURS}, key=len, reverse=True)
    named = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{named})(?!\w)|{DATES.pattern}|{ADDRESSES.pattern}")


def abroad(user: Any, language: str) -> Client:
    """Signed in, with pages in that language."""
    user.language = language
    user.save()
    return signed_in(user)
