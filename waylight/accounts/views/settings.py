"""One's own settings: time zone and look, where one is signed in, and passkeys."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waylight.accounts import accounts, devices, factors, passkeys, second_factor
from waylight.accounts.forms import Settings
from waylight.accounts.second_factor import before_second_factor, needs_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.accounts.views.unlock import base_of
from waylight.privacy.idempotency import once


@before_second_factor
@once
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: SignedIn) -> HttpResponse:
    form = Settings(request.POST or None, user=request.user)
    if form.is_valid():
        accounts.keep_settings(request.user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    context = {
        "form": form,
        "devices": devices.of(request.user),
        "ways": factors.ways(request.user),
        "passkeys": factors.passkeys(request.user),
        "is_passed": second_factor.is_passed(request),
        "base": base_of(request),
    }
    return render(request, "accounts/settings.html", context)


@before_second_factor
@once
@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession.objects.filter(user=request.user), pk=pk)
    devices.end(session, by=request.user)
    messages.success(request, _("That device is signed out."))
    return redirect("accounts:settings")


@needs_second_factor
@once
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: SignedIn) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            factors.add_passkey(request.user, passkeys.made(request.POST))
        except passkeys.NotAccepted as not_accepted:
            problem = str(not_accepted)
        else:
            messages.success(request, _("The passkey is set up."))
            return redirect("accounts:settings")
    return render(request, "accounts/add_passkey.html", {"problem": problem, "base": base_of(request)})
