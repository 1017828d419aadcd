"""What a manager says of a system that may read."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waylight.fhir import systems
from waylight.fhir.resources import KINDS
from waylight.ui import forms

DAYS = [
    (str(days), ngettext_lazy("%(days)d day", "%(days)d days", "days") % {"days": days})
    for days in systems.LASTS_DAYS
]


class SystemForm(forms.Form):
    name = forms.Line(label=_("Name of the system"), max_length=80, who_sees=_("your clients."))
    purpose = forms.Line(
        label=_("What it is for, in one sentence"),
        max_length=300,
        who_sees=_("your clients, before they allow it."),
    )
    types = forms.Choices(
        label=_("What it may read"),
        hint=_("Only of clients who allow it. It cannot be changed later."),
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["types"].choices = [(kind.type, kind.about) for kind in KINDS.values()]  # type: ignore[attr-defined]


class TokenForm(forms.Form):
    days = forms.Choice(
        label=_("How long is it good for?"), choices=DAYS, missing=_("Choose how long."), initial="90"
    )
