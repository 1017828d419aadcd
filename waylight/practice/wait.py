"""How long the wait for a first talk is, as public pages say it: counted by `booking` from what is free, kept in a small file.

So no public page counts free times. What was counted too long ago is not said: a wait that nobody counts any more is not known.
"""

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

HOLDS_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Wait:
    """`days` until the first talk that somebody new could have; None when nothing is left for them.

    `lately`: how many days people on the list waited for one, None when too few did to say.
    """

    days: int | None
    lately: int | None
    counted_at: datetime

    @property
    def weeks(self) -> int:
        """Of `days`, or where there is no place of `lately`, when they are better said in weeks; else 0."""
        days = self.lately if self.days is None else self.days
        return round(days / 7) if days is not None and days >= 14 else 0


def publish(wait: Wait | None) -> bool:
    """Keeps what was counted; None: it cannot be known. Says whether it says something else than before."""
    before = _read()
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(wait) if wait else None, default=datetime.isoformat)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=file.parent, delete=False) as draft:
        try:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        except OSError:  # it is tried again soon, and each time would leave one
            Path(draft.name).unlink()
            raise
    Path(draft.name).replace(file)
    return _said(before) != _said(wait)


def read() -> Wait | None:
    """What was counted last; None when it cannot be known, or was counted more than a day ago."""
    found = _read()
    return found if found is not None and timezone.now() - found.counted_at < HOLDS_FOR else None


def _read() -> Wait | None:
    try:
        state = _file().stat()
        return _parsed(_file(), state.st_ino, state.st_mtime_ns, state.st_size)
    except OSError:  # not kept: the next page tries again
        return None


@lru_cache(maxsize=4)
def _parsed(file: Path, *_state: int) -> Wait | None:
    """Read once for as long as the file is the same. Raises OSError."""
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
        return _safe(raw) if isinstance(raw, dict) else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _safe(raw: dict[str, Any]) -> Wait:
    counted_at = datetime.fromisoformat(raw["counted_at"])
    if counted_at.tzinfo is None:
        raise ValueError("A moment has a zone.")
    return Wait(_days(raw["days"]), _days(raw["lately"]), counted_at)


def _days(raw: Any) -> int | None:
    return None if raw is None else max(0, int(raw))


def _said(wait: Wait | None) -> tuple[int | None, int | None] | None:
    return (wait.days, wait.lately) if wait is not None else None


def _file() -> Path:
    return Path(settings.VAR) / "wait.json"
