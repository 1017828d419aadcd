"""The parts of a plan, under our own headings (REQUIREMENTS 2): what is asked, and ideas of ours. The ids never change.

`parts` of a section hold what is written: "lines" are texts, "rows" are dicts, "words" one text, "choices" a list of ids.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
LINE, ADD_A_LINE = _("line"), _("Add a line")


@dataclass(frozen=True)
class Field:
    """One field of a row: "line", "phone" or "yes". `said` is what a yes means in words."""

    id: str
    label: Text
    kind: str = "line"
    said: Text = ""


@dataclass(frozen=True)
class Part:
    """One thing that is written. `one` names a line or row for a screen reader and its buttons."""

    id: str
    kind: str = "lines"
    label: Text = ""
    hint: Text = ""
    one: Text = LINE
    add: Text = ADD_A_LINE
    fields: tuple[Field, ...] = ()
    options: tuple[tuple[str, Text], ...] = ()

    @property
    def is_list(self) -> bool:
        return self.kind in {"lines", "rows"}


@dataclass(frozen=True)
class Section:
    """`is_private`: out of copies, card and phone; on a page of its own."""

    id: str
    label: Text
    parts: tuple[Part, ...]
    hint: Text = ""
    ideas: tuple[Text, ...] = ()
    is_private: bool = False

    @property
    def main(self) -> Part:
        """Where an idea goes."""
        return self.parts[0]

    def part(self, id: str) -> Part | None:
        return next((part for part in self.parts if part.id == id), None)


NAME = Field("name", _("Name"))
PHONE = Field("phone", _("Phone"), "phone")
PERSON, ADD_SOMEBODY = _("person"), _("Add somebody")

SECTIONS = (
    Section(
        "triggers",
        _("Things that can set me off"),
        (Part("triggers"),),
        hint=_("Short is good. Your own words."),
        ideas=(
            _("An argument"),
            _("Being alone in the evening"),
            _("Feeling left out"),
            _("Not sleeping"),
            _("Bad news, or no news"),
            _("Certain days of the year"),
        ),
    ),
    Section(
        "signs",
        _("Signs that things are getting harder"),
        (Part("signs"),),
        hint=_("In my thoughts, my feelings, my body, or what I do."),
        ideas=(
            _("I stop answering messages"),
            _("My chest feels tight"),
            _("I think that I am a burden"),
            _("I cannot sit still"),
            _("I feel far away from everything"),
            _("I sleep or eat differently from usual"),
        ),
    ),
    Section(
        "by_myself",
        _("Things I can do on my own"),
        (
            Part("by_myself"),
            Part("barrier", "words", _("What might get in the way, and how could I get round it?")),
        ),
        hint=_("The first four show first on your phone. Put what is easiest on top."),
        ideas=(
            _("Go to another room"),
            _("Sit outside, or by an open door"),
            _("Put on music and listen to all of it"),
            _("Wrap up in a blanket"),
            _("Name five things that I can see"),
            _("Breathe out slowly, ten times"),
            _("Write it down, and leave it there"),
        ),
    ),
    Section(
        "people_places",
        _("People and places that take my mind off it"),
        (
            Part(
                "people_places",
                "rows",
                fields=(
                    Field("name", _("Name or place")),
                    PHONE,
                    Field("note", _("Note")),
                ),
                one=_("person or place"),
                add=_("Add a person or place"),
            ),
        ),
        hint=_("They need not know why. It is about company, or being somewhere else."),
        ideas=(_("The library"), _("A café with people in it"), _("A walk with a neighbour’s dog")),
    ),
    Section(
        "ask_for_help",
        _("People I can ask for help"),
        (
            Part(
                "ask_for_help",
                "rows",
                fields=(
                    NAME,
                    Field("relation", _("Who they are to me")),
                    PHONE,
                    Field("knows_plan", _("They know about this plan"), "yes", _("knows about this plan")),
                ),
                one=PERSON,
                add=ADD_SOMEBODY,
            ),
        ),
        hint=_("People to whom I can say how it really is."),
    ),
    Section(
        "professionals",
        _("Professionals and services I can contact"),
        (
            Part(
                "professionals",
                "rows",
                fields=(
                    NAME,
                    PHONE,
                    Field("hours", _("Hours")),
                    Field("out_of_hours", _("Also at night and on weekends"), "yes", _("also at night")),
                ),
                one=_("name"),
                add=_("Add a name"),
            ),
        ),
        hint=_(
            "The emergency number and helplines are on your card and under Help now. They stay up to date there."
        ),
        ideas=(_("My therapist"), _("My doctor"), _("My pharmacist"), _("The nurse or counsellor at school")),
    ),
    Section(
        "safer_space",
        _("Making my space safer"),
        (Part("safer_space", "words"),),
        hint=_(
            "Only what you agreed, and who will help. Please leave out names of objects, medicines, or ways of "
            "getting hurt."
        ),
        is_private=True,
    ),
    Section(
        "what_matters",
        _("What matters to me"),
        (Part("what_matters"),),
        hint=_("Reasons to keep going. Small ones count."),
        ideas=(
            _("Somebody who would miss me"),
            _("A pet that knows my step"),
            _("Something I want to see or finish"),
            _("The next season"),
            _("Something I still want to learn"),
        ),
    ),
    Section(
        "others",
        _("What others can do, and what does not help"),
        (Part("do", label=_("Please do")), Part("dont", label=_("Please avoid"))),
        ideas=(
            _("Sit with me. No need to talk"),
            _("Ask me what I need"),
            _("Send me something ordinary"),
            _("Come with me to the doctor"),
        ),
    ),
    Section(
        "access_needs",
        _("What helps me be understood in a crisis"),
        (Part("access_needs", "words"),),
        hint=_("How you speak, hear, read or move. A language. What is too much."),
        ideas=(
            _("I may not be able to speak. I can write"),
            _("Please speak slowly"),
            _("Bright light and noise are hard for me"),
            _("Tell me before you touch me"),
        ),
    ),
    Section(
        "after",
        _("After a hard time, what I need"),
        (Part("after"),),
        ideas=(
            _("Somebody to look at how my body is"),
            _("Rest, and no questions for now"),
            _("Something warm to eat or drink"),
            _("A shower and fresh clothes"),
            _("To tell one person"),
            _("To look at this plan again"),
        ),
    ),
    Section(
        "where_kept",
        _("Where I keep this plan"),
        (
            Part(
                "where_kept",
                "choices",
                options=(
                    ("this_app", _("Here")),
                    ("offline_on_phone", _("On my phone")),
                    ("paper", _("On paper")),
                    ("with_someone", _("With somebody")),
                ),
            ),
        ),
    ),
)


@cache
def by_id() -> dict[str, Section]:
    return {section.id: section for section in SECTIONS}


def shared() -> list[Section]:
    """Those that may leave the record: in copies, on the card, on the phone."""
    return [section for section in SECTIONS if not section.is_private]


def without_private(content: dict[str, Any]) -> dict[str, Any]:
    """The content of a plan as it may leave the record."""
    return {section.id: content[section.id] for section in shared() if section.id in content}


def tidy(section: Section, written: dict[str, Any]) -> dict[str, Any]:
    """What was written, without spaces around it and without what is empty; {} when nothing is written."""
    found = {part.id: _tidy_part(part, written.get(part.id)) for part in section.parts}
    return {id: value for id, value in found.items() if value}


def _tidy_part(part: Part, value: Any) -> Any:
    if part.kind == "words":
        return (value or "").strip()
    if part.kind == "rows":
        rows = [_tidy_row(part, row) for row in value or []]
        return [row for row in rows if any(text for text in row.values() if text is not True)]
    if part.kind == "choices":
        return [id for id, _label in part.options if id in (value or [])]
    return [line.strip() for line in value or [] if line and line.strip()]


def _tidy_row(part: Part, row: dict[str, Any]) -> dict[str, Any]:
    found = {field.id: _tidy_field(field, row.get(field.id)) for field in part.fields}
    return {id: value for id, value in found.items() if value}


def _tidy_field(field: Field, value: Any) -> Any:
    return bool(value) if field.kind == "yes" else (value or "").strip()
