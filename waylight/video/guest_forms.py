"""What a therapist says about somebody who is to come into a session."""

from django.utils.translation import gettext_lazy as _

from waylight.ui import forms
from waylight.video.models.guests import Part, Stay


class GuestForm(forms.Form):
    """For `guests.name_guest`."""

    name = forms.Line(
        label=_("Their name"),
        hint=_("As everybody in the room will read it. A first name is enough."),
        who_sees=_("your client, you, and this person"),
        missing=_("Write their name."),
        max_length=60,
        autocomplete="off",
    )
    part = forms.Choice(label=_("They come as"), choices=Part.choices, missing=_("Choose as what they come."))
    stay = forms.Choice(label=_("How long?"), choices=Stay.choices, missing=_("Choose how long they stay."))
