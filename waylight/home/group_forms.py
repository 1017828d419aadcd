"""For whom a week's exercises of a group are suggested."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.exercises.catalogue import Exercise
from waylight.ui import forms
from waylight.video.models import GroupMember


class WeekForm(forms.Form):
    """The caution is asked about where one of the exercises has to be switched on."""

    exercises = forms.Choices(label=_("Exercises"), missing=_("Choose at least one exercise."))
    members = forms.Choices(
        label=_("For whom"),
        hint=_("Leave out for whom it does not fit."),
        missing=_("Choose at least one person."),
    )
    has_read = forms.Tick(
        label=_("I have read the cautions, and it fits for each person I ticked"),
        missing=_("Read the cautions, then tick that it fits."),
    )

    def __init__(
        self, exercises: Sequence[Exercise], members: Sequence[GroupMember], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.pk): one for one in members}
        self.fields["exercises"].choices = [(one.id, one.title) for one in exercises]  # type: ignore[attr-defined]
        self.fields["members"].choices = [(pk, one.client.initials) for pk, one in self.people.items()]  # type: ignore[attr-defined]

    @property
    def chosen_members(self) -> list[GroupMember]:
        return [self.people[pk] for pk in self.cleaned_data["members"]]
