"""Set up the second factor, by invitation: a passkey, an authenticator app, or for clients a PIN."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waylight.accounts import devices, factors, invitations, passkeys, second_factor
from waylight.accounts.forms import NewAuthenticator, NewPin
from waylight.accounts.second_factor import before_second_factor
from waylight.accounts.signed_in import SignedIn
from waylight.accounts.views.unlock import base_of
from waylight.privacy.idempotency import once


@before_second_factor
@require_safe
def set_up(request: SignedIn) -> HttpResponse:
    """The choice; without an open invitation how to get one."""
    context = {
        "is_invited": invitations.open_for(request.user) is not None,
        "ways": factors.ways(request.user),
        "is_passed": second_factor.is_passed(request),
    }
    return _page(request, "accounts/set_up.html", context)


@before_second_factor
@once
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_pin(request: SignedIn) -> HttpResponse:
    if not request.user.is_client:
        raise Http404
    form = NewPin(request.POST or None)
    if form.is_valid():
        try:
            factors.set_pin(request.user, form.cleaned_data["digits"])
        except invitations.NotInvited:
            return redirect("accounts:set_up")
        return _done(request, factors.PIN)
    return _page(request, "accounts/set_up_pin.html", {"form": form}, needs_invitation=True)


@before_second_factor
@once
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_authenticator(request: SignedIn) -> HttpResponse:
    form = NewAuthenticator(request.POST or None)
    secret = totp.get_totp_secret()
    if form.is_valid():
        if totp.validate_totp_code(secret, form.cleaned_data["code"]):
            return _keep_authenticator(request, secret)
        form.add_error("code", _("That code did not fit. Write the one that the app shows now."))
    context = {"form": form, "secret": _in_fours(secret), "picture": _picture(request.user, secret)}
    return _page(request, "accounts/set_up_authenticator.html", context, needs_invitation=True)


@before_second_factor
@once
@require_http_methods(["GET", "HEAD", "POST"])
def set_up_passkey(request: SignedIn) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            factors.set_passkey(request.user, passkeys.made(request.POST))
        except invitations.NotInvited:
            return redirect("accounts:set_up")
        except passkeys.NotAccepted as not_accepted:
            problem = str(not_accepted)
        else:
            return _done(request, factors.PASSKEY)
    return _page(request, "accounts/set_up_passkey.html", {"problem": problem}, needs_invitation=True)


@before_second_factor
@require_safe
def passkey_challenge(request: SignedIn) -> HttpResponse:
    """What the module needs to make a passkey; only for who may set one up now."""
    if not (invitations.open_for(request.user) or second_factor.is_passed(request)):
        raise Http404
    return JsonResponse(webauthn.begin_registration(request.user, passwordless=True))


def _keep_authenticator(request: SignedIn, secret: str) -> HttpResponse:
    try:
        factors.set_authenticator(request.user, secret)
    except invitations.NotInvited:
        return redirect("accounts:set_up")
    totp.clear_totp_secret(request)
    return _done(request, factors.AUTHENTICATOR)


def _done(request: SignedIn, way: str) -> HttpResponse:
    """Whoever is signed in elsewhere may have unlocked with what was set before, so those sessions end."""
    devices.end_others(request.user, but=request.session.session_key)
    second_factor.mark_passed(request, way)
    return redirect("accounts:home")


def _picture(user: Any, secret: str) -> str:
    svg = get_adapter().build_totp_svg(get_adapter().build_totp_url(user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _in_fours(secret: str) -> str:
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def _page(
    request: SignedIn, template: str, context: dict[str, Any], *, needs_invitation: bool = False
) -> HttpResponse:
    if needs_invitation and not invitations.open_for(request.user):
        return redirect("accounts:set_up")
    return render(request, template, context | {"base": base_of(request)})
