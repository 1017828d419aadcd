"""The backend: Django's own SQLite one, with sqlcipher3 standing in for the standard library's sqlite3."""

import sys
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2

from django.db.backends.sqlite3 import base  # noqa: E402


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
