"""What managers write: an enquiry that came by e-mail or telephone, and the answer to somebody we cannot help."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waylight.intake.alternatives import ALTERNATIVES
from waylight.intake.forms.ask import SEEN_BY, ReachForm, WhoForm
from waylight.intake.models import Source
from waylight.ui import forms

MOST = 2000  # characters of an answer


class EnterForm(ReachForm, WhoForm):
    """For `enquiries.enter`."""

    source = forms.Choice(
        label=_("How did it come?"),
        choices=[choice for choice in Source.choices if choice[0] != Source.FORM],
        missing=_("Choose how it came."),
    )

    field_order = ["source", "for_whom", "age_band", "country", "name", "channel", "address"]
    WORDINGS: ClassVar[dict[str, tuple[Any, Any]]] = {
        "age_band": (_("How old is the person who would come?"), ""),
        "country": (_("Which country are they in?"), ""),
        "name": (_("What can we call them?"), ""),
        "channel": (_("How can we reach them?"), ""),
        "address": (_("Their email address or telephone number"), ""),
        "seen_by": (_("Who else can see messages there?"), ""),
        "may_leave_message": (_("May we leave a message?"), ""),
        "words": (
            _("What did they say?"),
            _("In their own words where you can. Leave out what is not needed."),
        ),
        "language": (_("A language they would like to talk in"), ""),
        "therapist": (_("Somebody they would like to talk to"), ""),
        "hours": (_("A good time to reach them"), ""),
    }  # field → label and hint, for somebody who asks on another's behalf

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, today=timezone.localdate(), **kwargs)
        for name, (label, hint) in self.WORDINGS.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
            self.fields[name].who_sees = ""  # type: ignore[attr-defined]
        self.fields["seen_by"].choices = [*list(SEEN_BY.items())[:2], ("Not said", _("Not said"))]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """For `enquiries.decline`. The person reads the text behind the link of a neutral message."""

    why = forms.Choice(
        label=_("Which answer?"),
        choices=[(key, label) for key, (label, _text) in ALTERNATIVES.items()],
        missing=_("Choose an answer."),
    )
    more = forms.Words(
        label=_("In your own words"),
        hint=_("It stands after the answer you chose. Say where else they can turn."),
        who_sees=_("the person who asked"),
        max_length=MOST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("why") not in ALTERNATIVES or self.errors:
            return said
        _label, text = ALTERNATIVES[said["why"]]
        alternative = "\n\n".join(filter(None, [str(text), said["more"].strip()]))
        if not alternative:
            self.add_error("more", _("Say where else they can turn."))
        return {"alternative": alternative}
