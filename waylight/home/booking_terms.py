"""How times are given out where a therapist says nothing else, and what a course is: a part of the practice's settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.booking.hours import BOUNDS
from waylight.ui import forms

LONGEST_COURSE = 60  # sessions


def bounded(name: str, label: Any) -> forms.Number:
    least, most = BOUNDS[name]
    return forms.Number(least=least, most=most, label=label, missing=_("Write a number."))


class BookingTermsForm(forms.Form):
    """Each name is a field of `practice.models.Practice`."""

    first_talk_minutes = bounded("first_talk_minutes", _("Minutes of a first talk"))
    session_minutes = bounded("session_minutes", _("Minutes of a session"))
    minimum_notice_hours = bounded("minimum_notice_hours", _("Booked at least this many hours ahead"))
    bookable_days = bounded("bookable_days", _("Booked at most this many days ahead"))
    planned_sessions = forms.Number(
        least=1, most=LONGEST_COURSE, label=_("Sessions of a course"), missing=_("Write a number.")
    )
    review_after = forms.Line(
        label=_("Look back together after these sessions"),
        hint=_("Numbers with commas between, such as 4, 8."),
        width="medium",
        max_length=200,
        required=False,
    )
    offer_hours = forms.Number(
        least=1,
        most=168,
        label=_("Hours for which a freed time is kept for one person"),
        missing=_("Write a number."),
    )

    def clean_review_after(self) -> list[int]:
        """The numbers, each once and in order."""
        parts = [part.strip() for part in self.cleaned_data["review_after"].split(",") if part.strip()]
        if not all(part.isascii() and part.isdecimal() and len(part) <= 2 for part in parts):
            self.add_error("review_after", _("Write numbers with commas between, such as 4, 8."))
            return []
        return sorted({int(part) for part in parts})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        reviews, planned = found.get("review_after"), found.get("planned_sessions")
        if reviews and planned and not (reviews[0] >= 1 and reviews[-1] <= planned):
            self.add_error("review_after", _("These must be sessions of a course: from 1 to its last."))
        return found
