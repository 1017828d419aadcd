"""Signing in, unlocking, setting something up, and one's own settings."""

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from waylight.accounts import factors, pins
from waylight.accounts.models import Theme, User
from waylight.practice import zones
from waylight.ui import forms, languages

CODE_LENGTH = 20  # room for spaces and dashes
SYSTEM = "system"  # an empty value would read as no answer
NOT_KEPT_BY_BROWSERS = "one-time-code"


def number(label: str | Promise, **options: Any) -> forms.Line:
    """Digits to type: a number pad on phones, and nothing that a browser would keep."""
    field = forms.Line(
        label=label, max_length=CODE_LENGTH, autocomplete=NOT_KEPT_BY_BROWSERS, width="short", **options
    )
    field.widget.attrs |= {"inputmode": "numeric", "dir": "ltr"}
    return field


class AskCode(forms.Form, RequestLoginCodeForm):
    email = forms.Line(
        label=_("Your e-mail address"),
        kind="email",
        max_length=254,
        autocomplete="email",
        missing=_("Write the e-mail address that we have for you."),
    )


class ConfirmCode(forms.Form, ConfirmLoginCodeForm):
    code = number(_("The code"), missing=_("Write the code from the e-mail."))


class Credential(forms.Form):
    """What the device answers, as JSON; the module passkey.js fills it in."""

    credential = django_forms.JSONField(
        widget=django_forms.HiddenInput,
        error_messages={"required": _("The passkey did not answer. Try again.")},
    )


class Unlock(forms.Form):
    digits = number(_("Your PIN"), kind="password", missing=_("Write your PIN."))

    def __init__(self, *args: Any, way: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if way == factors.AUTHENTICATOR:
            self.fields["digits"] = number(
                _("The code in your authenticator app"),
                hint=_("It changes every 30 seconds, and each code works once."),
                missing=_("Write the code that your app shows now."),
            )


class NewPin(forms.Form):
    digits = number(
        _("A PIN for this place"),
        kind="password",
        hint=format_lazy(
            _("{shortest} to {longest} digits. Not one that you use elsewhere."),
            shortest=pins.SHORTEST,
            longest=pins.LONGEST,
        ),
        who_sees=_("Nobody. We cannot read it either."),
        missing=_("Choose a PIN."),
    )
    again = number(_("The same PIN again"), kind="password", missing=_("Write the PIN a second time."))

    def clean_digits(self) -> str:
        try:
            pins.check_strength(self.cleaned_data["digits"])
        except pins.TooEasy as problem:
            raise ValidationError(str(problem)) from problem
        return self.cleaned_data["digits"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "digits" in given and "again" in given and given["digits"] != given["again"]:
            self.add_error("again", _("The two are not the same. Write the PIN once more."))
        return given


class NewAuthenticator(forms.Form):
    code = number(
        _("The code that the app shows now"),
        hint=_("So that we know the app and we agree."),
        missing=_("Write the code that your app shows now."),
    )


class Settings(forms.Form):
    zone = forms.Pick(
        label=_("Your time zone"),
        hint=_("Times are shown on these clocks."),
        missing=_("Choose a city from the list."),
    )
    theme = forms.Choice(
        label=_("How pages look"),
        choices=[(theme.value or SYSTEM, theme.label) for theme in Theme],
        missing=_("Choose how pages look."),
    )

    language = forms.Pick(label=_("Language"), required=False, nothing=_("As this browser has it"))
    discreet = forms.YesNo(
        label=_("Discreet mode"),
        hint=_(
            "Your browser’s Back button then shows none of our pages. Each page has its own word Back. "
            "Pages hide while you look at something else, and lock after two minutes. It begins with the next page."
        ),
        who_sees=_("Nobody but you."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        initial = {"zone": user.zone, "theme": user.theme or SYSTEM, "discreet": user.discreet}
        initial["language"] = user.language
        super().__init__(*args, initial=initial, **kwargs)
        if not user.is_client:
            del self.fields["discreet"]
        spoken: Any = self.fields["language"]
        spoken.choices += languages.offered().items()
        if not languages.is_a_choice():
            del self.fields["language"]
        cities = [
            (part, [(city.zone, str(city)) for city in here])
            for part, here in zones.cities(timezone.now(), chosen=user.zone)
        ]
        picked: Any = self.fields["zone"]
        picked.choices = [("", _("Choose from the list")), *cities]

    def clean_theme(self) -> str:
        return "" if self.cleaned_data["theme"] == SYSTEM else self.cleaned_data["theme"]
