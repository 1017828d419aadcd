"""The two databases that Waylight runs on, and the check that refuses an SQLite with the WAL-reset fault."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.checks import Error, register
from django.db import connection

SOUND_SQLITE = (3, 51, 3)  # https://sqlite.org/releaselog/3_51_3.html


def sqlite(file: Path, key: str) -> dict[str, Any]:
    """One encrypted file. A raw key, since a passphrase would cost a derivation at every connection."""
    return {
        "ENGINE": "waylight.config.sqlcipher",
        "NAME": file,
        "CONN_MAX_AGE": 0,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "cipher_key": key[:64],
            "init_command": "PRAGMA journal_mode=WAL;"
            "PRAGMA synchronous=FULL;"  # an acknowledged write survives a power cut
            "PRAGMA secure_delete=ON;"  # a destroyed key leaves no copy in a free page
            "PRAGMA temp_store=MEMORY",
        },
        "TEST": {"NAME": f"{file}.test"},
    }


def postgresql(address: str) -> dict[str, Any]:
    """postgresql://user:password@host:port/name; what is left out comes from libpq's own variables. Pooled (STACK 0.2)."""
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}},
    }


@register("database")
def sqlite_is_sound(**_kwargs: Any) -> list[Error]:
    if connection.vendor != "sqlite":
        return []
    library = connection.Database  # type: ignore[attr-defined]
    if library.sqlite_version_info >= SOUND_SQLITE:
        return []
    return [
        Error(
            f"SQLite {library.sqlite_version} can damage a database in WAL mode; 3.51.3 or later is needed.",
            hint="Install the locked requirements: the sqlcipher3 wheel brings a sound one.",
            id="waylight.E001",
        )
    ]
