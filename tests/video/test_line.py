"""Two browsers find each other over the line. Nobody else comes to it, and nobody else hears them."""

import asyncio
import json
import threading
from datetime import timedelta
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.db import OperationalError
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from tests.video.meeting import OFFER, Session, both_inside, does, play
from tests.video.sockets import Page
from waylight.booking.models import Status
from waylight.privacy.logs import PlainFormatter
from waylight.privacy.models import AuditEvent
from waylight.video import admissions, limits, line, rooms, wire
from waylight.video.models import Admission, Interruption
from waylight.video.telling import group_of, tell

pytestmark = pytest.mark.django_db(transaction=True)


async def still_hears(page: Page) -> bool:
    await page.says("ping")
    return (await page.hears("pong")) == {"type": "pong"}


def test_whom_the_therapist_lets_in_is_introduced_and_each_hears_the_other():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.says("signal", to=both.claras_seat, data=OFFER)
        assert await both.clara.hears("signal") == {"type": "signal", "from": both.anas_seat, "data": OFFER}
        await both.clara.says("state", muted=True, camera=False)
        heard = await both.ana.hears("state")
        assert heard == {"type": "state", "from": both.claras_seat, "muted": True, "camera": False}

    assert play(scene).room.began_at is not None


def test_a_page_hears_who_it_is_and_who_is_there_and_how_they_are():
    async def scene(session: Session) -> None:
        clara = await session.page(session.claras).open()
        welcome = await clara.hears("welcome")
        assert (welcome["role"], welcome["isAdmitted"], welcome["others"]) == ("therapist", True, [])
        assert (welcome["line"], welcome["landing"], welcome["servers"]) == (None, None, [])
        await clara.says("state", muted=True)
        ana = await session.page().open()
        welcome = await ana.hears("welcome")
        assert (welcome["role"], welcome["isAdmitted"]) == ("client", False)
        assert (await ana.hears("status"))["words"] == "Dr Clara Demo is here and will let you in soon."
        waiting = await clara.hears("waiting")
        assert (waiting["name"], waiting["role"], waiting["cannotSpeak"]) == ("Ana", "client", False)
        await does(session.admit, waiting["seat"])
        came = await ana.hears("came")
        assert (came["name"], came["role"], came["state"]) == ("Dr Clara Demo", "therapist", {"muted": True})

    play(scene)


def test_the_therapist_who_comes_later_hears_who_waits():
    async def scene(session: Session) -> None:
        ana = await session.page().open()
        await ana.hears("status")
        clara = await session.page(session.claras).open()
        assert (await clara.hears("waiting"))["name"] == "Ana"
        assert "is here" in (await ana.hears("status"))["words"]

    play(scene)


def test_who_was_not_heard_when_they_came_is_found_by_their_next_word(monkeypatch):
    async def nobody_hears(_line: line.Line) -> None:
        """Redis was away."""

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        with monkeypatch.context() as away:
            away.setattr(line.Line, "_arrive", nobody_hears)
            again = await session.page().open()
            await again.hears("welcome")
        await again.says("ping")
        assert (await again.hears("came"))["seat"] == both.claras_seat
        assert (await both.clara.hears("came"))["seat"] == both.anas_seat

    play(scene)


@pytest.mark.parametrize("who", ["ben", "david", "eva"])
def test_a_third_person_is_refused_whoever_it_is(who):
    person: Any = getattr(cast, who)()
    browser = signed_in(getattr(person, "user", person))

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        third = await session.page(browser).open()
        assert await third.is_closed() == wire.NOT_YOURS
        assert await both.ana.receive_nothing()
        assert await both.clara.receive_nothing()

    play(scene)
    assert Admission.objects.count() == 2


def test_nobody_comes_in_without_signing_in(visitor):
    async def scene(session: Session) -> None:
        page = await session.page(visitor).open()
        assert await page.is_closed() == wire.SIGNED_OUT

    play(scene)


def test_staff_come_in_with_their_second_factor_alone():
    async def scene(session: Session) -> None:
        page = await session.page(code_alone).open()
        assert await page.is_closed() == wire.SIGNED_OUT

    session = Session()
    code_alone = signed_in(session.clara, unlocked=False)
    play(scene, session)


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://localhost:9", "null", "", "http://[", "ftp://localhost"]
)
def test_a_page_of_another_address_opens_no_line_whoever_is_signed_in(origin):
    async def scene(session: Session) -> None:
        assert not await session.page(origin=origin).is_let_open()

    play(scene)
    assert not Admission.objects.exists()


