"""When each step is due after the line has dropped: a part of the practice's settings (REQUIREMENTS 5.3)."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.ui import forms

LATEST = 60  # minutes


def minutes(label: Any, hint: Any = "") -> forms.Number:
    return forms.Number(least=1, most=LATEST, label=label, hint=hint, missing=_("Write a number."))


class DropTermsForm(forms.Form):
    """Each name is a field of `practice.models.Practice`."""

    rejoin_minutes = minutes(_("Join again after"), _("Minutes since the line dropped, as below."))
    call_minutes = minutes(_("Call the agreed number after"))
    text_minutes = minutes(_("Send a text after"))
    call_again_minutes = minutes(_("Call again after"))
    decide_minutes = minutes(
        _("The therapist decides after"), _("Whoever is worried decides sooner, at any moment.")
    )

    DROP_STEPS = ("rejoin_minutes", "call_minutes", "text_minutes", "call_again_minutes", "decide_minutes")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        for former, later in pairwise(self.DROP_STEPS):
            if former in found and later in found and found[later] <= found[former]:
                self.add_error(later, _("This comes after the step before it. Write a higher number."))
        return found
