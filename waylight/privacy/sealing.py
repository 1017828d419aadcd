"""Seals what belongs to no person with keys made from the practice's master keys: the newest seals, each of them opens."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache

from django.conf import settings

from waylight.privacy.encryption import MasterKeys, Unreadable, derived, seal, unseal


def seal_text(text: str, purpose: str, *, place: str = "") -> str:
    """The text, sealed, as ASCII. It opens for the same purpose and place only."""
    return urlsafe_b64encode(seal(_keys(purpose)[0], text.encode(), place or purpose)).decode()


def unseal_text(sealed: str, purpose: str, *, place: str = "") -> str:
    """The text again. Raises Unreadable when it was sealed for something else, or with a key that is gone."""
    try:
        raw = urlsafe_b64decode(sealed)
    except ValueError as error:
        raise Unreadable(Unreadable.__doc__) from error
    for key in _keys(purpose):
        try:
            return unseal(key, raw, place or purpose).decode()
        except Unreadable:
            continue
    raise Unreadable(Unreadable.__doc__)


def lasting_key(purpose: str) -> bytes:
    """The same key as long as the oldest master key stays in the list: for what must be computed again years later."""
    return _keys(purpose)[-1]


@cache
def _keys(purpose: str) -> list[bytes]:
    return [derived(master, purpose) for master in MasterKeys(settings.MASTER_KEY).keys]
