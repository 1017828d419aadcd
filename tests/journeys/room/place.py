"""A practice that runs, the relay that it names, and a bad line before that relay."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.room.lossy import Lossy
from tests.journeys.room.relay import Relay
from tests.journeys.running import Running, a_practice

KEY = "5" * 64  # the relay's and the practice's, in these tests alone


@dataclass
class Place:
    """A practice that runs, the relay that it names, and the bad line before that relay."""

    practice: Running
    relay: Relay
    lossy: Lossy

    @property
    def over_the_relay(self) -> str:
        """A pattern of its address by UDP."""
        return f":{self.relay.port}.transport=udp"

    @property
    def over_the_bad_line(self) -> str:
        return f":{self.lossy.port}.transport=udp"


@contextmanager
def a_place(folder: Path, **more: str) -> Iterator[Place]:
    relay = Relay(folder, KEY)
    relay.start()
    lossy = Lossy(relay.port)
    addresses = (
        f"turn:127.0.0.1:{relay.port}?transport=udp",
        f"turn:127.0.0.1:{relay.port}?transport=tcp",
        f"turns:127.0.0.1:{relay.tls_port}?transport=tcp",
        f"turn:127.0.0.1:{lossy.port}?transport=udp",
    )
    try:
        variables = {"WAYLIGHT_TURN": ",".join(addresses), "WAYLIGHT_TURN_KEY": KEY} | more
        with a_practice(folder, on_postgresql=False, **variables) as practice:
            yield Place(practice, relay, lossy)
    finally:
        lossy.end()
        relay.kill()
