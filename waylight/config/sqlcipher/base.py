"""The backend: Django's own SQLite one, with sqlcipher3 standing in for the standard library's sqlite3."""

import sys

import sqlcipher3
import sqlcipher3.dbapi2

sys.modules["sqlite3"] = sqlcipher3
sys.modules["sqlite3.dbapi2"] = sqlcipher3.dbapi2

from django.db.backends.sqlite3.base import DatabaseWrapper  # noqa: E402

__all__ = ["DatabaseWrapper"]
