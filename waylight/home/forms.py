"""What is asked on the pages of home."""

from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waylight.booking.models import Outcome
from waylight.crisis import directory
from waylight.home.booking_terms import BookingTermsForm
from waylight.home.drop_terms import DropTermsForm
from waylight.home.reading_terms import ReadingTermsForm
from waylight.home.reminder_terms import ReminderTermsForm
from waylight.people import languages
from waylight.people.models import Approach
from waylight.practice import zones
from waylight.practice.models import Practice
from waylight.ui import forms


def known_countries(form: forms.Form) -> list[str]:
    """The codes in the field `countries`; puts an error on the form for each that is none."""
    codes = [code.strip().upper() for code in form.cleaned_data["countries"].split(",") if code.strip()]
    for code in codes:
        if directory.name_of(code) is None:
            problem = _("%(code)s is no country we know. Use two letters, such as GB.") % {"code": code}
            form.add_error("countries", problem)
    return codes


class OfferForm(forms.Form):
    """For `booking.offers.offer_first_talk`. The therapist is chosen by a button."""

    therapist = forms.Line(label=_("Therapist"), max_length=60, missing=_("Choose a therapist."))
    email = forms.Line(
        label=_("Their own e-mail, for signing in"),
        hint=_("Only one that is theirs alone. Leave it empty if they have none."),
        kind="email",
        max_length=254,
        required=False,
    )


class CallForm(forms.Form):
    outcome = forms.Choice(
        label=_("How did the call go?"), choices=Outcome.choices, missing=_("Choose how the call went.")
    )


