"""Sessions in the database, sealed: they hold codes, authenticator secrets and words typed while the record was locked."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from waylight.privacy.encryption import Unreadable
from waylight.privacy.sealing import seal_text, unseal_text

PURPOSE = "sessions"


class SessionStore(DatabaseSessions):
    def encode(self, session_dict: dict[str, Any]) -> str:
        return seal_text(self.serializer().dumps(session_dict).decode("latin-1"), PURPOSE)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """A session that does not open is an empty one: its owner signs in again."""
        try:
            return self.serializer().loads(unseal_text(str(session_data), PURPOSE).encode("latin-1"))
        except (Unreadable, ValueError):
            return {}
