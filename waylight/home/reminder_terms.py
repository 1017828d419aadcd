"""When clients who want it are reminded: a part of the practice's settings."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from waylight.ui import forms

EARLIEST = 168  # hours: a week
MOST = 4  # reminders of one appointment


class ReminderTermsForm(forms.Form):
    """The name is a field of `practice.models.Practice`."""

    reminder_hours = forms.Line(
        label=_("Hours before a time, at which clients are reminded"),
        width="medium",
        max_length=40,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reminder_hours"].help_text = " ".join(
            [
                gettext("Whole hours with commas between, such as 24, 2. Leave it empty to send none."),
                in_words(_numbers(self.initial.get("reminder_hours", "")) or []),
            ]
        )

    def clean_reminder_hours(self) -> list[int]:
        """The hours, each once, the earliest reminder first."""
        hours = _numbers(self.cleaned_data["reminder_hours"])
        if hours is None:
            self.add_error("reminder_hours", _("Write whole hours with commas between, such as 24, 2."))
        elif hours and not (hours[-1] >= 1 and hours[0] <= EARLIEST):
            problem = _("A reminder comes 1 to %(most)s hours before.") % {"most": EARLIEST}
            self.add_error("reminder_hours", problem)
        elif len(hours) > MOST:
            problem = _("One time has up to %(most)s reminders.") % {"most": MOST}
            self.add_error("reminder_hours", problem)
        return hours or []


def in_words(hours: list[int]) -> str:
    """“Now: 24 hours before, 2 hours before.”"""
    if not hours:
        return gettext("Now: no reminders.")
    each = [ngettext("{n} hour before", "{n} hours before", number).format(n=number) for number in hours]
    return gettext(
        "Now: {hours}, on the client’s own clocks, for those who chose reminders. Outside their safe hours, earlier."
    ).format(hours=", ".join(each))


def _numbers(text: str) -> list[int] | None:
    """None when something else than numbers stands there."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isascii() and part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    return sorted({int(part) for part in parts}, reverse=True)
