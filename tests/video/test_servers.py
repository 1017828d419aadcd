"""Names and words for the TURN servers: made anew each time, good for a while, and they say nothing of a person."""

import base64
import hmac
import uuid
from datetime import UTC, datetime
from hashlib import sha1
from typing import Any

import pytest

from waylight.video import servers

UNTIL = datetime(2026, 11, 24, 11, tzinfo=UTC)
KEY = "71" * 32
ROOM = uuid.UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def relays(settings: Any) -> Any:
    settings.TURN_KEY = KEY
    settings.TURN = ["turn:a.example:3478", "turns:a.example:5349?transport=tcp"]
    return settings


def test_without_a_relay_of_the_practices_own_there_is_none_at_all(settings):
    settings.TURN = []
    assert servers.fresh(ROOM, UNTIL) == []
    assert not servers.are_there()


def test_a_word_is_what_coturn_expects_of_its_name(relays):
    (entry,) = servers.fresh(ROOM, UNTIL)
    assert entry["urls"] == relays.TURN
    expected = hmac.new(KEY.encode(), entry["username"].encode(), sha1).digest()
    assert base64.b64decode(entry["credential"]) == expected


def test_a_name_says_until_when_and_is_another_each_time(relays):
    names = {servers.fresh(ROOM, UNTIL)[0]["username"] for _ in range(20)}
    assert len(names) == 20
    assert {name.partition(":")[0] for name in names} == {str(int(UNTIL.timestamp()))}


def test_a_server_that_only_says_where_one_is_gets_no_word(relays):
    relays.TURN = ["stun:a.example:3478", "turn:a.example:3478"]
    plain, relay = servers.fresh(ROOM, UNTIL)
    assert plain == {"urls": ["stun:a.example:3478"]}
    assert set(relay) == {"urls", "username", "credential"}
    relays.TURN = ["stun:a.example:3478"]
    assert not servers.are_there()


def test_both_sides_of_a_room_get_the_same_two_and_rooms_share_out_the_pool(relays):
    relays.TURN = [f"turn:{host}.example:3478" for host in "abcdef"] + ["turn:[2001:db8::1]:3478"]

    def of(room: uuid.UUID) -> list[str]:
        return [address for entry in servers.fresh(room, UNTIL) for address in entry["urls"]]

    rooms = [uuid.uuid4() for _ in range(200)]
    assert all(of(room) == of(room) and len(of(room)) == servers.AT_ONCE for room in rooms)
    assert {of(room)[0] for room in rooms} == set(relays.TURN)
