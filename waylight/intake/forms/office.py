"""What managers write: an enquiry that came by e-mail or telephone, and the answer to somebody we cannot help."""

from typing import Any

from django.utils import timezone

from waylight.intake.alternatives import ALTERNATIVES
from waylight.intake.forms.ask import SEEN_BY, ReachForm, WhoForm
from waylight.intake.models import Source
from waylight.ui import forms

MOST = 2000  # characters of an answer


class EnterForm(ReachForm, WhoForm):
    """For `enquiries.enter`."""

    source = forms.Choice(
        label="How did it come?",
        choices=[choice for choice in Source.choices if choice[0] != Source.FORM],
        missing="Choose how it came.",
    )

    field_order = ["source", "for_whom", "age_band", "country", "name", "channel", "address"]
    WORDINGS = {
        "age_band": ("How old is the person who would come?", ""),
        "country": ("Which country are they in?", ""),
        "name": ("What can we call them?", ""),
        "channel": ("How can we reach them?", ""),
        "address": ("Their email address or telephone number", ""),
        "seen_by": ("Who else can see messages there?", ""),
        "may_leave_message": ("May we leave a message?", ""),
        "words": ("What did they say?", "In their own words where you can. Leave out what is not needed."),
        "language": ("A language they would like to talk in", ""),
        "therapist": ("Somebody they would like to talk to", ""),
        "hours": ("A good time to reach them", ""),
    }  # field → label and hint, for somebody who asks on another's behalf

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, today=timezone.localdate(), **kwargs)
        for name, (label, hint) in self.WORDINGS.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
            self.fields[name].who_sees = ""  # type: ignore[attr-defined]
        self.fields["seen_by"].choices = [(words, words) for words in [*SEEN_BY[:2], "Not said"]]  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """For `enquiries.decline`. The person reads the text behind the link of a neutral message."""

    why = forms.Choice(
        label="Which answer?",
        choices=[(key, label) for key, (label, _) in ALTERNATIVES.items()],
        missing="Choose an answer.",
    )
    more = forms.Words(
        label="In your own words",
        hint="It stands after the answer you chose. Say where else they can turn.",
        who_sees="the person who asked",
        max_length=MOST,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("why") not in ALTERNATIVES or self.errors:
            return said
        _, text = ALTERNATIVES[said["why"]]
        alternative = "\n\n".join(filter(None, [text, said["more"].strip()]))
        if not alternative:
            self.add_error("more", "Say where else they can turn.")
        return {"alternative": alternative}
