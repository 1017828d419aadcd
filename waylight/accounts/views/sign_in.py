"""Sign in by e-mailed code or passkey, and out. The steps are allauth's, the pages and words are ours.

A known and an unknown address get the same answers: nobody learns here who comes to this practice.
"""

from typing import Any

from allauth.account.models import Login
from allauth.account.views import ConfirmLoginCodeView, LogoutView, RequestLoginCodeView
from allauth.core.internal import ratelimit
from allauth.mfa.webauthn.internal import auth, flows
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waylight.accounts import codes, passkeys
from waylight.accounts.adapters import SLOW_DOWN
from waylight.accounts.forms import AskCode, ConfirmCode
from waylight.accounts.next_page import next_of, with_next
from waylight.privacy.idempotency import repeatable


class AskForCode(RequestLoginCodeView):
    form_class = AskCode
    template_name = "accounts/sign_in.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            if form._user is None:
                codes.pretend_to_send()
            return super().form_valid(form)
        except codes.CodeNotSent as problem:
            form.add_error(None, str(problem))
            return self.form_invalid(form)

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        """Somebody who waits for a code may come back here, to correct the address or ask for another code."""


class EnterCode(ConfirmLoginCodeView):
    form_class = ConfirmCode
    template_name = "accounts/enter_code.html"


class SignOut(LogoutView):
    template_name = "accounts/sign_out.html"

    def logout(self) -> None:
        super().logout()
        messages.success(self.request, _("You are signed out."))


ask_for_code = repeatable(AskForCode.as_view())
enter_code = repeatable(EnterCode.as_view())
sign_out = repeatable(SignOut.as_view())


@repeatable
@login_not_required
@require_http_methods(["GET", "POST"])
def with_passkey(request: HttpRequest) -> HttpResponse:
    """GET asks for a challenge, POST answers it. Both are for the module; without it one signs in by code."""
    if request.method == "GET":
        return JsonResponse(auth.begin_authentication(user=None))
    if not ratelimit.consume(request, app="allauth.mfa", action="webauthn_login"):
        return _back_to_sign_in(request, str(SLOW_DOWN))
    try:
        passkey = passkeys.used_to_sign_in(request.POST)
    except passkeys.NotAccepted as problem:
        return _back_to_sign_in(request, str(problem))
    return flows.perform_passwordless_login(
        request, passkey, Login(user=passkey.user, redirect_url=next_of(request))
    )


def _back_to_sign_in(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return redirect(with_next(reverse("account_login"), next_of(request)))
