"""Which pages of help have a static copy, which the web server in front shows when everything behind it is dead."""

from django.template.loader import render_to_string
from django.urls import reverse

from waylight.crisis import directory, facts, skills

PAGES = ("help_now", "countries", "now", "hurt", "more", "breathe", "look", *skills.MENUS)


def addresses() -> list[str]:
    """Every page of help, each country's own among them."""
    countries = (reverse("crisis:country", args=[code.lower()]) for code, _name in directory.countries())
    return [*(reverse(f"crisis:{page}") for page in PAGES), *countries]


def leave_page() -> str:
    """What stands in for Leave, which is an answer without a page: an empty one that leads on by itself."""
    return render_to_string("crisis/left.html", {"exit_site": facts.read().exit_site})
