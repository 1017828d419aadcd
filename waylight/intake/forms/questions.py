"""One of the six questions, as radios; nobody has to say."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from waylight.intake.six_questions import Question
from waylight.ui import forms


class QuestionForm(forms.Form):
    """`answer` is the key of the chosen answer, or forms.RATHER_NOT."""

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"] = forms.Choice(
            label=question.words,
            hint=question.hint,
            choices=[(answer.key, answer.words) for answer in question.answers],
            rather_not=True,
            missing=_("Choose an answer. “I’d rather not say” is one too."),
        )
