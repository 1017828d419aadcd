"""Form fields: what people may write or choose. Each can say who sees the answer, before it is written.

Every field takes `label`, `hint`, `who_sees` (“Who sees this: …”), `missing` (the sentence when it is required and
empty) and Django's own options. An answer that is not given is None or empty; 0 is an answer (UI.md 4, Scale).
"""

from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.formats import number_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

RATHER_NOT = "rather-not"
RATHER_NOT_WORDS = _("I’d rather not say")
FROM_THE_LIST = _("Choose from the list")
YES, NO = _("Yes"), _("No")
NOT_AT_ALL, AS_CAN_BE = _("Not at all"), _("As much as can be")
SKIP = "skip"
WEEKDAYS = [(str(number + 1), name) for number, name in dates.WEEKDAYS.items()]  # ISO, as choices
Text = str | Promise  # a word of ours, perhaps translated when it is shown


class Asking:
    """What all fields share: the hint, who sees the answer, and a sentence for an answer that is missing."""

    who_sees: Text = ""

    def __init__(self, *, hint: Text = "", who_sees: Text = "", missing: Text = "", **options: Any) -> None:
        options.setdefault("help_text", hint)
        words = missing or _please_answer(options.get("label") or "this")
        options["error_messages"] = {"required": words, **(options.get("error_messages") or {})}
        super().__init__(**options)
        self.who_sees = who_sees


