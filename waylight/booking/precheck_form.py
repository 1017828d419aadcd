"""What a therapist asks at the start of every session, on the page of the appointment and in the room."""

from django.utils.translation import gettext_lazy as _

from waylight.booking.models import Hearing
from waylight.ui import forms


class PreCheckForm(forms.Form):
    """REQUIREMENTS 5.2: asked by the therapist at the start of every session."""

    place = forms.Line(
        label=_("Where are they right now?"),
        hint=_("An address, or “as usual”."),
        who_sees=_(
            "You, and whoever must find them in an emergency. Deleted after the practice's period, 30 days as a rule."
        ),
        missing=_("Ask where they are. Without it nobody can be sent in an emergency."),
        max_length=300,
    )
    hearing = forms.Choice(
        label=_("Can anyone hear?"), choices=Hearing.choices, missing=_("Ask whether anyone can hear.")
    )
    callback = forms.Line(
        label=_("Number to call back"),
        kind="tel",
        max_length=40,
        missing=_("Ask for a number to call back if the line drops."),
    )
    is_abroad = forms.Tick(
        label=_("They are in another country than usual"),
        hint=_("Check first that the law and your insurance cover it."),
        required=False,
    )
    contact_still_right = forms.YesNo(
        label=_("Is the person to call in an emergency still right?"), required=False
    )
