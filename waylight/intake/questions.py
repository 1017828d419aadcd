"""The questions of the papers, by part: the forms ask them, the summary repeats them beside the answers."""

from django.utils.translation import gettext_lazy as _

ABOUT = {
    "full_name": _("Your full name"),
    "called": _("What do you like to be called?"),
    "born_on": _("Date of birth"),
    "telephone": _("A number to call you on"),
    "doctor": _("Your doctor or surgery"),
    "home": _("Who else is at home when we talk?"),
    "sign": _("A word or sign that means you cannot talk just then"),
    "easier": _("What would make talking easier?"),
}
PLACE = {
    "address": _("Where are you usually when we talk?"),
    "region": _("Which part of the country is that?"),
    "finding": _("Anything that helps someone find you?"),
    "hospital": _("The nearest hospital for emergencies"),
}
PARTS = {"about": ABOUT, "place": PLACE}