class Line(Asking, forms.CharField):
    """One line of text. `kind` is the input's type; `width` is "short", "medium" or "full"."""

    def __init__(
        self,
        *,
        max_length: int = 200,
        kind: str = "text",
        autocomplete: str = "off",
        width: str = "full",
        **options: Any,
    ) -> None:
        attrs = {"type": kind, "autocomplete": autocomplete, "class": f"w-{width}", "dir": "auto"}
        if kind in {"email", "tel", "url"}:
            attrs |= {"dir": "ltr", "autocapitalize": "none", "spellcheck": "false"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(max_length=max_length, **options)
        self.validators = [check for check in self.validators if getattr(check, "code", "") != "max_length"]
        self.validators.append(_shorter_than(max_length))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # no maxlength: a browser would cut pasted words off without a word

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if getattr(self.widget, "input_type", "") == "email" and text:
            _check_email(text)
        return text


class Words(Line):
    """A longer text. `rows` is the height of the box; the text may be up to `max_length` characters."""

    def __init__(
        self, *, max_length: int = 4000, rows: int = 5, autocomplete: str = "off", **options: Any
    ) -> None:
        attrs = {"rows": rows, "autocomplete": autocomplete, "dir": "auto", "writingsuggestions": "false"}
        options.setdefault("widget", forms.Textarea(attrs=attrs))
        super().__init__(max_length=max_length, **options)


class OneChoice(forms.RadioSelect):
    template_name = "ui/widgets/choices.html"


class ManyChoices(forms.CheckboxSelectMultiple):
    template_name = "ui/widgets/choices.html"


class ScaleChoice(forms.RadioSelect):
    template_name = "ui/widgets/scale.html"

    def __init__(self, *, least: int, top: int, low: Text, middle: Text, high: Text, **options: Any) -> None:
        super().__init__(**options)
        self.ends = {"least": least, "top": top, "low": low, "middle": middle, "high": high}
        self.ends["centre"] = (least + top) // 2

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        return context | self.ends


class Choice(Asking, forms.ChoiceField):
    """One of a few, as radios without a default. With `rather_not` the answer may be RATHER_NOT."""

    def __init__(self, *, choices: Any = (), rather_not: bool | Text = False, **options: Any) -> None:
        options.setdefault("widget", OneChoice)
        options.setdefault("error_messages", {"invalid_choice": _("Choose one of the answers.")})
        words = RATHER_NOT_WORDS if isinstance(rather_not, bool) else rather_not
        both = [*choices, (RATHER_NOT, words)] if rather_not else choices
        super().__init__(choices=both, **options)


class Choices(Asking, forms.MultipleChoiceField):
    """Any of several, as checkboxes."""

    def __init__(self, *, choices: Any = (), **options: Any) -> None:
        options.setdefault("widget", ManyChoices)
        options.setdefault("error_messages", {"invalid_choice": _("Choose among the answers.")})
        super().__init__(choices=choices, **options)


class Pick(Asking, forms.ChoiceField):
    """One of many (countries, time zones), as the browser's own list. Nothing is picked beforehand."""

    def __init__(self, *, choices: Any = (), nothing: Text = FROM_THE_LIST, **options: Any) -> None:
        autocomplete = options.pop("autocomplete", "off")
        options.setdefault("widget", forms.Select(attrs={"autocomplete": autocomplete}))
        options.setdefault("error_messages", {"invalid_choice": _("Choose one from the list.")})
        super().__init__(choices=[("", nothing), *choices], **options)


class YesNo(Choice):
    """Yes or no, neither beforehand: True, False, or None when there is no answer or “I’d rather not say”."""

    def __init__(self, *, yes: Text = YES, no: Text = NO, **options: Any) -> None:
        super().__init__(choices=[("yes", yes), ("no", no)], **options)

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class Tick(Asking, forms.BooleanField):
    """One box to tick, never ticked beforehand."""

    is_tick = True


class Scale(Asking, forms.TypedChoiceField):
    """0 to 10, 1 to 5, or with `top=100` 0 to 100 in tens, as radios: a number, or None when skipped (UI.md 4)."""

    def __init__(
        self,
        *,
        least: int = 0,
        top: int = 10,
        low: Text = NOT_AT_ALL,
        middle: Text = "",
        high: Text = AS_CAN_BE,
        **options: Any,
    ) -> None:
        steps = range(least, top + 1, max(1, (top - least) // 10))
        options.setdefault("required", False)
        options.setdefault("widget", ScaleChoice(least=least, top=top, low=low, middle=middle, high=high))
        options.setdefault("error_messages", {"invalid_choice": _("Choose one of the numbers.")})
        choices = [*((str(step), str(step)) for step in steps), (SKIP, _("Skip"))]
        super().__init__(choices=choices, coerce=_number, empty_value=None, **options)
        if self.required:
            self.choices = choices[:-1]

    def prepare_value(self, value: Any) -> Any:
        return str(value) if value is not None else None


class Day(Asking, forms.DateField):
    """A date."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "w-short"}, format="%Y-%m-%d")
        options.setdefault("widget", widget)
        options.setdefault("error_messages", {"invalid": _("Write the date like 2026-11-26.")})
        super().__init__(**options)


class Moment(Asking, forms.DateTimeField):
    """A date and a time, in the active time zone."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "w-medium"}, format="%Y-%m-%dT%H:%M"
        )
        options.setdefault("widget", widget)
        options.setdefault("error_messages", {"invalid": _("Write date and time like 2026-11-26T19:30.")})
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            words = gettext(
                "The clocks change then: this time comes twice, or not at all. Choose another time."
            )
            raise ValidationError(words, code="ambiguous_timezone") from error


class TimeOfDay(Line):
    """A time of day. None when it is left empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(kind="time", width="short", max_length=8, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            found = time.fromisoformat(text) if text else None
        except ValueError:
            found = time.max
        if found and (found.second or found.tzinfo):
            raise ValidationError(gettext("Write a time such as 09:00."))
        return found

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class Number(Line):
    """A whole number within bounds. None when it is left empty."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(width="short", max_length=8, **options)
        self.least, self.most = least, most
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        is_number = text.isdecimal() and text.isascii()
        if text and not (is_number and self.least <= int(text) <= self.most):
            words = gettext("Write a whole number from {least} to {most}.")
            raise ValidationError(words.format(least=self.least, most=self.most))
        return int(text) if text else None


def _sentence(label: Text) -> str:
    asked = str(label).rstrip(".: ")
    return gettext("Please answer: {label}").format(label=asked) + ("" if asked.endswith("?") else ".")


_please_answer = lazy(_sentence, str)


def _grouped(number: int) -> str:
    return number_format(number, use_l10n=True, force_grouping=True)


def _number(value: str) -> int | None:
    return None if value == SKIP else int(value)


def _shorter_than(most: int):
    def check(text: str) -> None:
        if len(text) > most:
            words = gettext("This is {length} characters. It can be up to {most}. Your words are still here.")
            counted = {"length": _grouped(len(text)), "most": _grouped(most)}
            raise ValidationError(words.format(**counted), code="max_length")

    return check


def _check_email(text: str) -> None:
    try:
        forms.EmailField().clean(text)
    except ValidationError as error:
        raise ValidationError(_("Write the email like name@example.com."), code="invalid") from error
