"""Forms as all packages write them: `class NoteForm(forms.Form): words = forms.Words(label=…, who_sees=…)`."""

import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.datastructures import MultiValueDict

from waylight.ui.fields import (
    RATHER_NOT,
    WEEKDAYS,
    Asking,
    Choice,
    Choices,
    Day,
    Line,
    Moment,
    Number,
    Pick,
    Scale,
    Tick,
    TimeOfDay,
    Words,
    YesNo,
)

__all__ = [
    "RATHER_NOT", "WEEKDAYS", "Asking", "BoundField", "Choice", "Choices", "Day", "Form", "Line", "Moment", "Number", "Pick",
    "Renderer", "Repeat", "Scale", "Tick", "TimeOfDay", "Words", "YesNo", "plain", "repeat",
]  # fmt: skip


class BoundField(forms.BoundField):
    """Knows the id of its first input, and names hint, who-sees line and error to a screen reader."""

    @property
    def who_sees(self) -> str:
        return getattr(self.field, "who_sees", "")

    @property
    def first_id(self) -> str:
        """Where a link of the error summary leads."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def aria_describedby(self) -> str | None:
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        parts = {"helptext": self.help_text, "who": self.who_sees, "error": self.errors}
        return " ".join(f"{self.auto_id}_{name}" for name, there in parts.items() if there)


class Renderer(TemplatesSetting):
    """Draws every field, allauth's too, with ui/field.html."""

    field_template_name = "ui/field.html"
    bound_field_class = BoundField


class Form(forms.Form):
    """Takes text as plain text: control characters go, lines end in one way, letters have one form (NFC).

    Browsers show no bubbles of their own (`required` is left out): our sentences come from the server and stay.
    """

    use_required_attribute = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(_plain_data(data), *args, **kwargs)


def plain(text: str) -> str:
    """Text without control characters except new line and tab, with lines ended by one character, in NFC."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (mark for mark in lines if mark in "\n\t" or unicodedata.category(mark) != "Cc")
    return unicodedata.normalize("NFC", "".join(kept))


def _plain_data(data: Any) -> Any:
    if isinstance(data, MultiValueDict):
        return MultiValueDict({name: [_plain(value) for value in values] for name, values in data.lists()})
    return None if data is None else {name: _plain(value) for name, value in data.items()}


def _plain(value: Any) -> Any:
    return plain(value) if isinstance(value, str) else value


class Repeat(forms.BaseFormSet):
    """The same few questions several times. “Add another” is a button of the form, so it needs no script.

    It posts `<prefix>-add`; then show the form again, unsaved or saved as a draft: it has one more row. What is sent is
    read without `initial`: else a row that was saved as one typed, and is now sent, would count as left empty.
    """

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        plain_data = _plain_data(data)
        prefix = kwargs.get("prefix") or self.get_default_prefix()
        if plain_data is not None and f"{prefix}-add" in plain_data:
            plain_data[f"{prefix}-TOTAL_FORMS"] = str(
                _one_more(plain_data.get(f"{prefix}-TOTAL_FORMS"), self.max_num)
            )
        if plain_data is not None:
            kwargs["initial"] = None
        super().__init__(plain_data, *args, **kwargs)

    @property
    def wants_another(self) -> bool:
        return self.is_bound and f"{self.prefix}-add" in self.data

    @property
    def is_full(self) -> bool:
        return self.total_form_count() >= self.max_num

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What was answered, without the rows left empty. Call it after `is_valid()`."""
        return [
            row
            for row in (form.cleaned_data for form in self.forms)
            if any(_is_answer(v) for v in row.values())
        ]


def repeat(form: type[Form], *, max_items: int, shown: int = 1) -> Any:
    """A Repeat of a form: `shown` rows to begin with, `max_items` at most."""
    return forms.formset_factory(
        form, formset=Repeat, extra=shown, max_num=max_items, absolute_max=max_items, validate_max=True
    )


def _one_more(total: Any, most: int) -> int:
    try:
        return max(1, min(int(total) + 1, most))
    except (TypeError, ValueError):
        return 1


def _is_answer(value: Any) -> bool:
    """0 is one (UI.md 4, Scale); a box that is not ticked is none."""
    return value is not False and value not in (None, "", [])
