"""The few things a crisis page knows of the practice, in one small file, so that it needs no database.

The office publishes them when its settings change. Where the file is absent or broken, safe words stand in.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.conf import settings

from waylight.crisis.values import Confirmation, Way

Value = TypeVar("Value")
NAMES = ("name", "neutral_name", "exit_site")


@dataclass(frozen=True)
class Facts:
    """`name` is the practice's own name, `neutral_name` gives nothing away, `exit_site` is where Leave leads,
    `is_preparing` says that the practice is not open yet, `countries` are those it covers (two letters each).

    `confirmations` are what two people saw to be right, `withdrawn` what somebody saw to be wrong since.
    """

    name: str = "Waylight"
    neutral_name: str = "Waylight"
    exit_site: str = "https://www.bbc.co.uk/weather"
    is_preparing: bool = False
    countries: tuple[str, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    withdrawn: tuple[Way, ...] = ()


def read() -> Facts:
    try:
        state = _file().stat()
        return _parsed(_file(), state.st_ino, state.st_mtime_ns, state.st_size)
    except OSError:  # not kept: the next page tries again
        return Facts()


@lru_cache(maxsize=4)
def _parsed(file: Path, *_state: int) -> Facts:
    """Read once for as long as the file is the same. Raises OSError."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return Facts()
    return _safe(raw) if isinstance(raw, dict) else Facts()


def publish(values: dict[str, Any]) -> bool:
    """Keep these facts (keys as in Facts; others are refused with TypeError). A reader sees the old or the new file.

    Says whether they are others than before; the same ones are not written again.
    """
    Facts(**values)
    text = json.dumps(values, default=_as_json)
    if _holds(text):
        return False
    _file().parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=_file().parent, delete=False) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        except OSError:  # the worker tries again each minute, and each time would leave one
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(_file())
    return True


def _holds(text: str) -> bool:
    try:
        return _file().read_text(encoding="utf-8") == text
    except (OSError, ValueError):
        return False


def _file() -> Path:
    return Path(settings.VAR) / "practice.json"


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else asdict(value)


def _safe(raw: dict[str, Any]) -> Facts:
    known = {
        name: raw[name].strip() for name in NAMES if isinstance(raw.get(name), str) and raw[name].strip()
    }
    if not _leads_out(known.get("exit_site", "")):
        known.pop("exit_site", None)
    return Facts(
        **known,
        is_preparing=raw.get("is_preparing") is True,
        countries=tuple(_sound(raw.get("countries"), _code)),
        confirmations=tuple(_sound(raw.get("confirmations"), _confirmation)),
        withdrawn=tuple(_sound(raw.get("withdrawn"), _way)),
    )


def _sound(entries: Any, read_one: Callable[[Any], Value]) -> Iterable[Value]:
    """Those entries that can be read. A broken one is left out, and takes nothing else with it."""
    for entry in entries if isinstance(entries, list) else []:
        try:
            yield read_one(entry)
        except (KeyError, TypeError, ValueError):
            continue


def _code(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError("A country is named by a text.")
    return raw


def _way(raw: Any) -> Way:
    named = {key: raw[key] for key in ("country", "line", "kind", "dial")}
    if not all(isinstance(value, str) for value in named.values()):
        raise TypeError("A way is named by texts.")
    return Way(**named)


def _confirmation(raw: Any) -> Confirmation:
    if not isinstance(raw["people"], int):
        raise TypeError("People are counted.")
    return Confirmation(_way(raw["way"]), date.fromisoformat(raw["on"]), raw["people"])


def _leads_out(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and address.isprintable() and " " not in address
