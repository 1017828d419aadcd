"""The few things a crisis page knows of the practice, in one small file, so that it needs no database.

The office publishes them when its settings change. Where the file is absent or broken, safe words stand in.
"""

import json
import os
import tempfile
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True)
class Facts:
    """`name` is the practice's own name, `neutral_name` gives nothing away, `exit_site` is where Leave leads."""

    name: str = "Waylight"
    neutral_name: str = "Waylight"
    exit_site: str = "https://www.bbc.co.uk/weather"


def read() -> Facts:
    try:
        raw = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Facts()
    return _safe(raw) if isinstance(raw, dict) else Facts()


def publish(values: dict[str, Any]) -> None:
    """Keep these facts (keys as in Facts; others are refused with TypeError). A reader sees the old or the new file."""
    Facts(**values)
    _file().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=_file().parent, delete=False) as draft:
        json.dump(values, draft)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).replace(_file())


def _file() -> Path:
    return Path(settings.VAR) / "practice.json"


def _safe(raw: dict[str, Any]) -> Facts:
    known = {
        field.name: raw[field.name].strip()
        for field in fields(Facts)
        if isinstance(raw.get(field.name), str) and raw[field.name].strip()
    }
    if not _leads_out(known.get("exit_site", "")):
        known.pop("exit_site", None)
    return Facts(**known)


def _leads_out(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and address.isprintable() and " " not in address