@pytest.mark.parametrize(
    "path", ["/", "/room/", "/room/1/line/", "/room/{}/line", "/room/{}/line/more/", "/room/with/x/line/"]
)
def test_there_is_no_line_elsewhere(path):
    async def scene(session: Session) -> None:
        page = session.page(path=path.format(session.appointment.pk))
        assert not await page.is_let_open()

    play(scene)


@pytest.mark.parametrize(
    ("minutes", "is_open"), [(-81, False), (-79, True), (0, True), (14, True), (16, False)]
)
def test_a_line_opens_with_its_room(minutes, is_open):
    async def scene(session: Session) -> None:
        page = await session.page(session.claras).open()
        if is_open:
            await page.hears("welcome")
        else:
            assert await page.is_closed() == wire.NOT_YOURS

    play(scene, Session(starts_at=timezone.now() + timedelta(minutes=minutes)))


@pytest.mark.parametrize("status", [Status.FULFILLED, Status.NOSHOW, Status.CANCELLED])
def test_there_is_no_room_to_an_appointment_that_is_over(status):
    async def scene(session: Session) -> None:
        page = await session.page().open()
        assert await page.is_closed() == wire.NOT_YOURS

    play(scene, Session(status=status))


@pytest.mark.parametrize("kind", ["signal", "state", "servers", "lost", "back"])
def test_who_waits_says_nothing_to_the_others(kind):
    async def scene(session: Session) -> None:
        clara = await session.page(session.claras).open()
        seat = (await clara.hears("welcome"))["seat"]
        ana = await session.page().open()
        await clara.hears("waiting")
        await ana.says(kind, to=seat, seat=seat, data=OFFER) if kind != "state" else await ana.says(kind)
        assert await ana.is_closed() == wire.MALFORMED
        assert await still_hears(clara)

    play(scene)


def test_what_is_said_to_a_seat_of_another_room_reaches_nobody():
    bens = Session.__new__(Session)
    bens.appointment = cast.an_appointment(cast.ben(), cast.david(), starts_at=timezone.now())
    bens.claras = signed_in(cast.david().user)

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        david = await bens.page(bens.claras).open()
        seat = (await david.hears("welcome"))["seat"]
        await both.ana.says("signal", to=seat, data=OFFER)
        assert await still_hears(both.ana)
        assert await david.receive_nothing()
        await david.says("signal", to=both.anas_seat, data=OFFER)
        assert await still_hears(david)
        assert await both.ana.receive_nothing()

    play(scene)


MALFORMED = [
    "",
    "no json",
    "[]",
    "1",
    "{}",
    '{"type": "came"}',
    '{"type": ["ping"]}',
    '{"type": "signal"}',
    '{"type": "signal", "to": "everybody", "data": {}}',
    '{"type": "signal", "to": 1, "data": {}}',
    '{"type": "signal", "to": "00000000-0000-4000-8000-000000000000", "data": "x"}',
    '{"type": "state", "muted": "very"}',
    json.dumps({"type": "state"} | {f"s{n}": True for n in range(limits.SWITCHES + 1)}),
    '{"type": "lost", "seat": null}',
    "[" * 50_000,
]


@pytest.mark.parametrize("text", MALFORMED)
def test_what_is_no_message_closes_the_line_of_who_sent_it_alone(text):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.sends(text)
        assert await both.ana.is_closed() == wire.MALFORMED
        assert await still_hears(both.clara)

    play(scene)


