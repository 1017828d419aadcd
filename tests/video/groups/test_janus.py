"""The adapter and the shipped configuration, before the real Janus."""

import secrets
import socket
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from tests.video.groups.engine import Engine, Visitor, say
from waylight.video.groups.janus import Janus, Refused, _derived, token
from waylight.video.groups.port import EngineSilent, Pass


@pytest.fixture(autouse=True)
def the_real_time(a_day_like_any_other: None) -> Any:
    """Janus looks at the machine's clock when it judges a token."""
    with time_machine.travel(_now(), tick=True):
        yield


def _now() -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(time_machine.escape_hatch.time.time(), UTC)


@pytest.fixture
def room(engine: Engine) -> Any:
    name = secrets.token_hex(8)
    Janus().open(name, places=13)
    yield name
    Janus().close(name)


def a_pass(room: str) -> Pass:
    return Janus().let_in(room, secrets.token_hex(8), until=timezone.now() + timedelta(hours=2))


def test_who_has_a_pass_comes_in(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    assert Visitor(engine, mine.token).join(room, mine.seat, mine.key)["videoroom"] == "joined"


def test_opening_a_room_twice_is_the_same_as_once(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    Janus().open(room, places=13)
    assert Visitor(engine, mine.token).join(room, mine.seat, mine.key)["videoroom"] == "joined"


def test_without_the_key_of_a_seat_nobody_comes_in(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    for key in ("", "guessed", _derived("seat", room, "another")):
        assert "joined" not in str(Visitor(engine, mine.token).join(room, mine.seat, key))


def test_a_room_lets_nobody_in_before_the_first_pass(engine: Engine, room: str) -> None:
    until = timezone.now() + timedelta(hours=1)
    assert "joined" not in str(
        Visitor(engine, token(until)).ask(request="join", ptype="publisher", room=room)
    )


def test_without_a_token_or_with_one_that_ended_the_engine_refuses(engine: Engine) -> None:
    for bad in ("", "guessed", token(timezone.now() - timedelta(seconds=2))):
        answer = say(engine, "/janus", {"janus": "create", "token": bad})
        assert answer["error"]["code"] == 403


def test_a_pass_does_not_open_another_plugin(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    created = say(engine, "/janus", {"janus": "create", "token": mine.token})
    path = f"/janus/{created['data']['id']}"
    for plugin in ("recordplay", "echotest", "audiobridge", "streaming", "textroom", "sip"):
        asked = {"janus": "attach", "plugin": f"janus.plugin.{plugin}", "token": mine.token}
        assert say(engine, path, asked)["janus"] == "error", plugin


def test_who_was_removed_stays_out(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    visitor = Visitor(engine, mine.token)
    visitor.join(room, mine.seat, mine.key)
    Janus().remove(room, mine.seat)
    assert "joined" not in str(Visitor(engine, mine.token).join(room, mine.seat, mine.key))


def test_a_pass_ends_with_its_room(engine: Engine) -> None:
    name = secrets.token_hex(8)
    Janus().open(name, places=3)
    mine = a_pass(name)
    Janus().close(name)
    Janus().close(name)
    assert "joined" not in str(Visitor(engine, mine.token).join(name, mine.seat, mine.key))


def test_muting_and_removing_somebody_who_is_not_there_changes_nothing(engine: Engine, room: str) -> None:
    Janus().mute(room, "nobody", is_muted=True)
    Janus().remove(room, "nobody")


def test_nobody_but_waylight_makes_or_lists_a_room(engine: Engine, room: str) -> None:
    visitor = Visitor(engine, a_pass(room).token)
    assert "created" not in str(visitor.ask(request="create", room="mine"))
    assert room not in str(visitor.ask(request="list"))


@pytest.mark.hazard("H06")
def test_nobody_in_a_room_can_have_it_recorded_or_passed_on(engine: Engine, room: str) -> None:
    mine = a_pass(room)
    visitor = Visitor(engine, mine.token)
    visitor.join(room, mine.seat, mine.key)
    recording = visitor.ask(request="enable_recording", room=room, record=True)
    editing = visitor.ask(request="edit", room=room, new_rec_dir="/tmp", new_lock_record=False)
    passing = visitor.ask(request="rtp_forward", room=room, publisher_id=mine.seat, host="127.0.0.1")
    for answer in (recording, editing, passing):
        assert answer.get("error_code"), answer


@pytest.mark.hazard("H06")
def test_the_engine_reads_no_plugin_but_the_video_room_and_protects_every_folder(engine: Engine) -> None:
    info = _info(engine)
    assert set(info["plugins"]) == {"janus.plugin.videoroom"}
    assert set(info["transports"]) == {"janus.transport.http", "janus.transport.websockets"}
    kept = engine.folder.glob("waylight-janus-*/janus.jcfg")
    assert all('protected_folders = [ "/" ]' in file.read_text() for file in kept)


def test_an_engine_that_is_away_is_said_in_words(settings: Any) -> None:
    settings.JANUS, settings.JANUS_KEY = "http://127.0.0.1:9/janus", "0" * 64
    with pytest.raises(EngineSilent, match="does not answer"):
        Janus().open("room", places=3)


def test_an_engine_with_another_key_is_said_in_words(engine: Engine, settings: Any) -> None:
    settings.JANUS_KEY = "0" * 64
    with pytest.raises(Refused, match="does not answer"):
        Janus().open("room", places=3)


def _info(engine: Engine) -> dict[str, Any]:
    import http.client
    import json

    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=5)
    connection.request("GET", "/janus/info")
    info = json.loads(connection.getresponse().read())
    connection.close()
    return info


def test_browsers_reach_the_line_at_the_path_that_the_web_server_passes_on(engine: Engine) -> None:
    with socket.create_connection(("127.0.0.1", engine.line_port), timeout=5) as line:
        line.sendall(
            b"GET /groups/line/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Protocol: janus-protocol\r\n\r\n"
        )
        assert line.recv(100).startswith(b"HTTP/1.1 101")
