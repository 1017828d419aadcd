"""Addresses of this package. allauth looks some of its own names up, so those stand without a namespace."""

from django.urls import include, path

from waylight.accounts.views import home, language, set_up, settings, sign_in, unlock

OURS = [
    path("home/", home.home, name="home"),
    path("language/", language.choice, name="languages"),
    path("language/<str:code>/", language.choose, name="choose_language"),
    path("sign-in/unlock/", unlock.unlock, name="unlock"),
    path("sign-in/unlock/passkey/", unlock.unlock_with_passkey, name="unlock_with_passkey"),
    path("sign-in/lock/", unlock.lock, name="lock"),
    path("sign-in/kept/", unlock.kept, name="kept"),
    path("sign-in/set-up/", set_up.set_up, name="set_up"),
    path("sign-in/set-up/pin/", set_up.set_up_pin, name="set_up_pin"),
    path("sign-in/set-up/app/", set_up.set_up_authenticator, name="set_up_authenticator"),
    path("sign-in/set-up/passkey/", set_up.set_up_passkey, name="set_up_passkey"),
    path("sign-in/set-up/passkey/challenge/", set_up.passkey_challenge, name="passkey_challenge"),
    path("sign-in/settings/", settings.settings, name="settings"),
    path("sign-in/settings/passkey/", settings.add_passkey, name="add_passkey"),
    path("sign-in/settings/devices/<int:pk>/end/", settings.end_session, name="end_session"),
]

# Of allauth's pages these are open. Those for passwords, sign-up and other addresses are not routed at all.
ALLAUTHS = [
    path("sign-in/", sign_in.ask_for_code, name="account_login"),
    path("sign-in/", sign_in.ask_for_code, name="account_request_login_code"),
    path("sign-in/code/", sign_in.enter_code, name="account_confirm_login_code"),
    path("sign-in/passkey/", sign_in.with_passkey, name="mfa_login_webauthn"),
    path("sign-in/out/", sign_in.sign_out, name="account_logout"),
]

urlpatterns = [path("", include((OURS, "accounts"))), *ALLAUTHS]
