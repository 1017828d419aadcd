"""The loop under /me and under /desk: the drawing, writing in it, and what it was before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.care.forms.relief import LoopForm
from waylight.care.models import ReliefLoop
from waylight.care.relief import drawing, keeping
from waylight.care.relief.places import PLACES, ROUND, WAY_OUT
from waylight.care.views import places
from waylight.care.views.places import Place, own_plan
from waylight.privacy.idempotency import once, repeatable

NO_WORDS: dict[str, str] = {}


@require_safe
@own_plan
def own(request: HttpRequest) -> HttpResponse:
    return _show(request, places.own(request))


@require_safe
@allow(Permission.KEEP_RECORD)
def of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    return _show(request, places.of_client(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@own_plan
@once
def own_words(request: HttpRequest) -> HttpResponse:
    return _write(request, places.own(request))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(Permission.KEEP_RECORD)
@once
def words_of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    return _write(request, places.of_client(request, pk))


@require_POST
@own_plan
@repeatable
def own_draft(request: HttpRequest) -> HttpResponse:
    return _draft(request, places.own(request))


@require_POST
@allow(Permission.KEEP_RECORD)
@repeatable
def draft_of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    return _draft(request, places.of_client(request, pk))


@require_safe
@own_plan
def own_history(request: HttpRequest) -> HttpResponse:
    return _history(request, places.own(request))


@require_safe
@allow(Permission.KEEP_RECORD)
def history_of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    return _history(request, places.of_client(request, pk))


def _show(request: HttpRequest, place: Place) -> HttpResponse:
    loop = keeping.read(place.client, by=request.user)
    return render(request, "care/loop.html", {"place": place, "loop": loop, **shown(loop)})


def _write(request: HttpRequest, place: Place) -> HttpResponse:
    if request.method != "POST":
        return show_form(request, place, keeping.read(place.client, by=request.user))
    form = LoopForm(request.POST)
    if not form.is_valid():
        return render(request, "care/loop_words.html", {"place": place, "form": form})
    shown_then = form.cleaned_data["was_shown"] or 0
    _loop, both = keeping.save(place.client, form.words, by=request.user, was_shown=shown_then)
    if both:
        messages.info(request, _("Somebody else wrote in the same place meanwhile. Both texts stand there."))
    else:
        messages.success(request, _("Saved."))
    return redirect(place.loop)


def _draft(request: HttpRequest, place: Place) -> HttpResponse:
    """Saves what is written together in the room, and says which one it is now and what stands in it."""
    form = LoopForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Something is too long to save."), status=422, content_type="text/plain")
    shown_then = form.cleaned_data["was_shown"] or 0
    loop, _both = keeping.save(place.client, form.words, by=request.user, was_shown=shown_then)
    parts = loop.parts if loop else {}
    words = {place.id: parts.get(place.id, "") for place in PLACES}
    return JsonResponse({"was_shown": loop.number if loop else 0, "words": words})


def show_form(
    request: HttpRequest, place: Place, loop: ReliefLoop | None, suggested: dict[str, str] = NO_WORDS
) -> HttpResponse:
    """The form with what stands there; empty places may begin with `suggested` words, which count once they are saved."""
    initial = suggested | (loop.parts if loop else {}) | {"was_shown": loop.number if loop else 0}
    context = {"place": place, "form": LoopForm(initial=initial), "is_begun": bool(suggested)}
    return render(request, "care/loop_words.html", context)


def _history(request: HttpRequest, place: Place) -> HttpResponse:
    found = keeping.history(place.client, by=request.user)
    saved = [
        {"loop": row, "by": place.called("" if row.saved_by.is_client else row.saved_by.name), **shown(row)}
        for row in found
    ]
    return render(request, "care/loop_history.html", {"place": place, "saved": saved})


def shown(loop: ReliefLoop | None) -> dict[str, Any]:
    """The drawing, and the whole words of each place."""
    parts = loop.parts if loop else {}
    texts = [parts.get(place.id, "") for place in PLACES]
    return {
        "drawing": drawing.draw([str(place.label) for place in PLACES], texts),
        "round": [{"place": place, "words": parts.get(place.id, "")} for place in ROUND],
        "way_out": {"place": WAY_OUT, "words": parts.get(WAY_OUT.id, "")},
    }
