"""By when an answer that somebody needs to read is read: a part of the practice's settings (REQUIREMENTS R-3.3)."""

from django.utils.translation import gettext_lazy as _

from waylight.ui import forms


class ReadingTermsForm(forms.Form):
    """The name is a field of `practice.models.Practice`."""

    reads_within_working_days = forms.Pick(
        label=_("An answer that somebody needs to read is read by"),
        hint=_(
            "Until you choose one, and name who reads in whose place, such questions are not asked of anybody alone."
        ),
        nothing=_("We cannot promise it"),
        choices=[
            ("0", _("the end of the same working day")),
            ("1", _("the end of the next working day")),
            ("2", _("the end of the second working day")),
        ],
        required=False,
    )

    def clean_reads_within_working_days(self) -> int | None:
        chosen = self.cleaned_data["reads_within_working_days"]
        return int(chosen) if chosen else None
