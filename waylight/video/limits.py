"""What a page may say to the server, and how often. Pure. Whatever does not fit is refused, and its socket closed."""

import json
import uuid
from typing import Any

LONGEST = 64 * 1024  # bytes of a message; a description of picture, voice and words takes about 10
AT_ONCE = 200  # messages: a browser finds its addresses all at once, for three others
A_SECOND = 20
NOTES_AT_ONCE, NOTES_A_SECOND = (
    30,
    1,
)  # of "lost" and "back", which are written down; pages say them seconds apart
SWITCHES = 12  # of a state, such as "muted"


class Malformed(Exception):
    """This is no message of the room."""


class TooLong(Exception):
    """This message is too long."""


class Flood:
    """A bucket of messages that fills by itself, `a_second` of them. The clock is given: any that only goes on."""

    def __init__(self, now: float, at_once: int = AT_ONCE, a_second: int = A_SECOND) -> None:
        self.at_once, self.a_second = at_once, a_second
        self.left, self.at = float(at_once), now

    def is_over(self, now: float) -> bool:
        self.left, self.at = min(self.at_once, self.left + (now - self.at) * self.a_second) - 1, now
        return self.left < 0


def read(text: str) -> dict[str, Any]:
    """The message. Raises TooLong, Malformed."""
    if len(text) > LONGEST or len(text.encode(errors="replace")) > LONGEST:
        raise TooLong
    try:
        message = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    kind = message.get("type") if isinstance(message, dict) else None
    if not isinstance(kind, str) or kind not in _FITS or not _FITS[kind](message):
        raise Malformed
    return message


def _is_seat(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(uuid.UUID(value)) == value
    except ValueError:
        return False


def switches(message: dict[str, Any]) -> dict[str, Any]:
    """What a message of a state says: which switches are on."""
    return {key: value for key, value in message.items() if key != "type"}


def _is_state(message: dict[str, Any]) -> bool:
    said = switches(message)
    return len(said) <= SWITCHES and all(isinstance(value, bool) for value in said.values())


def _is_signal(message: dict[str, Any]) -> bool:
    """One description or one candidate, flat as browsers make them: what is relayed breaks nobody's line who reads it."""
    data = message.get("data")
    if not _is_seat(message.get("to")) or not isinstance(data, dict) or len(data) != 1:
        return False
    ((kind, said),) = data.items()
    is_known = kind in {"description", "candidate"} and isinstance(said, dict)
    return is_known and all(map(_is_plain, said.values()))


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, str | int)


_FITS = {
    "signal": _is_signal,
    "state": _is_state,
    "lost": lambda message: "seat" not in message or _is_seat(message["seat"]),
    "back": lambda message: _is_seat(message.get("seat")),
    "servers": lambda message: True,
    "leave": lambda message: True,
    "ping": lambda message: True,
}
