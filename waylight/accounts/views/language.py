"""Choosing a language without an account: by a link, remembered by this browser alone."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from waylight.accounts.next_page import is_local, next_of, with_next
from waylight.crisis.sessionless import sessionless
from waylight.practice.models import Practice
from waylight.ui import languages


@sessionless
@require_safe
def choice(request: HttpRequest) -> HttpResponse:
    """The languages, each in its own words. Afterwards one is back on the page that led here."""
    before = urlsplit(request.headers.get("Referer", "")).path
    links = [
        {
            "tag": languages.tag(code),
            "name": name,
            "address": with_next(
                reverse("accounts:choose_language", args=[code]), before if is_local(before) else ""
            ),
        }
        for code, name in languages.offered().items()
    ]
    context = {"request": request, "practice": Practice.current(), "links": links}
    return HttpResponse(render_to_string("accounts/languages.html", context))


@sessionless
@require_safe
def choose(request: HttpRequest, code: str) -> HttpResponse:
    if code not in languages.offered():
        raise Http404
    response = redirect(next_of(request, otherwise="/"))
    languages.remember(response, code)
    return response
