"""Forms of groups: a new one, whom to invite, the name that one chooses."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.people.models import Client, Therapist
from waylight.ui import forms
from waylight.video.groups import courses, members


class NewGroup(forms.Form):
    name = forms.Line(
        label=_("Name of the group"),
        hint=_("Members see it on their own pages. Choose a neutral one."),
        max_length=60,
        missing=_("Write a name for the group."),
    )
    lead = forms.Pick(label=_("Who leads it"), missing=_("Choose who leads the group."))
    first_at = forms.Moment(
        label=_("First session"),
        hint=_("It meets at the same time each week."),
        missing=_("Choose when it meets first."),
    )
    weeks = forms.Number(label=_("Weeks"), least=1, most=12, initial=courses.WEEKS)
    minutes = forms.Number(label=_("Minutes each time"), least=30, most=180, initial=120)
    places = forms.Number(label=_("Places"), least=2, most=12, initial=12)

    def __init__(self, therapists: list[Therapist], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.therapists = {one.slug: one for one in therapists}
        field = self.fields["lead"]
        field.choices = [field.choices[0], *((slug, one.name) for slug, one in self.therapists.items())]  # type: ignore[attr-defined]

    @property
    def planned(self) -> dict[str, Any]:
        """As `courses.plan` takes it."""
        given = dict(self.cleaned_data)
        return given | {"lead": self.therapists[given["lead"]]}


class Invite(forms.Form):
    client = forms.Pick(label=_("One of your clients"), missing=_("Choose whom to invite."))

    def __init__(self, clients: list[Client], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clients = {str(one.pk): one for one in clients}
        field = self.fields["client"]
        field.choices = [field.choices[0], *((pk, one.initials) for pk, one in self.clients.items())]  # type: ignore[attr-defined]


class Agreement(forms.Form):
    name = forms.Line(
        label=_("The name that the others see"),
        hint=_("It need not be your own. A first name or any other name is fine."),
        max_length=members.NAME_LENGTH,
        missing=_(members.NameMissing.__doc__ or ""),
    )
    agrees = forms.Tick(label=_("I have read this and agree to it"), missing=_("Tick the box if you agree."))
