"""What somebody saw on a provider's own page."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.crisis.values import Way
from waylight.ui import forms


class CheckForm(forms.Form):
    """One number, the day on which somebody looked, and which of the two buttons was pressed."""

    seen_on = forms.Day(label=_("The day you looked"), missing=_("Choose the day on which you looked."))
    says = forms.Choice(
        choices=[("right", _("I saw it, it is right")), ("wrong", _("It is wrong"))],
        label=_("What you saw"),
        missing=_("Choose whether it is right or wrong."),
    )

    def way(self, country: str) -> Way:
        """The number that the form is about; the verb decides whether there is one."""
        named: list[Any] = [self.data.get(key, "") for key in ("line", "kind", "dial")]
        return Way(country.upper(), *named)

    @property
    def seen(self) -> date:
        return self.cleaned_data["seen_on"]

    @property
    def is_right(self) -> bool:
        return self.cleaned_data["says"] == "right"
