"""Unlock the record, lock it again, and send what was being sent when it locked itself."""

from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from waylight.accounts import factors, invitations, kept_words, passkeys, second_factor, tries, unlocking
from waylight.accounts.forms import Unlock
from waylight.accounts.next_page import is_local, next_of, with_next
from waylight.accounts.second_factor import before_second_factor, needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.privacy.idempotency import repeatable


@before_second_factor
@repeatable  # a wrong try must stay counted, so it does not run in the transaction of a form's key
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: SignedIn) -> HttpResponse:
    ways = factors.ways(request.user)
    if not ways:
        return redirect("accounts:set_up")
    if second_factor.is_passed(request):
        return _go_on(request)
    way = next((way for way in ways if way != factors.PASSKEY), "")
    form = Unlock(request.POST or None, way=way)
    if not (way and form.is_valid()):
        return _page(request, ways, form)
    try:
        unlocking.check(request.user, way, form.cleaned_data["digits"])
    except (unlocking.DoesNotFit, tries.TooManyTries) as problem:
        return _page(request, ways, Unlock(way=way), problem=str(problem))
    second_factor.mark_passed(request, way)
    return _go_on(request)


@before_second_factor
@repeatable
@require_http_methods(["GET", "POST"])
def unlock_with_passkey(request: SignedIn) -> HttpResponse:
    """GET asks for a challenge, POST answers it; the module passkey.js does both."""
    if request.method == "GET":
        return JsonResponse(auth.begin_authentication(request.user))
    try:
        passkeys.used_to_unlock(request.POST, request.user)
    except passkeys.NotAccepted as problem:
        messages.error(request, str(problem))
        return redirect(with_next(reverse("accounts:unlock"), next_of(request)))
    second_factor.mark_passed(request, factors.PASSKEY)
    return _go_on(request)


@before_second_factor
@repeatable
@require_POST
def lock(request: SignedIn) -> HttpResponse:
    """The person stays signed in. Where they were comes from the browser, which tells our own pages only."""
    second_factor.clear(request)
    before = urlsplit(request.headers.get("Referer", "")).path
    return redirect(with_next(reverse("accounts:unlock"), before if is_local(before) else ""))


@needs_second_factor
@repeatable
@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: SignedIn) -> HttpResponse:
    """Shows the words with a form that sends them where they were going; POST lets go of them."""
    found = kept_words.kept(request)
    if request.method == "POST" or found is None:
        kept_words.drop(request)
        return redirect("accounts:home")
    kept_words.mark_shown(request)
    return render(request, "accounts/kept.html", {"kept": found, "base": base_of(request)})


def base_of(request: SignedIn) -> str:
    """The page around: a client's or that of staff."""
    return "ui/client.html" if request.user.is_client else "ui/staff.html"


def _go_on(request: SignedIn) -> HttpResponse:
    found = kept_words.kept(request)
    return redirect("accounts:kept") if found and not found.is_shown else redirect(next_of(request))


def _page(request: SignedIn, ways: list[str], form: Unlock, **more: Any) -> HttpResponse:
    context = {
        "form": form,
        "ways": ways,
        "next": next_of(request),
        "base": base_of(request),
        "is_invited": invitations.open_for(request.user) is not None,
        "keeps_words": kept_words.kept(request) is not None,
    }
    return render(request, "accounts/unlock.html", context | more)
