"""Forms of a client's charts: own words to one, and whether it is shown."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from waylight.ui import forms


class ChartNoteForm(forms.Form):
    """One on each chart of a page, so that its fields carry the chart's name."""

    chart = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60)
    words = forms.Words(
        label=_("My words to this"),
        hint=_("What was going on then, for instance."),
        max_length=2000,
        rows=3,
        required=False,
        who_sees=_("Only you. Your therapist cannot read this."),
    )

    @classmethod
    def of(cls, seen: Any) -> "ChartNoteForm":
        words = seen.note.words if seen.note else ""
        return cls(initial={"chart": seen.key, "words": words}, auto_id=f"{seen.key.replace(':', '-')}-%s")


class ChartShownForm(forms.Form):
    chart = django_forms.CharField(widget=django_forms.HiddenInput, max_length=60)
    shown = django_forms.ChoiceField(choices=[("yes", ""), ("no", "")], widget=django_forms.HiddenInput)
