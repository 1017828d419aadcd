"""What Waylight asks of the engine that relays a group, and no more. Another engine would be one more module like `janus`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from waylight.ui.refusals import Refusal


class EngineSilent(Refusal):
    """The room for groups does not answer. Wait a minute, then try again. If it stays so, tell the office."""


@dataclass(frozen=True)
class Pass:
    """What one browser needs to come in: the engine's address, its token, and names that say nothing of anybody."""

    line: str
    token: str
    room: str
    seat: str
    key: str


class GroupRoom(Protocol):
    """A room is named by a random word, as is each seat in it. The engine learns no name, and records nothing."""

    def open(self, room: str, *, places: int) -> None:
        """Makes the room; nothing when it is there already. Raises EngineSilent, as all of these do."""

    def let_in(self, room: str, seat: str, *, until: datetime) -> Pass:
        """A pass for this seat alone, good until that moment."""

    def mute(self, room: str, seat: str, *, is_muted: bool) -> None:
        """Passes this seat's voice on no more, or again. Nothing when nobody sits there."""

    def remove(self, room: str, seat: str) -> None:
        """Ends the seat's part at once, and its pass lets nobody in again."""

    def close(self, room: str) -> None:
        """Ends the room for everybody; nothing when it is gone."""
