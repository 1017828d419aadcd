"""The forms of a safety plan: any section as fields that can be moved and removed, a copy for somebody, two dates."""

import uuid
from typing import Any

from django import forms as django_forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from waylight.care.models import How
from waylight.care.safety_plans.sections import Field, Part, Section
from waylight.ui import forms

MOST = 40  # lines of one list
LONGEST_LINE, LONGEST_WORDS = 300, 4000  # characters
STEP = {"up": -1, "down": 1}


class SectionForm(forms.Form):
    """One section of a plan. Nothing in it is needed. Each list has one empty line more than is written."""

    window = django_forms.UUIDField(widget=django_forms.HiddenInput, required=False)
    revision = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)

    def __init__(
        self, section: Section, data: Any = None, *, written: dict[str, Any] | None = None, revision: int = 0
    ) -> None:
        super().__init__(data, initial={"window": uuid.uuid4(), "revision": revision})
        self.section, self.stored = section, written or {}
        self.rows: dict[str, list[list[str]]] = {}  # part → the names of the fields of each line
        for part in section.parts:
            if part.is_list:
                self._add_list(part)
            else:
                self._add(part.id, _whole(part), self.stored.get(part.id))

    def _add(self, name: str, field: django_forms.Field, value: Any) -> None:
        self.fields[name] = field
        self.initial[name] = value

    def _add_list(self, part: Part) -> None:
        items = self.stored.get(part.id) or []
        counter = f"{part.id}-count"
        total = min(_number(self.data.get(counter)), MOST) if self.is_bound else min(len(items) + 1, MOST)
        self._add(counter, django_forms.IntegerField(widget=django_forms.HiddenInput, required=False), total)
        self.rows[part.id] = [
            self._add_row(part, number, items[number] if number < len(items) else None)
            for number in range(total)
        ]

    def _add_row(self, part: Part, number: int, item: Any) -> list[str]:
        start = f"{part.id}-{number}"
        if part.kind == "lines":
            self._add(start, _line(f"{_('Line')} {number + 1}"), item)
            return [start]
        for field in part.fields:
            self._add(f"{start}-{field.id}", _of_row(field), (item or {}).get(field.id))
        return [f"{start}-{field.id}" for field in part.fields]

    def add_error(self, field: str | None, error: Any) -> None:
        """Everything may be left empty; only so is no label called optional."""
        if field and getattr(error, "code", "") == "required":
            self.cleaned_data[field] = None
        else:
            super().add_error(field, error)

    @property
    def written(self) -> dict[str, Any]:
        """The section as a plan keeps it, empty lines included. Call it after `is_valid()`."""
        return {part.id: self._value(part) for part in self.section.parts}

    def _value(self, part: Part) -> Any:
        if part.kind == "lines":
            return [self.cleaned_data.get(names[0]) for names in self.rows[part.id]]
        if part.kind == "rows":
            return [
                {
                    field.id: self.cleaned_data.get(name)
                    for field, name in zip(part.fields, names, strict=True)
                }
                for names in self.rows[part.id]
            ]
        return self.cleaned_data.get(part.id)

    def lists(self) -> list[dict[str, Any]]:
        """What the page shows, in order: parts with their fields, line by line."""
        return [
            {
                "part": part,
                "count": self[f"{part.id}-count"] if part.is_list else None,
                "rows": [[self[name] for name in names] for names in self.rows.get(part.id, [])],
                "field": None if part.is_list else self[part.id],
            }
            for part in self.section.parts
        ]


def moved(written: dict[str, Any], part: Part, number: int, way: str) -> tuple[Any, dict[str, Any], int]:
    """A line moved "up" or "down", or taken out ("remove"): that line, the section, and where the line is, counted from 1.

    Where no line is written at that number, nothing is moved: None, the section, 0.
    """
    items = [(place, item) for place, item in enumerate(written[part.id] or []) if _is_written(item)]
    here = next((index for index, (place, _item) in enumerate(items) if place == number), None)
    if here is None:
        return None, written, 0
    line = items.pop(here)
    there = max(0, min(here + STEP.get(way, 0), len(items)))
    if way != "remove":
        items.insert(there, line)
    return line[1], written | {part.id: [item for _place, item in items]}, there + 1


def _is_written(item: Any) -> bool:
    return any(item.values()) if isinstance(item, dict) else bool(item)


def _number(text: Any) -> int:
    try:
        return max(0, int(text))
    except (TypeError, ValueError):
        return 0


def _line(label: str) -> forms.Line:
    return forms.Line(label=label, max_length=LONGEST_LINE)


def _whole(part: Part) -> django_forms.Field:
    label = part.label or lazy("In your own words")
    if part.kind == "choices":
        return forms.Choices(label=lazy("Choose all that are so"), choices=part.options)
    return forms.Words(label=label, hint=part.hint, max_length=LONGEST_WORDS, rows=5)


def _of_row(field: Field) -> django_forms.Field:
    if field.kind == "yes":
        return forms.Tick(label=field.label)
    if field.kind == "phone":
        return forms.Line(label=field.label, max_length=40, kind="tel", width="medium")
    return forms.Line(label=field.label, max_length=120)


class CopyForm(forms.Form):
    """A copy for somebody: who gets it, how, and what is in it."""

    given_to = forms.Line(
        label=lazy("Who is it for?"),
        who_sees=lazy("you and your therapist."),
        missing=lazy("Write who it is for."),
        max_length=120,
    )
    how = forms.Choice(
        label=lazy("How do they get it?"), choices=How.choices, missing=lazy("Choose how they get it.")
    )
    sections = forms.Choices(
        label=lazy("What is in it?"),
        hint=lazy("“Making my space safer” stays out unless you choose it."),
        missing=lazy("Choose at least one part."),
    )

    def __init__(self, there: list[Section], data: Any = None) -> None:
        super().__init__(data, initial={"sections": [one.id for one in there if not one.is_private]})
        self.there = there
        self.fields["sections"].choices = [(one.id, one.label) for one in there]  # type: ignore[attr-defined]

    def again(self) -> "CopyForm":
        """The same answers, not judged."""
        form = CopyForm(self.there)
        form.initial = {
            "given_to": self.data.get("given_to", ""),
            "how": self.data.get("how", ""),
            "sections": self["sections"].value() or [],
        }
        return form


class DatesForm(forms.Form):
    """When to look at the plan again, and when a safer space was talked about."""

    review_on = forms.Day(label=lazy("Review again on"), required=False)
    discussed_on = forms.Day(label=lazy("“Making my space safer” was discussed on"), required=False)

    def clean_discussed_on(self) -> Any:
        day = self.cleaned_data["discussed_on"]
        if day and day > timezone.localdate():
            raise django_forms.ValidationError(_("That day has not come yet."))
        return day
