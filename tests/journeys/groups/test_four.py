"""Four meet through the real Janus: they see and hear one another, the therapist mutes and removes, nobody can record."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.browsing import axe, look
from tests.journeys.groups.room import InGroup, a_group, come
from tests.journeys.room.meeting import a_browser_with_a_camera
from tests.journeys.running import Running, a_practice, environment
from tests.video.groups.engine import KEY, Engine, an_engine

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in browsers and the engine
UNAUTHORISED = 433  # of the video room
# Asks the engine once more for the others' voices, past our page, with all that the page was given.
WATCH = """() => new Promise((resolve) => {
  const before = window.lines.at(-1);
  const line = new WebSocket(before.url, "janus-protocol");
  const say = (said) => line.send(JSON.stringify({ ...said, token: before.watch.token, transaction: "test" }));
  let session = 0;
  line.addEventListener("open", () => say({ janus: "create" }));
  line.addEventListener("message", ({ data }) => {
    const said = JSON.parse(data);
    const ids = { session_id: session };
    if (said.janus === "success" && !session) {
      session = said.data.id;
      say({ janus: "attach", plugin: "janus.plugin.videoroom", session_id: session });
    } else if (said.janus === "success") {
      say({ janus: "message", body: before.watch.body, handle_id: said.data.id, ...ids });
    } else if (said.plugindata) resolve(said.plugindata.data.error_code ?? said.plugindata.data);
  });
})"""
RECORD = """() => new Promise((resolve) => {
  const line = window.lines.at(-1);
  const transaction = "test";
  line.addEventListener("message", ({ data }) => {
    const said = JSON.parse(data);
    if (said.transaction === transaction) resolve(said);
  });
  const body = { request: "configure", record: true, filename: "/tmp/waylight-test" };
  line.send(JSON.stringify({ ...line.own, transaction, body }));
})"""


@contextmanager
def nothing_of_a_person(engine: Engine) -> Iterator[None]:
    yield
    log = (engine.folder / "janus.log").read_text(encoding="utf-8", errors="replace")
    assert not [word for word in ("Maya", "Kit", "Robin", "candidate", "a=ice") if word in log]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with an_engine(tmp_path_factory.mktemp("janus")) as found, nothing_of_a_person(found):
        yield found


@pytest.fixture(scope="module")
def where(engine: Engine) -> dict[str, str]:
    return {"WAYLIGHT_JANUS": engine.address, "WAYLIGHT_JANUS_LINE": engine.line, "WAYLIGHT_JANUS_KEY": KEY}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory, where: dict[str, str]) -> Iterator[Running]:
    with a_practice(tmp_path_factory.mktemp("group"), on_postgresql=False, **where) as running:
        yield running


@pytest.fixture(scope="module")
def browser(playing: Playwright) -> Iterator[Browser]:
    found = a_browser_with_a_camera(playing.chromium)
    yield found
    found.close()


@pytest.mark.hazard("H06")
def test_four_meet_and_the_therapist_leads(
    practice: Running, where: dict[str, str], browser: Browser, engine: Engine
) -> None:
    port = int(practice.address.rpartition(":")[2])
    group = a_group(practice, environment(practice.folder, port, "") | where)
    maya = come(browser, practice, group, "Maya", "phone")
    maya.is_told("The session opens when the therapist who leads it comes in.")
    axe(maya.page)
    look(maya.page, "group-before")
    clara = come(browser, practice, group, "lead")
    kit, robin = (come(browser, practice, group, name) for name in ("Kit", "Robin"))
    everyone = [clara, maya, kit, robin]
    they_hear_one_another(everyone)
    a_picture_comes_when_the_camera_is_on(clara, everyone)
    nobody_can_record(kit, engine)
    one_is_muted(clara, maya)
    one_comes_back(robin, everyone)
    one_is_removed(clara, kit, [maya, robin])
    the_session_ends(clara, maya)
    assert engine.files() == []
    assert [fault for one in everyone for fault in one.watch.faults] == []


def they_hear_one_another(everyone: list[InGroup]) -> None:
    for one in everyone:
        one.sees_people(4)
        one.turns_the_sound_on()
        one.hears(3)
    for one in everyone[:2]:
        axe(one.page)
        look(one.page, f"group-{one.who}-voice")


def a_picture_comes_when_the_camera_is_on(clara: InGroup, everyone: list[InGroup]) -> None:
    clara.press("Start camera")
    for one in everyone[1:]:
        one.grows("frames")
        one.sees_a_picture_of("Dr Clara Demo")
    everyone[2].press("Start camera")
    everyone[1].sees_a_picture_of("Kit")
    for one in everyone[:2]:
        axe(one.page)
        look(one.page, f"group-{one.who}-picture")


def nobody_can_record(kit: InGroup, engine: Engine) -> None:
    """Also whoever speaks to the engine past our page gets no file."""
    answer = ask_to_record(kit)
    assert answer["janus"] in {"ack", "event"}, answer
    kit.page.wait_for_timeout(3000)
    assert engine.files() == []


def ask_to_record(kit: InGroup) -> dict[str, Any]:
    found: dict[str, Any] = kit.page.evaluate(RECORD)
    return found


def one_is_muted(clara: InGroup, maya: InGroup) -> None:
    tile = clara.page.locator("[data-tile]").filter(has_text="Maya")
    tile.get_by_role("button", name="Mute").click()
    maya.is_told("The therapist switched your microphone off.")
    tile.get_by_role("button", name="Unmute").wait_for()
    look(maya.page, "group-muted")
    tile.get_by_role("button", name="Unmute").click()
    maya.is_told("The therapist switched your microphone on again.")


def one_comes_back(robin: InGroup, everyone: list[InGroup]) -> None:
    robin.page.reload()
    robin.sees_people(4)
    robin.turns_the_sound_on()
    robin.hears(3)
    for one in everyone:
        one.sees_people(4)


def one_is_removed(clara: InGroup, kit: InGroup, others: list[InGroup]) -> None:
    """The page closes its connections; the engine ends them also for a page that would not."""
    kit.page.evaluate("() => { RTCPeerConnection.prototype.close = () => {}; }")
    clara.page.locator("[data-tile]").filter(has_text="Kit").get_by_role("button", name="Take out").click()
    dialog = clara.page.get_by_role("dialog")
    axe(clara.page)
    look(clara.page, "group-sure")
    dialog.get_by_role("button", name="Take out").click()
    kit.is_told("You were taken out of this session.")
    for one in others:
        one.sees_people(3)
    kit.page.wait_for_timeout(2000)
    before = kit.received()["bytes"]
    kit.page.wait_for_timeout(3000)
    assert kit.received()["bytes"] == before
    assert kit.page.evaluate(WATCH) == UNAUTHORISED
    kit.page.reload()
    kit.is_told("You were taken out of this session.")
    kit.sees_people(0)
    kit.page.get_by_role("button", name="Stop camera").wait_for(state="detached")
    axe(kit.page)
    look(kit.page, "group-removed")


def the_session_ends(clara: InGroup, maya: InGroup) -> None:
    clara.press("End the session for everybody")
    clara.page.wait_for_url("**/desk/groups/**")
    maya.page.wait_for_url("**/me/groups/**")
    axe(clara.page)
    look(clara.page, "group-desk")
    axe(maya.page)
    look(maya.page, "group-mine")