class PracticeForm(BookingTermsForm, ReminderTermsForm, ReadingTermsForm, DropTermsForm):
    """What the practice is called and promises. Each name is a field of `practice.models.Practice`."""

    name = forms.Line(
        label=_("Name of the practice"), who_sees=_("Everybody."), max_length=80, missing=_("Write its name.")
    )
    neutral_name = forms.Line(
        label=_("Neutral name"),
        hint=_(
            "It stands in messages, in private pages and on lock screens. Choose one that says nothing about therapy."
        ),
        max_length=40,
        missing=_("Write a neutral name."),
    )
    telephone = forms.Line(label=_("Telephone"), kind="tel", max_length=30, required=False)
    email = forms.Line(label=_("E-mail"), kind="email", max_length=254, required=False)
    exit_site = forms.Line(
        label=_("Where “Leave” leads"),
        hint=_("An everyday page, such as the weather."),
        max_length=200,
        missing=_("Write an address."),
    )
    minimum_age = forms.Pick(
        label=_("From which age do you help?"),
        choices=[(str(age), str(age)) for age in range(13, 26)],
        missing=_("Choose an age."),
    )
    countries = forms.Line(
        label=_("Countries you cover"),
        hint=_("Two letters each, with commas between, such as GB, IE."),
        max_length=800,
        missing=_("Write at least one country."),
    )
    working_days = forms.Choices(
        label=_("Working days"), choices=forms.WEEKDAYS, missing=_("Choose at least one day.")
    )
    answers_within_working_days = forms.Pick(
        label=_("Enquiries are answered within"),
        choices=[
            (str(days), format_lazy(ngettext_lazy("{n} working day", "{n} working days", days), n=days))
            for days in (1, 2, 3)
        ],
    )
    cancellation_cutoff_hours = forms.Pick(
        label=_("A time can be changed freely until"),
        choices=[
            (str(hours), format_lazy(ngettext_lazy("{n} hour before", "{n} hours before", hours), n=hours))
            for hours in (0, 12, 24, 48)
        ],
    )
    location_kept_days = forms.Pick(
        label=_("Where a client was is deleted after"),
        choices=[
            (str(days), format_lazy(ngettext_lazy("{n} day", "{n} days", days), n=days))
            for days in (7, 14, 30, 60)
        ],
    )

    PARTS = (
        (_("The practice"), ("name", "neutral_name", "telephone", "email", "exit_site")),
        (
            _("Whom you help, and when"),
            ("minimum_age", "countries", "working_days", "answers_within_working_days"),
        ),
        (
            _("Times"),
            (
                "first_talk_minutes",
                "session_minutes",
                "minimum_notice_hours",
                "bookable_days",
                "cancellation_cutoff_hours",
                "offer_hours",
            ),
        ),
        (_("A course"), ("planned_sessions", "review_after")),
        (_("Reminders"), ("reminder_hours",)),
        (_("Answers to read"), ("reads_within_working_days",)),
        (_("When the line drops in a session"), DropTermsForm.DROP_STEPS),
        (_("What is deleted"), ("location_kept_days",)),
    )
    field_order = tuple(name for _title, names in PARTS for name in names)
    NUMBERS = (
        "minimum_age",
        "answers_within_working_days",
        "cancellation_cutoff_hours",
        "location_kept_days",
    )

    def parts(self) -> list[tuple[Any, list[Any]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self.PARTS]

    @classmethod
    def of(cls, practice: Practice) -> dict[str, Any]:
        values = {name: getattr(practice, name) for name in cls.base_fields}
        values |= {name: str(values[name]) for name in cls.NUMBERS}
        return values | {
            "countries": ", ".join(practice.countries),
            "reminder_hours": ", ".join(map(str, practice.reminder_hours)),
            "review_after": ", ".join(map(str, practice.review_after)),
            "working_days": [str(day) for day in practice.working_days],
            "reads_within_working_days": _as_chosen(practice.reads_within_working_days),
        }

    def clean_countries(self) -> list[str]:
        return known_countries(self)

    def clean_exit_site(self) -> str:
        address = self.cleaned_data["exit_site"]
        if not address.startswith("https://"):
            self.add_error("exit_site", _("Write an address that begins with https://."))
        return address

    def onto(self, practice: Practice) -> Practice:
        values = self.cleaned_data | {name: int(self.cleaned_data[name]) for name in self.NUMBERS}
        values["working_days"] = [int(day) for day in values["working_days"]]
        for name, value in values.items():
            setattr(practice, name, value)
        return practice


def _as_chosen(number: int | None) -> str:
    return "" if number is None else str(number)


class TherapistForm(forms.Form):
    """For `people.therapists.add`."""

    name = forms.Line(
        label=_("Name"),
        who_sees=_("Everybody, once the profile is shown."),
        max_length=80,
        missing=_("Write the name."),
    )
    title = forms.Line(
        label=_("Title"), hint=_("Such as “Psychotherapist”."), max_length=80, missing=_("Write the title.")
    )
    email = forms.Line(
        label=_("E-mail for signing in"), kind="email", max_length=254, missing=_("Write the e-mail.")
    )
    approaches = forms.Choices(
        label=_("Approaches"), choices=Approach.choices, missing=_("Choose at least one.")
    )
    languages = forms.Line(
        label=_("Languages"),
        hint=_("Codes with commas between, such as en, el."),
        max_length=100,
        missing=_("Write at least one."),
    )
    countries = forms.Line(
        label=_("Countries in which they may practise"), hint=_("Two letters each, such as GB, IE."), max_length=200,
        missing=_("Write at least one country."),
    )  # fmt: skip
    zone = forms.Line(
        label=_("Time zone"),
        hint=_("Such as Europe/London."),
        max_length=60,
        missing=_("Write the time zone."),
    )
    places = forms.Pick(
        label=_("Clients at a time"),
        choices=[(str(n), str(n)) for n in range(1, 41)],
        missing=_("Choose a number."),
    )
    about = forms.Words(label=_("About"), required=False, max_length=1200, rows=5)

    def clean_languages(self) -> list[str]:
        codes = [code.strip().lower() for code in self.cleaned_data["languages"].split(",") if code.strip()]
        for code in codes:
            if languages.name_of(code) == code:
                problem = _("%(code)s is no language we know. Use a code, such as en.") % {"code": code}
                self.add_error("languages", problem)
        return codes

    def clean_countries(self) -> list[str]:
        return known_countries(self)

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if not zones.is_known(zone):
            self.add_error("zone", _("Write a time zone such as Europe/London."))
        return zone

    def clean_places(self) -> int:
        return int(self.cleaned_data["places"])


class StatementForm(forms.Form):
    """For `practice.opening.state`."""

    done_on = forms.Day(label=_("When was it done?"), missing=_("Write the day."))
    words = forms.Words(
        label=_("Who did it, and what exactly?"),
        hint=_("Names of people who work here. Nothing about clients."),
        who_sees=_("the managers of the practice"),
        max_length=500,
        rows=3,
        missing=_("Write who did it, and what."),
    )


class CodeForm(forms.Form):
    """For `home.mail_test.take`."""

    code = forms.Line(
        label=_("Code in the message"), width="short", max_length=12, missing=_("Type in the code.")
    )
