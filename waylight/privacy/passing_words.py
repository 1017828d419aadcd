"""One line such as “Saved” that the next page shows: kept in a cookie until then, and sealed there.

Django only signs it, so that whoever looks at the browser's cookies could read what somebody did last.
"""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.core.signing import BadSignature

from waylight.privacy.encryption import Unreadable
from waylight.privacy.sealing import seal_text, unseal_text

PURPOSE = "passing words"


class Seal:
    """What CookieStorage asks of a signer."""

    def sign_object(self, words: Any, *, serializer: Any, compress: bool) -> str:
        return seal_text(serializer().dumps(words).decode("latin-1"), PURPOSE)

    def unsign_object(self, sealed: str, *, serializer: Any) -> Any:
        """Raises BadSignature."""
        try:
            return serializer().loads(unseal_text(sealed, PURPOSE).encode("latin-1"))
        except (Unreadable, ValueError) as error:
            raise BadSignature from error


class SealedCookie(CookieStorage):
    """For MESSAGE_STORAGE."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = Seal()
