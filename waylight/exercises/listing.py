"""The form of a client's own list: ideas from the menus to tick, and a line of one's own."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.crisis.skills import MENUS
from waylight.exercises import skills
from waylight.ui import forms

OFFERED = ("comfort", "busy", "release")


class SkillForm(forms.Form):
    """`known`: what is on the list, and is not offered again."""

    own = forms.Line(
        label=_("In your own words"), required=False, max_length=skills.LONGEST,
        who_sees=_("only you."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, known: set[str], **options: Any) -> None:
        super().__init__(data, **options)
        for name in OFFERED:
            left = [str(item.words) for item in MENUS[name].items if str(item.words) not in known]
            if left:
                self.fields[name] = forms.Choices(
                    label=MENUS[name].title, choices=[(words, words) for words in left], required=False
                )

    @property
    def ideas(self) -> list[Any]:
        """The menus, as fields to tick."""
        return [self[name] for name in OFFERED if name in self.fields]

    @property
    def wanted(self) -> list[str]:
        """What was ticked or written. Call it after `is_valid()`."""
        ticked = [words for name in OFFERED for words in self.cleaned_data.get(name) or []]
        return [*ticked, self.cleaned_data["own"]]
