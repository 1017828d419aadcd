"""The form of the loop: a few words in each place, none of them needed."""

from typing import Any

from django import forms as django_forms

from waylight.care.relief.places import LONGEST, PLACES
from waylight.ui import forms


class LoopForm(forms.Form):
    was_shown = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False, min_value=0)

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        for place in PLACES:
            self.fields[place.id] = forms.Words(
                label=place.label, hint=place.hint, max_length=LONGEST, rows=2
            )

    def add_error(self, field: str | None, error: Any) -> None:
        """Every place may be left empty; only so is no label called optional."""
        if field and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = ""
        else:
            super().add_error(field, error)

    @property
    def words(self) -> dict[str, str]:
        return {place.id: self.cleaned_data.get(place.id, "") for place in PLACES}
