"""Devices that a browser in a test has."""

from playwright.sync_api import Page


def a_device_with_passkeys(page: Page, *, prf: bool = False) -> None:
    """A virtual authenticator that answers at once, as a phone with a fingerprint would. `prf`: it can give a secret too."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        "hasPrf": prf,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
