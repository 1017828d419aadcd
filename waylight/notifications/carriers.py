"""What carries messages away, as `delivery` sees it, and what it may say of one. `mail` and `gateway` are the two there are."""

from types import TracebackType
from typing import Any, Protocol, Self

from waylight.notifications.models import Notification


class NotTaken(Exception):
    """The service did not take this message. It can be sent again."""


class Unreached(NotTaken):
    """The service could not be reached, so the others need not be tried just now."""


class Unclear(Exception):
    """The service may have it. It knows our key, so asking again does no harm."""


class NeverTaken(Exception):
    """The service says that it will never take this message."""


class Carrier(Protocol):
    """Opened once for many messages; it connects when the first one is handed over."""

    channel: str
    knows_keys: bool  # whether it takes a message once, however often it is handed over with the same key

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def pack(self, row: Notification) -> Any:
        """The message as it will be handed over. Raises ValueError when the address cannot be right, KeyDestroyed."""

    def hand_over(self, packed: Any) -> str:
        """What the service calls it, or nothing. Raises the exceptions above; after any other, nobody knows."""
