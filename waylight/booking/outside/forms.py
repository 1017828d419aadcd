"""The address of a therapist's own calendar, as it is typed."""

from django.utils.translation import gettext_lazy as _

from waylight.booking.outside.fetch import LONGEST_ADDRESS
from waylight.ui import forms


class OwnCalendarForm(forms.Form):
    address = forms.Line(
        label=_("The address of your calendar"),
        hint=_(
            "It begins with https:// or webcal://, and often ends in .ics. Your calendar calls it a private or secret address."
        ),
        who_sees=_("Nobody. It is sealed, and not shown again."),
        missing=_("Write the address of your calendar."),
        kind="url",
        max_length=LONGEST_ADDRESS,
    )