def test_bytes_and_a_message_that_is_too_long_close_the_line():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.send_input({"type": "websocket.receive", "bytes": b"\0"})
        assert await both.ana.is_closed() == wire.MALFORMED
        await both.clara.says("signal", to=both.anas_seat, data={"x": "€" * (limits.LONGEST // 3)})
        assert await both.clara.is_closed() == wire.TOO_LONG

    play(scene)


def test_a_flood_closes_the_line():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        for _ in range(limits.AT_ONCE * 2):
            await both.ana.says("ping")
        assert await both.ana.is_closed() == wire.TOO_OFTEN
        assert await still_hears(both.clara)

    play(scene)


def test_a_page_that_is_closed_is_gone_but_has_not_left_and_comes_back_without_waiting():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.goes()
        assert await both.clara.hears("gone") == {"type": "gone", "seat": both.anas_seat, "left": False}
        ana = await session.page().open()
        welcome = await ana.hears("welcome")
        assert (welcome["seat"], welcome["isAdmitted"]) == (both.anas_seat, True)
        assert (await both.clara.hears("came"))["seat"] == both.anas_seat
        await both.clara.says("signal", to=both.anas_seat, data=OFFER)
        assert (await ana.hears("signal"))["data"] == OFFER

    play(scene)


def test_a_second_window_takes_the_place_of_the_first_and_nobody_is_gone():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        second = await session.page().open()
        assert await both.ana.is_closed() == wire.ELSEWHERE
        await both.ana.goes()
        assert (await second.hears("came"))["seat"] == both.claras_seat
        assert await both.clara.hears_before("came") == []
        assert await still_hears(both.clara)

    play(scene)
    assert Admission.objects.filter(seen_at__isnull=False).count() == 2


@pytest.mark.hazard("H14")
def test_a_client_who_leaves_before_the_end_is_told_of_and_noted():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.says("leave")
        assert await both.ana.is_closed() == wire.OVER
        await both.ana.goes()
        assert await both.clara.hears("gone") == {"type": "gone", "seat": both.anas_seat, "left": True}
        again = await session.page().open()
        assert (await again.hears("welcome"))["isAdmitted"] is False

    play(scene)
    assert Interruption.objects.get().left_by_choice


@pytest.mark.hazard("H14")
def test_a_side_without_the_other_is_noted_and_again_when_it_has_them_back():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.clara.says("lost", seat=both.anas_seat)
        assert (await both.ana.hears("line"))["isOver"] is False
        await both.clara.says("back", seat=both.anas_seat)
        assert (await both.ana.hears("line"))["isOver"] is True

    play(scene)
    verbs = (
        AuditEvent.objects.filter(verb__startswith="note-line").order_by("at").values_list("verb", flat=True)
    )
    assert list(verbs) == ["note-line-dropped", "note-line-back"]


def test_at_the_end_each_page_goes_where_its_person_goes_on():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(lambda: rooms.end(session.room, by=session.clara))
        pk = session.appointment.pk
        assert (await both.clara.hears("ended"))["to"] == f"/desk/notes/{pk}/"
        assert (await both.ana.hears("ended"))["to"].startswith(f"/room/{pk}/")
        assert await both.ana.is_closed() == wire.OVER
        late = await session.page().open()
        assert await late.is_closed() == wire.NOT_YOURS

    play(scene)
    assert not Admission.objects.filter(left_at=None).exists()


def test_who_is_removed_goes_and_the_others_hang_up():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(lambda: admissions.remove(session.room, both.anas_seat, by=session.clara))
        await both.ana.hears("removed")
        assert await both.ana.is_closed() == wire.REMOVED
        assert await both.clara.hears("gone") == {"type": "gone", "seat": both.anas_seat, "left": True}

    play(scene)


def test_five_more_minutes_reach_whoever_waits_in_words():
    async def scene(session: Session) -> None:
        clara = await session.page(session.claras).open()
        await clara.hears("welcome")
        ana = await session.page().open()
        await ana.hears("status")
        await does(lambda: rooms.later(session.room, by=session.clara))
        heard = await ana.hears("status")
        assert heard["words"].startswith("Dr Clara Demo needs a few more minutes, until about ")
        assert await clara.hears_before("waiting") == []
        assert await still_hears(clara)

    play(scene)


def test_news_reach_the_seat_or_the_role_they_are_for_and_who_waits_only_what_is_theirs():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(tell, session.appointment.pk, "changed", to="therapist", what="notes")
        await does(tell, session.appointment.pk, "changed", to=both.anas_seat, what="plan")
        await does(tell, session.appointment.pk, "landing", at="12:00")
        assert await both.clara.hears("changed") == {"type": "changed", "what": "notes"}
        assert await both.ana.hears("changed") == {"type": "changed", "what": "plan"}
        assert await both.ana.hears("landing") == {"type": "landing", "at": "12:00"}

    play(scene)


def test_what_is_told_where_nobody_is_harms_nothing():
    tell(Session().appointment.pk, "changed", what="plan")


def look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "ASKED_EVERY", 0.01)


def test_who_signs_out_elsewhere_is_out_of_the_session_too(monkeypatch):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(session.anas.logout)
        assert await both.ana.is_closed() == wire.SIGNED_OUT
        assert await still_hears(both.clara)

    look_often(monkeypatch)
    play(scene)


def test_a_room_closes_while_somebody_alone_is_in_it(monkeypatch):
    async def scene(session: Session) -> None:
        clara = await session.page(session.claras).open()
        await clara.hears("welcome")
        await does(end_of_the_appointment, session, minutes_ago=31)
        assert await clara.is_closed() == wire.NOT_YOURS

    look_often(monkeypatch)
    play(scene)


def test_a_session_goes_on_past_the_closing_while_both_are_inside(monkeypatch):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(end_of_the_appointment, session, minutes_ago=31)
        for _ in range(20):
            assert await still_hears(both.ana)
            assert await still_hears(both.clara)

    look_often(monkeypatch)
    play(scene)


def end_of_the_appointment(session: Session, *, minutes_ago: int) -> None:
    row, now = session.current(), timezone.now()
    row.starts_at, row.ends_at = (
        now - timedelta(minutes=minutes_ago + 50),
        now - timedelta(minutes=minutes_ago),
    )
    row.save(update_fields=["starts_at", "ends_at"])


def test_a_page_without_a_word_for_long_is_taken_for_closed(monkeypatch):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        monkeypatch.setattr(line, "SILENT_FOR", 0)
        assert await both.ana.is_closed() == wire.NOBODY_THERE

    look_often(monkeypatch)
    play(scene)


def test_nothing_of_a_session_is_logged(caplog):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.says("signal", to=both.claras_seat, data={"candidate": {"candidate": "198.51.100.77"}})
        await both.clara.hears("signal")
        await both.ana.sends('{"198.51.100.78')
        await both.ana.is_closed()
        await both.clara.goes()

    caplog.set_level("DEBUG")
    session = play(scene)
    text = caplog.text
    assert [word for word in ("198.51", str(session.appointment.pk), "Ana") if word in text] == []


def test_what_breaks_off_a_line_is_logged_without_its_words(monkeypatch, caplog):
    def breaks(*_given: object) -> None:
        raise ValueError(".".join(["198", "51", "100", "79"]))

    async def scene(session: Session) -> None:
        page = await session.page().open()
        assert await page.is_closed() == wire.BROKEN

    monkeypatch.setattr(line.callers, "call", breaks)
    play(scene)
    (record,) = (record for record in caplog.records if record.name == "waylight.video.line")
    text = PlainFormatter().format(record)
    assert "A line broke off." in text
    assert "ValueError" in text
    assert "198.51" not in text


HELD = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "data",
    [
        '{"candidate": "x"}',
        '{"candidate": {"candidate": NaN}}',
        '{"candidate": {"candidate": ["x"]}}',
        '{"description": {"sdp": {}}}',
        '{"description": {}, "candidate": {}}',
        '{"other": {}}',
        '{"candidate": ' + '{"a": ' * 900 + "1" + "}" * 901,
    ],
)
def test_nothing_is_relayed_but_what_browsers_find_each_other_by(data):
    with pytest.raises(limits.Malformed):
        limits.read(f'{{"type": "signal", "to": "{HELD}", "data": {data}}}')


def test_lines_that_drop_without_end_are_not_all_written_down():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        for _ in range(limits.NOTES_AT_ONCE):
            await both.ana.says("lost", seat=both.claras_seat)
            await both.ana.says("back", seat=both.claras_seat)
        assert await both.ana.is_closed() == wire.TOO_OFTEN
        assert await still_hears(both.clara)

    play(scene)
    assert AuditEvent.objects.filter(verb__startswith="note-line").count() <= limits.NOTES_AT_ONCE + 2


def test_whose_place_is_taken_while_the_old_page_still_closes_stays_there(monkeypatch):
    """The old page's end is slow: the new one is there before it is over."""
    began, may_go_on = threading.Event(), threading.Event()

    def slowly(*given: Any) -> None:
        began.set()
        assert may_go_on.wait(10)
        unseen(*given)

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.ana.send_input({"type": "websocket.disconnect", "code": 1001})
        await asyncio.to_thread(began.wait, 10)
        new = await session.page().open()
        await new.hears("came")
        may_go_on.set()
        await both.ana.wait(10)
        assert await still_hears(both.clara)
        await both.clara.says("signal", to=both.anas_seat, data=OFFER)
        assert (await new.hears("signal"))["data"] == OFFER

    unseen = admissions.unseen
    monkeypatch.setattr(admissions, "unseen", slowly)
    play(scene)
    assert Admission.objects.filter(seen_at__isnull=False).count() == 2
    assert not Interruption.objects.exists()


def test_the_end_of_an_old_page_does_not_take_away_the_new_one():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        gone = {"type": "went", "seat": both.anas_seat, "channel": "of an old page", "left": True}
        await get_channel_layer().group_send(group_of(session.appointment.pk), gone)
        await both.clara.says("signal", to=both.anas_seat, data=OFFER)
        assert (await both.ana.hears("signal"))["data"] == OFFER
        assert await both.clara.receive_nothing()

    play(scene)


def test_the_others_hang_up_on_whoever_may_not_be_there_any_more(monkeypatch):
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(session.anas.logout)
        assert await both.ana.is_closed() == wire.SIGNED_OUT
        assert await both.clara.hears("gone") == {"type": "gone", "seat": both.anas_seat, "left": True}

    look_often(monkeypatch)
    play(scene)


def test_what_somebody_said_just_before_they_were_taken_out_comes_too_late():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(lambda: admissions.remove(session.room, both.anas_seat, by=session.clara))
        await both.clara.hears("gone")
        late = {"type": "signalled", "seat": both.anas_seat, "data": OFFER}
        await get_channel_layer().group_send(group_of(session.appointment.pk), late)
        assert await still_hears(both.clara)
        assert await both.clara.receive_nothing()

    play(scene)


def test_who_comes_back_to_the_line_hears_who_is_in_the_session_still():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await both.clara.goes()
        await does(lambda: admissions.remove(session.room, both.anas_seat, by=session.clara))
        again = await session.page(session.claras).open()
        assert (await again.hears("welcome"))["seats"] == [both.claras_seat]
        waits = await session.page().open()
        assert "seats" not in await waits.hears("welcome")

    play(scene)


def test_a_database_that_is_away_for_a_moment_leaves_nobody_in_unasked_for_ever(monkeypatch):
    asked: list[int] = []

    def stumbles(*given: Any) -> Any:
        asked.append(1)
        if len(asked) <= 2:
            raise OperationalError("away")
        return call(*given)

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        monkeypatch.setattr(line.callers, "call", stumbles)
        while len(asked) < 4:
            await asyncio.sleep(0.01)
        await does(session.anas.logout)
        assert await both.ana.is_closed() == wire.SIGNED_OUT

    call = line.callers.call
    look_often(monkeypatch)
    play(scene)


def test_a_line_that_breaks_off_here_leaves_nothing_behind(monkeypatch):
    def breaks(*_given: object) -> None:
        raise OperationalError("away")

    async def scene(session: Session) -> None:
        both = await both_inside(session)
        monkeypatch.setattr(line.callers, "lose", breaks)
        await both.ana.says("lost", seat=both.claras_seat)
        assert await both.ana.is_closed() == wire.BROKEN
        await both.ana.wait(10)
        assert await both.clara.hears("gone") == {"type": "gone", "seat": both.anas_seat, "left": False}
        names = get_channel_layer().groups[group_of(session.appointment.pk)]
        assert len(names) == 1

    play(scene)
    assert Admission.objects.filter(seen_at__isnull=False).count() == 1


def test_a_client_who_leaves_by_the_page_of_waiting_is_noted_too():
    async def scene(session: Session) -> None:
        both = await both_inside(session)
        await does(
            session.anas.post, f"/room/{session.appointment.pk}/waiting/leave/", {"idempotency_key": HELD}
        )
        assert (await both.clara.hears("gone"))["left"] is True

    play(scene)
    assert Interruption.objects.get().left_by_choice
