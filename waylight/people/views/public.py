"""Who you might meet. A lapsed registration hides at query time, so these pages are never cached."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.people import profiles
from waylight.ui.middleware import findable


@login_not_required
@require_safe
@findable
def everyone(request: HttpRequest) -> HttpResponse:
    return render(request, "people/list.html", {"profiles": profiles.shown(timezone.localdate())})


@login_not_required
@require_safe
@findable
def therapist(request: HttpRequest, slug: str) -> HttpResponse:
    found = profiles.shown(timezone.localdate(), slug=slug)
    if not found:
        raise Http404
    return render(request, "people/therapist.html", {"profile": found[0]})
