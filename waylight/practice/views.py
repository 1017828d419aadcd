""" "This number did not work": the one thing a visitor can tell us from a page of help, without saying who they are."""

from typing import Any

from django.db import Error as DatabaseTrouble
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from waylight.crisis import gate, packing, visitor
from waylight.crisis.sessionless import sessionless
from waylight.crisis.values import Country, Way
from waylight.practice import helplines, reports
from waylight.privacy.idempotency import repeatable

Choices = dict[str, tuple[Way, str]]


@sessionless
# Without a session there is nobody to forge a form for: all it does is to count one up, to a cap. A token would need a cookie.
@csrf_exempt
@repeatable  # sent twice it counts two; nothing rests on the exact number
@require_http_methods(["GET", "HEAD", "POST"])
def not_working(request: HttpRequest, code: str) -> HttpResponse:
    """A page with the numbers of one country as choices. It has no field to write in, and keeps nothing of who asks."""
    country = visitor.country(code)
    if country is None:
        return redirect("crisis:countries")
    choices = _choices(country)
    if request.method != "POST":
        return _show(request, country, choices, noted="noted" in request.GET)
    chosen = choices.get(request.POST.get("way", ""))
    if chosen is None:
        return _show(request, country, choices, problem=_("Choose the number that did not work."))
    try:
        reports.report(chosen[0])
    except DatabaseTrouble:
        sorry = _("We could not note that just now. The numbers are still here.")
        return _show(request, country, choices, status=503, sorry=sorry)
    return redirect(f"{request.path}?noted")


def _choices(country: Country) -> Choices:
    """What the radio says → the number it stands for, and its words: emergency numbers, then lines as they are shown."""
    found = {
        way: _("Emergency number %(number)s") % {"number": number.dial}
        for way, number in helplines.emergency_ways(country.code).items()
    }
    for line in country.lines:
        for channel in line.channels:
            found[gate.way(country.code, line, channel)] = f"{line.name}: {channel.says}"
    return {f"{way.kind} {way.dial} {way.line}": (way, words) for way, words in found.items()}


def _show(
    request: HttpRequest, country: Country, choices: Choices, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"country": country, "choices": [(value, words) for value, (_way, words) in choices.items()]}
    html = render_to_string("practice/not_working.html", context | more)
    response = packing.answer(request, packing.pack(html, packing.QUICK))
    response.status_code = status
    if "problem" not in more and status == 200:
        patch_cache_control(response, public=True, max_age=300)
    return response
