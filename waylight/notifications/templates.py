"""The catalogue of messages. Each is a text file: a subject, an empty line, a body (level 0 of UI.md 5).

Anybody may see the lock screen, so no message names a person, a therapist or what the practice does; it holds one link at most.
A text has a file `<template>.sms.txt`, short enough for one message; a message to be spoken has `<template>.call.txt` with what
to say, since a link cannot be said. Pure: words in, text out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from waylight.notifications import sms

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
    "booked-1": {"when", "link", "name"},  # with a number: for whom chose that messages say more (at_level)
    "moved-1": {"when", "link", "name"},  # name: the therapist's first name
    "cancelled-1": {"when", "link", "name"},
    "booked-2": {"when", "link", "therapist", "kind", "minutes"},
    "moved-2": {"when", "link", "therapist", "kind", "minutes"},
    "cancelled-2": {"when", "link", "therapist", "kind"},
    "reminder": {"when", "link"},
    "reminder-1": {"when", "link", "name"},
    "reminder-2": {"when", "link", "therapist", "kind", "minutes"},
    "times-booked": {"when", "link"},  # several at once; when: the first
    "times-moved": {"when", "link"},  # when: the next
    "times-cancelled": {"when", "link"},  # when: the first of them
    "not-met": {
        "when",
        "link",
    },  # nobody came, and the agreed route was followed; link: where to choose another time
    "times-booked-1": {"when", "link", "name"},
    "times-moved-1": {"when", "link", "name"},
    "times-cancelled-1": {"when", "link", "name"},
    "not-met-1": {"when", "link", "name"},
    "times-booked-2": {"when", "link", "therapist", "kind", "minutes"},
    "times-moved-2": {"when", "link", "therapist", "kind", "minutes"},
    "times-cancelled-2": {"when", "link", "therapist", "kind"},
    "not-met-2": {"when", "link", "therapist", "kind"},
    "time-offered": {"when", "until", "link"},  # one who waits is asked; link: where to say yes or no
    "time-awaited": set(),  # nothing is free: the answer to an enquiry that waits from now on
    "declined": {"link"},  # the answer and its alternative are read behind the link, never in an inbox
    "withdrawn": set(),  # an enquiry was taken back
    "calendar-changed": {"link"},  # to a therapist: somebody booked, moved or cancelled
    "something-to-read": {"link"},  # to a therapist or a deputy: somebody needs to read something
    "therapist-away": set(),  # sessions cannot go on; says whom to speak to
    "take-away-ready": {"link"},
    "line-dropped": {"link"},  # in the middle of a session; link: the way back into it
    "line-dropped-1": {"link", "name"},
    "line-dropped-2": {"link", "therapist"},
    "cut-off": {
        "when",
        "link",
    },  # it dropped and they were not reached again; link: where to choose another time
    "cut-off-1": {"when", "link", "name"},
    "cut-off-2": {"when", "link", "therapist", "kind"},
    "manager-list": {"link"},  # to managers: something needs a decision today
}


# How much more the messages say to whom chose so; those without a number say nothing to anybody.
LEVELS = {1, 2}

# What staff call each message, where its words are not shown.
NAMES = {
    "sign-in-code": _("Code to sign in"),
    "mail-test": _("Test of mail"),
    "invitation": _("Invitation to sign in"),
    "offer": _("Times to choose from"),
    "booked": _("Time booked"),
    "moved": _("Time moved"),
    "cancelled": _("Time cancelled"),
    "booked-1": _("Time booked, with a first name"),
    "booked-2": _("Time booked, in full"),
    "moved-1": _("Time moved, with a first name"),
    "moved-2": _("Time moved, in full"),
    "cancelled-1": _("Time cancelled, with a first name"),
    "cancelled-2": _("Time cancelled, in full"),
    "reminder": _("Reminder"),
    "reminder-1": _("Reminder with a first name"),
    "reminder-2": _("Reminder in full"),
    "times-booked": _("Several times booked"),
    "times-moved": _("Several times moved"),
    "times-cancelled": _("Several times cancelled"),
    "not-met": _("Another time, after one that did not take place"),
    "times-booked-1": _("Several times booked, with a first name"),
    "times-booked-2": _("Several times booked, in full"),
    "times-moved-1": _("Several times moved, with a first name"),
    "times-moved-2": _("Several times moved, in full"),
    "times-cancelled-1": _("Several times cancelled, with a first name"),
    "times-cancelled-2": _("Several times cancelled, in full"),
    "not-met-1": _("Another time, after one that did not take place, with a first name"),
    "not-met-2": _("Another time, after one that did not take place, in full"),
    "time-offered": _("A free time, for who waits"),
    "time-awaited": _("Nothing is free just now"),
    "declined": _("Answer to an enquiry"),
    "withdrawn": _("Enquiry taken back"),
    "calendar-changed": _("Word to a therapist that a time changed"),
    "something-to-read": _("Word to a therapist that something waits to be read"),
    "therapist-away": _("Times that cannot go ahead"),
    "take-away-ready": _("Note to read after signing in"),
    "line-dropped": _("Way back, after the line dropped"),
    "line-dropped-1": _("Way back, after the line dropped, with a first name"),
    "line-dropped-2": _("Way back, after the line dropped, with the therapist's name"),
    "cut-off": _("Another time, after the line dropped"),
    "cut-off-1": _("Another time, after the line dropped, with a first name"),
    "cut-off-2": _("Another time, after the line dropped, in full"),
    "manager-list": _("Word to a manager"),
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

    @property
    def parts(self) -> int:
        """How many messages a provider of texts counts and charges for."""
        return sms.parts(self.body)


def check(template: str, words: Mapping[str, str]) -> None:
    """Raises UnknownTemplate, or WordsDoNotFit when a word is missing or one too many."""
    if template not in CATALOGUE:
        raise UnknownTemplate(f"There is no message called {template}.")
    if set(words) != CATALOGUE[template]:
        needed = ", ".join(sorted(CATALOGUE[template])) or "no words"
        raise WordsDoNotFit(f"The message {template} needs {needed}.")


def at_level(template: str, level: int) -> str:
    """The message that says as much as its reader chose: "reminder-2"; the message itself where there is no other."""
    fuller = f"{template}-{level}"
    return fuller if level in LEVELS and fuller in CATALOGUE else template


def render(template: str, channel: str, words: Mapping[str, str]) -> Preview:
    """The message in words, in the language that is active; `words` holds those of the practice too."""
    own = _own_file(template, channel)
    if own:
        return Preview("", gettext(_text(own)).format_map(words))
    subject, _break, body = gettext(_text(template)).partition("\n\n")
    return Preview(subject if channel == "email" else "", body.format_map(words))


@cache
def _own_file(template: str, channel: str) -> str:
    """The file with the words of this channel, be it that of level 0. A text without one says what an e-mail says."""
    level_0 = template.rstrip("".join(map(str, LEVELS))).rstrip("-")
    found = [
        file
        for file in (f"{template}.{channel}", f"{level_0}.{channel}")
        if (FOLDER / f"{file}.txt").exists()
    ]
    return found[0] if found and channel != "email" else ""


def placeholders(file: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(_text(file)) if name}


@cache
def _text(file: str) -> str:
    return (FOLDER / f"{file}.txt").read_text(encoding="utf-8").strip()
