"""The form of a session note, and the words added to a signed one."""

import uuid
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Kind
from waylight.care.models import Ending, SessionNote
from waylight.care.notes import CHOICES, WORDS
from waylight.ui import forms

LONGEST_PART = 20_000  # characters
YOUR_RECORD = _("you. A client who asks for their record can read it too.")

NEEDED = {Ending.TOOK_PLACE: {"worked_on", "safety_talked", "take_away"}}
NEEDED_OTHERWISE = {"reason", "done_instead"}


class NoteForm(forms.Form):
    """All of a note on one page (UI.md J7). A draft may leave anything out; closing needs what its ending needs."""

    worked_on = forms.Words(
        label=_("What you worked on"),
        who_sees=YOUR_RECORD,
        missing=_("Write what you worked on."),
        max_length=LONGEST_PART,
    )
    safety_talked = forms.YesNo(
        label=_("Did you talk about safety?"), missing=_("Say whether you talked about safety.")
    )
    plan_changed = forms.Words(
        label=_("What changed in the plan"), required=False, max_length=LONGEST_PART, rows=3
    )
    next_step = forms.Words(label=_("Next step"), required=False, max_length=LONGEST_PART, rows=3)
    take_away = forms.Words(
        label=_("Take-away"),
        hint=_("One practical thing for them to keep, in up to 280 characters."),
        who_sees=_("your client, as soon as you sign and close."),
        missing=_("Write something to take away. A session that took place is closed with it."),
        max_length=LONGEST_PART,
        rows=4,
    )
    ending = forms.Choice(
        label=_("How did it end?"), choices=Ending.choices, missing=_("Say how the session ended.")
    )
    reason = forms.Words(label=_("Why"), missing=_("Say why."), max_length=LONGEST_PART, rows=2)
    done_instead = forms.Words(
        label=_("What you did instead"),
        missing=_("Say what you did instead."),
        max_length=LONGEST_PART,
        rows=2,
    )
    window = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    revision = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(
        self, data: Any = None, *, kind: str = Kind.SESSION, is_draft: bool = False, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.is_draft = is_draft
        if kind != Kind.FIRST_TALK:
            self.fields["ending"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in Ending.choices if value != Ending.LEADS_NO_FURTHER
            ]

    @classmethod
    def of(cls, note: SessionNote) -> "NoteForm":
        """What is written so far, in a window of its own."""
        now = {"window": uuid.uuid4(), "revision": note.revision}
        return cls(initial={"ending": Ending.TOOK_PLACE} | note.parts | now, kind=note.appointment.kind)

    def add_error(self, field: str | None, error: Any) -> None:
        """Leaves out "required" where this draft, or this ending, does not need the answer."""
        if field and getattr(error, "code", "") == "required" and not self._needs(field):
            self.cleaned_data[field] = "" if field in WORDS else None
        else:
            super().add_error(field, error)

    def _needs(self, field: str) -> bool:
        if self.is_draft:
            return False
        ending = self.data.get("ending") or Ending.TOOK_PLACE
        return field == "ending" or field in NEEDED.get(ending, NEEDED_OTHERWISE)

    @property
    def parts(self) -> dict[str, Any]:
        """The words and choices as a note keeps them."""
        return {name: self.cleaned_data.get(name) for name in (*WORDS, *CHOICES)}

    @property
    def seen(self) -> dict[str, Any]:
        """Which window wrote, and which revision it was shown."""
        return {"window": self.cleaned_data.get("window"), "revision": self.cleaned_data.get("revision")}


class JottingForm(forms.Form):
    """The jot pad beside the picture: its words begin the note."""

    jotted = forms.Words(
        label=_("Jot pad"),
        hint=_("For you alone while you talk. It begins your note."),
        who_sees=YOUR_RECORD,
        max_length=LONGEST_PART,
        rows=7,
    )
    window = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    revision = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    @classmethod
    def of(cls, note: SessionNote) -> "JottingForm":
        """What is written so far, in a window of its own."""
        written = note.parts.get("worked_on", "")
        return cls(initial={"jotted": written, "window": uuid.uuid4(), "revision": note.revision})

    def add_error(self, field: str | None, error: Any) -> None:
        """It may be left empty; only so is its label not called optional."""
        if field and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = ""
        else:
            super().add_error(field, error)

    @property
    def seen(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in ("window", "revision")}


class AdditionForm(forms.Form):
    words = forms.Words(
        label=_("Add to this note"),
        who_sees=YOUR_RECORD,
        missing=_("Write something to add."),
        max_length=LONGEST_PART,
        rows=3,
    )
