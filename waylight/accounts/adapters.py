"""What allauth asks of us: nobody signs up, mail goes through notifications, and secrets are sealed."""

import ipaddress
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from waylight.accounts import codes, factors, second_factor
from waylight.accounts.models import User
from waylight.accounts.next_page import is_local
from waylight.practice.models import Practice
from waylight.privacy import audit
from waylight.privacy.sealing import seal_text, unseal_text

WRONG_CODE = _("That code did not work. Check it, or ask for a new one.")
SLOW_DOWN = _("That was often in a short time. Wait a minute, then try again.")
NEIGHBOURS = {4: 24, 6: 48}  # bits of an address that say which network it is of


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": SLOW_DOWN,
        "rate_limited": SLOW_DOWN,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """The code alone signs in; what lies behind the second factor has a guard of its own (`second_factor`)."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def is_safe_url(self, url: str) -> bool:
        return is_local(url)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The code, and nothing else that allauth might want to write. Raises codes.CodeNotSent."""
        if template_prefix == "account/email/login_code":
            codes.send_code(User.objects.get(email=email.lower()), context["code"])

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """allauth's own sentences name addresses and people; only those we wrote are shown."""
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse:
        response = super().post_login(request, user, **login)
        audit.record("sign-in", by=user, person=user.pk)
        if did_use_passwordless_login(request, user):
            second_factor.mark_passed(request, factors.PASSKEY)
        return response

    def logout(self, request: HttpRequest) -> None:
        audit.record("sign-out", by=request.user, person=request.user.pk)
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        super().logout(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network alone: enough to slow down a flood, and no trace of one device (ASSURANCE A8, T8)."""
        address = ipaddress.ip_address(super().get_client_ip(request))
        network = ipaddress.ip_network((address, NEIGHBOURS[address.version]), strict=False)
        return str(network.network_address)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That did not work. Try again, or use another way.")
    }

    def encrypt(self, text: str) -> str:
        return seal_text(text, "authenticator secrets")

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, "authenticator secrets")

    def build_totp_svg(self, url: str) -> str:
        """On white, so that a camera reads it in the dark theme too."""
        return qrcode.make(url, image_factory=SvgPathFillImage).to_string().decode()

    def get_totp_issuer(self) -> str:
        return Practice.current().neutral_name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": Practice.current().neutral_name}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """The device shows both names when it asks which passkey to use."""
        return super().get_public_key_credential_user_entity(user) | {"display_name": user.email}
