"""The forms of goals: the words, and how near it is."""

from django.utils.translation import gettext_lazy as _

from waylight.ui import forms

WHO_SEES = _("Only you and your therapist. Nobody is told when you write.")


class GoalForm(forms.Form):
    words = forms.Words(
        label=_("What do you want to be different?"),
        hint=_("Your own words. Small is good: something that you could notice in a month or two."),
        max_length=500,
        rows=3,
        who_sees=WHO_SEES,
        missing=_("Write what you want, in your own words."),
    )


class RatingForm(forms.Form):
    rating = forms.Scale(
        label=_("How near is it today?"),
        hint=_("5 is half way."),
        low=_("Not begun"),
        high=_("I am there"),
        required=True,
        missing=_("Choose a number, or go back."),
        who_sees=WHO_SEES,
    )
