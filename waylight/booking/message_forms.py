"""What a client is asked about messages."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.intake.reach import NotReachable, normalised
from waylight.notifications.models import Channel
from waylight.notifications.notify import leaves_by_itself
from waylight.people import preferences
from waylight.people.models import Client, Level, MessagePreferences, Reminders
from waylight.ui import forms
from waylight.ui.refusals import Refusal

SENDERS = _("whoever sends messages here, and nobody else")


class MessagesForm(forms.Form):
    """For `reminders.choose`. `chosen`, once it is valid, is what the client would choose."""

    reminders = forms.Choice(
        label=_("Do you want to be reminded of your times?"),
        choices=Reminders.choices,
        missing=_("Choose whether you want reminders."),
    )
    address = forms.Line(
        label=_("Where to?"),
        hint=_("An e-mail address, or a mobile number for texts. With reminders, all our messages go there."),
        who_sees=SENDERS,
        max_length=254,
        required=False,
    )
    others_see = forms.YesNo(
        label=_("Can someone else see messages there?"),
        hint=_("Then they say as little as possible, and we send no texts."),
        missing=_("Choose whether someone else can see them."),
    )
    level = forms.Choice(
        label=_("How much may they say?"),
        hint=_("You see the exact words before you save."),
        choices=[
            (str(Level.NOTHING.value), _("As little as possible: that there is something, and when")),
            (str(Level.NAME.value), _("A first name as well")),
            (str(Level.ALL.value), _("Everything: who, what for, and how long")),
        ],
        missing=_("Choose how much messages may say."),
    )
    safe_from = forms.TimeOfDay(label=_("From"), required=False)
    safe_until = forms.TimeOfDay(label=_("Until"), required=False)

    PLACES: dict[type[Refusal], str] = {
        preferences.OthersSeeTexts: "reminders",
        preferences.NoAddress: "address",
        preferences.NoSuchHours: "safe_until",
    }

    def __init__(self, data: Any = None, *, client: Client) -> None:
        before = preferences.of(client)
        super().__init__(data, initial=_answers(before))
        self.client = client
        if not leaves_by_itself(Channel.SMS) and before.reminders != Reminders.SMS:
            asked: Any = self.fields["reminders"]
            asked.choices = [one for one in Reminders.choices if one[0] != Reminders.SMS]
            self.fields["address"].help_text = _(
                "An e-mail address. With reminders, all our messages go there."
            )
            self.fields["others_see"].help_text = _("Then they say as little as possible.")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return said
        said["level"] = int(said["level"])
        try:
            if said["address"] and said["reminders"] != Reminders.NONE:
                said["address"] = normalised(said["reminders"], said["address"], self.client.country)
            self.chosen: MessagePreferences = preferences.chosen(self.client, **said)
        except NotReachable as refusal:
            self.add_error("address", str(refusal))
        except tuple(self.PLACES) as refusal:
            self.add_error(self.PLACES[type(refusal)], str(refusal))
        return said

    @property
    def is_held_down(self) -> bool:
        """Whether the messages will say less than was asked for, since somebody else sees them."""
        return self.cleaned_data["level"] > self.chosen.level


def _answers(before: MessagePreferences) -> dict[str, Any]:
    """What stands in the form: until there is a choice, where messages go now, and the lowest level."""
    gave_number = before.client.contact.get("channel") == Channel.SMS
    suggested = Reminders.SMS if gave_number else Reminders.EMAIL
    return {
        "reminders": before.reminders,
        "address": before.address or preferences.suggested_address(before.client, suggested),
        "others_see": before.others_see,
        "level": str(before.level),
        "safe_from": before.safe_from,
        "safe_until": before.safe_until,
    }
