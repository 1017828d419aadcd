"""Reads the environment: plain values, and keys from a variable or from a file in the keys folder."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    return Path(text(name) or ROOT / default)


def key(name: str) -> str:
    """The key WAYLIGHT_<NAME>_KEY, or the file <name> in WAYLIGHT_KEYS. Raises ImproperlyConfigured when there is none."""
    value = text(f"WAYLIGHT_{name.upper()}_KEY")
    file = folder("WAYLIGHT_KEYS", "var/keys") / name
    if not value and file.exists():
        value = file.read_text(encoding="ascii").strip()
    if len(value) < 64:
        raise ImproperlyConfigured(
            f"There is no {name} key of 64 or more hex digits. Run bin/keys, or set WAYLIGHT_{name.upper()}_KEY."
        )
    return value


def other_origin(address: str) -> list[str]:
    """For the CSP: scheme and host of an address elsewhere; nothing for a path of our own."""
    parts = urlsplit(address)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []
