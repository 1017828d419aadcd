"""The catalogue of messages. Each is a text file: a subject, an empty line, a body (level 0 of UI.md 5).

Anybody may see the lock screen, so no message names a person, a therapist or what the practice does; it holds one link at most.
A message to be spoken has a file `<template>.call.txt` with what to say, since a link cannot be said. Pure: words in, text out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from django.utils.translation import gettext

FOLDER = Path(__file__).parent / "templates" / "notifications"
OF_THE_PRACTICE = {"neutral_name", "reach"}  # filled in by `notify`: nobody needs to give them

# template → the words it needs. `link` is an absolute address; `when` is a moment in the person's own zone, in words.
CATALOGUE: dict[str, set[str]] = {
    "sign-in-code": {"code"},
    "mail-test": {"code"},  # to a manager, who types it back in: then mail is sent and received
    "invitation": {"link"},  # to set up the second factor
    "offer": {"link"},  # free times; the confirmation of an enquiry shows these words
    "booked": {"when", "link"},
    "moved": {"when", "link"},  # when: the new time
    "cancelled": {"when", "link"},  # link: where to choose another time
    "times-booked": {"when", "link"},  # several at once; when: the first
    "times-moved": {"when", "link"},  # when: the next
    "times-cancelled": {"when", "link"},  # when: the first of them
    "not-met": {
        "when",
        "link",
    },  # nobody came, and the agreed route was followed; link: where to choose another time
    "declined": {"link"},  # the answer and its alternative are read behind the link, never in an inbox
    "withdrawn": set(),  # an enquiry was taken back
    "therapist-away": set(),  # sessions cannot go on; says whom to speak to
    "take-away-ready": {"link"},
    "manager-list": {"link"},  # to managers: something needs a decision today
}


class UnknownTemplate(Exception):
    """There is no such message."""


class WordsDoNotFit(Exception):
    """A message was given other words than it needs."""


@dataclass(frozen=True)
class Preview:
    """The exact words of a message. A text or a call has no subject."""

    subject: str
    body: str


def check(template: str, words: Mapping[str, str]) -> None:
    """Raises UnknownTemplate, or WordsDoNotFit when a word is missing or one too many."""
    if template not in CATALOGUE:
        raise UnknownTemplate(f"There is no message called {template}.")
    if set(words) != CATALOGUE[template]:
        needed = ", ".join(sorted(CATALOGUE[template])) or "no words"
        raise WordsDoNotFit(f"The message {template} needs {needed}.")


def render(template: str, channel: str, words: Mapping[str, str]) -> Preview:
    """The message in words, in the language that is active; `words` holds those of the practice too."""
    if channel == "call":
        return Preview("", gettext(_text(f"{template}.call")).format_map(words))
    subject, _, body = gettext(_text(template)).partition("\n\n")
    return Preview("" if channel == "sms" else subject, body.format_map(words))


def placeholders(file: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(_text(file)) if name}


@cache
def _text(file: str) -> str:
    return (FOLDER / f"{file}.txt").read_text(encoding="utf-8").strip()
