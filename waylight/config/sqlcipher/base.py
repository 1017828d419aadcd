"""The backend: Django's own SQLite one, with sqlcipher3 standing in for the standard library's sqlite3."""

import sys
from time import monotonic, sleep
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2

from django.db.backends.sqlite3 import base  # noqa: E402
from django.db.utils import OperationalError  # noqa: E402

LOOKS_EVERY = 0.002  # seconds between two looks whether the file is free to write


class DatabaseWrapper(base.DatabaseWrapper):
    """`OPTIONS["cipher_key"]`: 64 hex digits. The key comes first: Django speaks to the file as soon as it is open."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        key = params.pop("cipher_key")

        def opened(*args: Any, **kwargs: Any) -> sqlcipher3.dbapi2.Connection:
            connection = sqlcipher3.dbapi2.Connection(*args, **kwargs)
            connection.execute(f"PRAGMA key=\"x'{key}'\"")
            return connection

        return params | {"factory": opened}

    def _start_transaction_under_autocommit(self) -> None:
        """Begins to write, and waits for its turn as long as `OPTIONS["timeout"]` says.

        SQLite's own wait sleeps ever longer, up to a tenth of a second: in an unbroken burst from several processes some
        came too late each time, until their 20 seconds were over. All who wait here look equally often.
        """
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        until = monotonic() + patience
        self.connection.execute("PRAGMA busy_timeout=0")
        try:
            while not self._has_begun(until):
                sleep(LOOKS_EVERY)
        finally:
            self.connection.execute(f"PRAGMA busy_timeout={int(patience * 1000)}")

    def _has_begun(self, until: float) -> bool:
        """False while somebody else writes. Raises OperationalError when that lasts too long."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except OperationalError as error:
            if "locked" not in str(error) or monotonic() >= until:
                raise
            return False
        return True
