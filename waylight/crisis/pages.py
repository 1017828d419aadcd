"""The pages of help as they are today: rendered without a request, and compressed once a day.

A page is the same for everybody with the same country, facts and language. No context processor runs, so nothing asks
session, database or cache.
"""

from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from waylight.crisis import directory, facts, packing, skills, values, visitor

# Pages of parts above this one: a practice may run without them, and then there is no link.
PLAN, SHARED_PHONES = "care:plan", "guide:shared_phones"
TOOLS = "exercises:tools"
TASKS, DIARY = "exercises:mine", "exercises:diary"
TEN_MINUTES = {  # URL name → address below /now/; its template is crisis/<name>.html, of a menu crisis/menu.html
    "now": "",
    "hurt": "after/",
    "kept_plan": "plan/",
    "no_signal": "no-signal/",
    "signed_out": "signing-out/",
    "more": "more/",
    "breathe": "breathe/",
    "look": "look/",
    **{name: f"{name}/" for name in skills.MENUS},
    "cards": "cards/",
    "write": "write/",
}


def help_now(country: values.Country | None) -> packing.Packed:
    """Help for a country; for an unknown one a choice of countries."""
    if country is None:
        return choice()
    return _help_now("crisis/country.html", country.code, False, *_today())


def choice(*, unknown: bool = False) -> packing.Packed:
    """The countries to choose from. `unknown`: the address named a country that there is not."""
    return _help_now("crisis/countries.html", "", unknown, *_today())


def ten_minutes(name: str, country: values.Country | None) -> packing.Packed:
    """One of TEN_MINUTES, for a country or an unknown one."""
    return _ten_minutes(name, country.code if country else "", *_today())


def address(name: str) -> str:
    """Where a page of another part is; nothing where the practice runs without that part."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _today() -> tuple[date, facts.Facts, str]:
    return visitor.today(), facts.read(), get_language() or ""


@lru_cache(maxsize=600)
def _help_now(
    template: str, code: str, unknown: bool, on: date, practice: facts.Facts, _language: str
) -> packing.Packed:
    context = {
        "facts": practice,
        "country": visitor.country(code, on=on) if code else None,
        "common": directory.named((*practice.countries, *directory.COMMON)),
        "letters": directory.by_letter(),
        "unknown": unknown,
    }
    return packing.pack(render_to_string(template, context), packing.QUICK if code else packing.SMALLEST)


@lru_cache(maxsize=1000)
def _ten_minutes(name: str, code: str, on: date, practice: facts.Facts, _language: str) -> packing.Packed:
    menu = skills.MENUS.get(name)
    country = visitor.country(code, on=on) if code else None
    context = {
        "facts": practice,
        "country": country,
        "text": country and _text_for_all(country),
        "numbers": range(11),
        "menu": menu,
        "menus": skills.MENUS,
        "plan": address(PLAN),
        "tools": address(TOOLS),
        "tasks": address(TASKS),
        "shared_phones": address(SHARED_PHONES),
    }
    return packing.pack(render_to_string(f"crisis/{'menu' if menu else name}.html", context))


def _text_for_all(country: values.Country) -> values.Channel | None:
    """The first line that reads texts and is for everyone; what is for some has its place on Help now."""
    lines = (line.by("text") for line in country.lines if line.for_everyone)
    return next((line.channels[0] for line in lines if line), None)
