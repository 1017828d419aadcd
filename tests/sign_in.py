"""Signs members of the cast in for a test, with their second factor or without."""

from typing import Any

from django.test import Client
from django.utils import timezone

from waylight.accounts.second_factor import MARK


def signed_in(user: Any, *, unlocked: bool = True) -> Client:
    browser = Client()
    browser.force_login(user)
    if unlocked:
        session = browser.session
        session[MARK] = {"user": str(user.pk), "how": "passkey", "used_at": timezone.now().timestamp()}
        session.save()
    return browser
