"""The pages of an exercise, without JavaScript, as each of the cast meets them."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import a_practice, ana, ben, clara, david, eva
from tests.exercises.going import RECORD, a_finished_entry, a_shared_entry, an_entry
from tests.sign_in import signed_in
from waylight.exercises import assignments, entries
from waylight.exercises.addresses import Quiet
from waylight.exercises.models import Entry

pytestmark = pytest.mark.django_db

PAGES: dict[str, dict[str, object]] = {
    "moment": {"situation": "She did not write back", "when": "2026-11-20T19:30"},
    "feelings": {
        "emotions_before-TOTAL_FORMS": "2", "emotions_before-INITIAL_FORMS": "0",
        "emotions_before-0-emotion": "lonely", "emotions_before-0-strength": "80",
        "emotions_before-1-emotion_own": "like fog", "emotions_before-1-strength": "skip",
    },
    "thoughts": {
        "thoughts_then-TOTAL_FORMS": "1", "thoughts_then-INITIAL_FORMS": "0",
        "thoughts_then-0-thought": "Nobody wants me", "thoughts_then-0-belief": "90", "thoughts_then-0-hot": "on",
    },
    "habits": {"patterns": ["mind_reading"]},
    "fits": {"evidence_for": "She is slow to write\n\n"},
    "does-not-fit": {"evidence_against": "She called on Sunday\nShe laughed"},
    "friend": {"friend_words": "She may be busy."},
    "fairer": {"balanced_thought": "I do not know why.", "balanced_belief": "60"},
    "again": {"rerate_hot": "40", "emotions_after-0-strength": "50", "emotions_after-1-strength": "skip"},
    "next": {"next_step": "Make tea"},
}  # fmt: skip


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def send(browser: Client, address: str, **fields):
    return browser.post(address, {"idempotency_key": uuid.uuid4()} | fields)


def test_a_page_that_asks_about_what_is_not_written_yet_says_so() -> None:
    entry = entries.start(ana(), "cbt-activity-schedule", by=ana().user)
    browser = signed_in(ana().user)
    asks = "asks about what you write on the pages before"
    assert asks in browser.get(to("step", entry.pk, "how-it-went")).text
    assert asks not in browser.get(to("step", entry.pk, "activities")).text
    entries.save_step(entry, entry.form.step("activities"), {"items": [{"what": "Tea"}]}, by=ana().user)
    assert asks not in browser.get(to("step", entry.pk, "how-it-went")).text


def test_questions_from_before_are_found_from_what_one_wrote() -> None:
    assert f'href="{reverse("measures:mine")}"' in signed_in(ana().user).get(to("mine")).text


def test_the_whole_record_page_by_page_without_a_script() -> None:
    browser = signed_in(ana().user)
    answer = send(browser, to("begin", RECORD))
    for id, fields in PAGES.items():
        assert answer["Location"].endswith(f"/page/{id}/"), answer["Location"]
        page = browser.get(answer["Location"])
        assert f"page {list(PAGES).index(id) + 1} of 10" in page.content.decode()
        answer = send(browser, answer["Location"], **fields)
    entry = Entry.objects.get()
    assert answer["Location"] == to("entry", entry.pk)
    assert entry.answers["emotions_before"] == [
        {"emotion": "lonely", "strength": 80},
        {"emotion": "like fog", "strength": None},
    ]
    assert entry.answers["thoughts_then"] == [{"thought": "Nobody wants me", "belief": 90, "hot": True}]
    assert entry.answers["evidence_against"] == ["She called on Sunday", "She laughed"]
    assert entry.answers["emotions_after"][0] == {"emotion": "lonely", "strength": 50}
    assert entry.answers["when"] == "2026-11-20T19:30:00+00:00"
    assert "Left empty" not in browser.get(to("entry", entry.pk)).content.decode()
    assert send(browser, to("finish", entry.pk))["Location"] == to("entry", entry.pk)
    assert Entry.objects.get().finished_at is not None


@pytest.mark.hazard("H01")
def test_before_one_writes_one_reads_who_will_read_it_and_by_when(clock) -> None:
    clock("2026-11-25 10:00+00:00")
    page = signed_in(ana().user).get(to("begin", RECORD)).content.decode()
    promise = "If you share it, Dr Clara Demo reads it by Thursday 26 November, 18:00"
    assert "Nobody reads this unless you share it." in page
    assert promise in page
    assert page.index(promise) < page.index(">Begin</button>")


def test_what_was_typed_is_in_the_page_when_one_comes_back() -> None:
    entry = an_entry()
    browser = signed_in(ana().user)
    assert "She did not write back</textarea>" in browser.get(to("step", entry.pk, "moment")).content.decode()
    feelings = browser.get(to("step", entry.pk, "feelings")).content.decode()
    assert 'value="lonely" selected' in feelings
    assert 'value="like fog"' in feelings
    assert 'value="2026-11-20T19:30"' in browser.get(to("step", entry.pk, "moment")).content.decode()


def test_add_another_saves_and_gives_one_more_row() -> None:
    entry = an_entry(but=("feelings",))
    browser = signed_in(ana().user)
    answer = send(
        browser, to("step", entry.pk, "feelings"), **PAGES["feelings"], **{"emotions_before-add": "1"}
    )
    page = browser.get(answer["Location"]).content.decode()
    assert 'name="emotions_before-2-emotion"' in page
    assert 'name="emotions_before-3-emotion"' not in page
    assert len(Entry.objects.get().answers["emotions_before"]) == 2


def test_one_may_stop_on_a_page_with_nothing_but_a_word_and_carry_on_later() -> None:
    entry = an_entry(but=("moment",))
    browser = signed_in(ana().user)
    answer = send(browser, to("step", entry.pk, "moment"), situation="Half", when="", act="stop")
    assert answer["Location"] == to("mine")
    page = browser.get(to("entry", entry.pk)).content.decode()
    assert "Before it is finished" in page
    assert "Half" in page


@pytest.mark.hazard("H20")
def test_finishing_too_early_shows_the_open_pages_without_a_word_of_failing() -> None:
    entry = an_entry(but=("does-not-fit",))
    answer = send(signed_in(ana().user), to("finish", entry.pk))
    assert answer.status_code == 200
    assert to("step", entry.pk, "does-not-fit") in answer.content.decode()
    assert Entry.objects.get().finished_at is None


def test_sharing_is_an_act_of_its_own_and_can_be_taken_back_until_it_is_read() -> None:
    entry, browser, desk = a_finished_entry(), signed_in(ana().user), signed_in(clara().user)
    assert desk.get(to("shared", entry.pk)).status_code == 404
    send(browser, to("share", entry.pk))
    assert "She did not write back" in desk.get(to("shared", entry.pk)).content.decode()
    send(browser, to("unshare", entry.pk))
    assert desk.get(to("shared", entry.pk)).status_code == 404
    send(browser, to("share", entry.pk))
    send(desk, to("mark_read", entry.pk))
    refused = send(browser, to("unshare", entry.pk)).content.decode()
    assert "can no longer be taken back" in refused
    assert Entry.objects.get().is_shared


@pytest.mark.hazard("H01")
def test_the_therapist_reads_the_promise_beside_the_words(clock) -> None:
    clock("2026-11-25 10:00+00:00")
    page = signed_in(clara().user).get(to("shared", a_shared_entry().pk)).content.decode()
    assert "read this by Thursday 26 November, 18:00" in page


@pytest.mark.parametrize("name", ["entry", "finish", "share", "unshare", "helped", "remove"])
def test_nobody_else_finds_an_entry(name: str) -> None:
    entry = a_shared_entry()
    for other in (ben().user, clara().user, david().user, eva()):
        assert signed_in(other).get(to(name, entry.pk)).status_code in {404, 405}
        assert send(signed_in(other), to(name, entry.pk)).status_code in {404, 405}
    assert Entry.objects.get().answers == entry.answers
    for other in (ben().user, clara().user, david().user, eva()):
        for address in (to("step", entry.pk, "moment"), to("draft", entry.pk, "moment")):
            assert send(signed_in(other), address, situation="Mine").status_code == 404


def test_a_forged_id_opens_nothing_private_to_any_staff() -> None:
    private, shared = a_finished_entry(), a_shared_entry()
    for other in (clara().user, david().user, eva()):
        for name in ("shared", "mark_read"):
            assert send(signed_in(other), to(name, private.pk)).status_code in {404, 405}
            assert signed_in(other).get(to(name, private.pk)).status_code in {404, 405}
    for other in (david().user, eva(), ana().user, ben().user):
        assert signed_in(other).get(to("shared", shared.pk)).status_code == 404


def test_what_one_wrote_stands_behind_the_second_factor() -> None:
    entry = a_finished_entry()
    browser = signed_in(ana().user, unlocked=False)
    for address in (to("mine"), to("begin", RECORD), to("entry", entry.pk), to("step", entry.pk, "moment")):
        answer = browser.get(address)
        assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)


def test_a_page_sent_after_sharing_is_refused_with_the_words_still_there() -> None:
    entry = a_shared_entry()
    answer = send(
        signed_in(ana().user), to("step", entry.pk, "friend"), friend_words="Typed before I went back"
    )
    assert "take the sharing back first" in answer.content.decode()
    assert "Typed before I went back</textarea>" in answer.content.decode()
    assert Entry.objects.get().answers["friend_words"] == "She may be busy."


def test_beginning_twice_with_one_form_makes_one_entry() -> None:
    browser, form = signed_in(ana().user), {"idempotency_key": uuid.uuid4()}
    locations = {browser.post(to("begin", RECORD), form)["Location"] for _ in range(2)}
    assert len(locations) == Entry.objects.count() == 1


def test_typing_is_saved_as_it_goes_on_and_another_window_is_told() -> None:
    entry, browser = an_entry(but=("friend",)), signed_in(ana().user)
    shown = entries.seen(entry, entry.form.step("friend"))
    mine = {"window": uuid.uuid4(), "was_shown": shown}
    for words in ("A", "A b"):
        assert send(browser, to("draft", entry.pk, "friend"), friend_words=words, **mine).status_code == 204
    other = {"window": uuid.uuid4(), "was_shown": shown}
    assert send(browser, to("draft", entry.pk, "friend"), friend_words="Z", **other).status_code == 409
    answer = send(browser, to("step", entry.pk, "friend"), friend_words="Z", **other)
    assert answer["Location"] == to("step", entry.pk, "friend")
    assert Entry.objects.get().answers["friend_words"] == "A b\n\nZ"


def test_a_megabyte_is_answered_with_its_length_and_the_words_still_there() -> None:
    entry = an_entry()
    answer = send(signed_in(ana().user), to("step", entry.pk, "moment"), situation="long " * 200_000)
    assert "characters. It can be up to 1,500" in answer.content.decode()
    assert "long long" in answer.content.decode()
    assert Entry.objects.get().answers["situation"] == "She did not write back"


def test_rows_that_somebody_tampered_with_do_no_harm() -> None:
    entry, browser = an_entry(), signed_in(ana().user)
    for count in ("99999", "-1", "x", ""):
        form = PAGES["feelings"] | {"emotions_before-TOTAL_FORMS": count}
        assert send(browser, to("step", entry.pk, "feelings"), **form).status_code in {200, 302}
    wrong = PAGES["feelings"] | {"emotions_before-0-emotion": "<script>", "emotions_before-0-strength": "7"}
    answer = send(browser, to("step", entry.pk, "feelings"), **wrong)
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_page_or_exercise_that_is_not_there_is_a_404() -> None:
    entry, browser = an_entry(), signed_in(ana().user)
    assert browser.get(to("step", entry.pk, "nothing")).status_code == 404
    assert browser.get(to("begin", "nothing")).status_code == 404


@pytest.mark.hazard("H01", "H08")
def test_worse_offers_help_and_a_person_and_tells_nobody() -> None:
    a_practice(telephone="+44 20 7946 0000")
    entry, browser = a_finished_entry(), signed_in(ana().user)
    send(browser, to("helped", entry.pk), helped="worse")
    page = browser.get(to("entry", entry.pk)).content.decode()
    assert "Nobody was told." in page
    assert "+44 20 7946 0000" in page
    assert (
        page.index("You said it is worse")
        < page.index("Who can read this")
        < page.index("She did not write back")
    )
    assert 'class="btn quiet" type="submit"' in page.split("Who can read this")[1].split("Share with")[0]
    assert entries.shared_unread(clara().user) == []


def test_another_way_that_is_too_long_is_shown_again_whole() -> None:
    row = assignments.assign(ana(), RECORD, by=clara().user)
    browser, words = signed_in(ana().user), "Only the first page " * 30
    answer = send(browser, to("answer", row.pk), answer="changed", words=words)
    assert answer.status_code == 200
    assert "It can be up to 300." in answer.text
    assert words.strip() in answer.text
    assert send(browser, to("answer", row.pk), answer="changed", words="The first page")["Location"] == to(
        "mine"
    )
    assert "The first page" in browser.get(to("mine")).text


def test_removing_asks_first_and_then_leads_back() -> None:
    entry, browser = a_finished_entry(), signed_in(ana().user)
    assert "Keep it" in browser.get(to("remove", entry.pk)).content.decode()
    assert send(browser, to("remove", entry.pk))["Location"] == to("mine")
    assert browser.get(to("entry", entry.pk)).status_code == 404


def test_the_list_shows_what_is_suggested_first_and_no_word_of_what_was_written() -> None:
    assignments.assign(ana(), RECORD, by=clara().user, why="For the evenings")
    an_entry()
    page = signed_in(ana().user).get(to("mine")).content.decode()
    assert page.index("For the evenings") < page.index("What I wrote")
    assert "She did not write back" not in page


def test_dropping_what_was_suggested_is_the_clients_own_choice() -> None:
    row = assignments.assign(ana(), RECORD, by=clara().user)
    assert send(signed_in(ben().user), to("answer", row.pk), answer="dropped").status_code == 404
    assert send(signed_in(ana().user), to("answer", row.pk), answer="dropped")["Location"] == to("mine")
    assert assignments.of_client(ana(), by=ana().user) == []


@pytest.mark.parametrize("id", ["a\0b", "../../etc", "cbt-thought-record\n", " "])
def test_letters_that_stand_for_no_id_are_no_address(id: str) -> None:
    with pytest.raises(ValueError, match="Not an id"):
        Quiet().to_python(Quiet().to_url(id))


def test_what_an_exercise_says_to_a_client_stands_before_a_therapist_as_said_to_them() -> None:
    page = signed_in(clara().user).get(to("in_library", RECORD)).text
    assert "When your client is told to leave it" in page
    assert "When your client is told to stop" in page
