"""REQUIREMENTS 3.3, word for word: an answer above “Not at all” gets support, a person, a deputy, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.measures.going import answer_all, given, send, to, with_a_deputy
from tests.repository.reading import PRODUCT, own_python, text
from tests.sign_in import signed_in
from waylight.accounts.models import User
from waylight.booking.models import Appointment, TimeOff
from waylight.measures import answering, giving
from waylight.measures.models import Administration, Setting
from waylight.notifications.models import Notification
from waylight.people import reading
from waylight.people.models import NeedsReading

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H02")]

POSITIVE = {1: "Several days", 2: "More than half the days", 3: "Nearly every day"}


def at_item_9(**how) -> Administration:
    """Ana has answered eight questions of the PHQ-9."""
    with_a_deputy()
    row = given("phq9", **how)
    for number in range(1, 9):
        row = answering.answer(row, row.form.question(str(number)), 0, by=cast.ana().user)
    return row


def says(row: Administration, value: int | None):
    question = row.form.question("9")
    assert question
    return answering.answer(row, question, value, by=cast.ana().user)


@pytest.mark.parametrize(("value", "words"), POSITIVE.items())
def test_any_answer_above_not_at_all_is_left_in_the_words_of_the_option(value: int, words: str) -> None:
    row = says(at_item_9(), value)
    (item,) = reading.waiting_for(cast.clara().user)
    assert f"They chose “{words}”." in item.words
    assert "Thoughts that you would be better off dead or of hurting yourself in some way" in item.words
    assert not any(character.isdigit() for character in item.words)
    assert (item.therapist, item.client, item.about) == (cast.clara(), cast.ana(), row.pk)
    assert item.left_at is not None


@pytest.mark.parametrize("value", [0, None])
def test_not_at_all_and_prefer_not_to_answer_leave_nothing_and_are_not_spoken_of(value: int | None) -> None:
    row = at_item_9()
    browser = signed_in(cast.ana().user)
    answer = send(browser, to("question", row.pk, "9"), answer="rather-not" if value is None else "0")
    assert answer["Location"] == to("page", row.pk)
    assert not NeedsReading.objects.exists()
    shown = browser.get(answer["Location"], follow=True).text.lower()
    assert not any(
        words in shown for words in ("thank you for saying so", "glad", "good to hear", "well done")
    )
    assert browser.get(to("support", row.pk))["Location"] == to("page", row.pk)


@pytest.mark.hazard("H01")
def test_the_page_of_support_comes_before_the_next_question(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    row, browser = at_item_9(), signed_in(cast.ana().user)
    answer = send(browser, to("question", row.pk, "9"), answer="1")
    assert answer["Location"] == to("support", row.pk)
    # Another tab, or an address typed by hand, leads there too.
    assert browser.get(to("question", row.pk, "difficulty"))["Location"] == to("support", row.pk)
    page = browser.get(to("support", row.pk))
    text = " ".join(page.text.split())
    assert "Thank you for saying so" in text
    assert "Dr Clara Demo has not read this yet. It is read by Tuesday 24 November, 18:00" in text
    assert "Nobody reads it live." in text
    assert "Open my plan" in text
    assert "/me/plan/" in text
    assert "you might act on thoughts of ending your life" in text
    assert "Ask them to contact me sooner" in text
    assert "Ask for an earlier time" in text
    assert to("question", row.pk, "difficulty") in text
    assert browser.get(to("question", row.pk, "difficulty")).status_code == 200


def test_the_form_is_saved_and_nothing_punishes_an_answer() -> None:
    appointment = cast.an_appointment()
    row = says(at_item_9(), 3)
    assert row.answered["9"] == 3
    assert row.is_open
    browser = signed_in(cast.ana().user)
    for address in ("/me/", "/me/plan/", "/me/sessions/", to("mine"), to("page", row.pk)):
        assert browser.get(address).status_code == 200
    assert User.objects.get(pk=cast.ana().user_id).is_active
    assert Appointment.objects.get(pk=appointment.pk).is_booked


def test_nobody_outside_is_written_to() -> None:
    says(at_item_9(), 3)
    (message,) = Notification.objects.all()
    assert (message.person_id, message.template) == (cast.clara().user_id, "something-to-read")
    assert message.words == {"link": "http://localhost:8000/desk/reading/"}


def test_an_earlier_contact_is_asked_for_by_one_press() -> None:
    row, browser = says(at_item_9(), 1), signed_in(cast.ana().user)
    assert send(browser, to("contact", row.pk))["Location"] == to("support", row.pk)
    assert "You asked for it" in browser.get(to("support", row.pk)).text
    assert "They ask to hear from somebody sooner." in signed_in(cast.clara().user).get("/desk/").text


def test_once_it_is_read_the_client_sees_by_whom(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    row = says(at_item_9(), 1)
    reading.acknowledge(NeedsReading.objects.get(), done="Called her", by=cast.clara().user)
    page = " ".join(signed_in(cast.ana().user).get(to("support", row.pk)).text.split())
    assert "Dr Clara Demo has read it, on Tuesday 24 November, 10:00." in page
    assert "has not read this yet" not in page
    assert "Called her" not in page


def test_neither_sending_nor_putting_away_in_another_tab_goes_past_the_page_of_support() -> None:
    row = at_item_9()
    row = answer_all(answering.answer(row, row.form.question("1"), 1, by=cast.ana().user))
    says(row, 2)
    browser = signed_in(cast.ana().user)
    assert send(browser, to("send", row.pk))["Location"] == to("support", row.pk)
    assert Administration.objects.get().is_open
    browser.get(to("support", row.pk))
    assert send(browser, to("send", row.pk))["Location"] == to("page", row.pk)


def test_what_is_put_away_before_support_was_shown_leads_there_all_the_same() -> None:
    row = says(at_item_9(), 2)
    browser = signed_in(cast.ana().user)
    assert send(browser, to("put_away", row.pk))["Location"] == to("support", row.pk)
    assert "Thank you for saying so" in browser.get(to("support", row.pk)).text


def test_asking_to_hear_sooner_after_it_was_read_reaches_somebody() -> None:
    row, browser = says(at_item_9(), 1), signed_in(cast.ana().user)
    reading.acknowledge(NeedsReading.objects.get(), done="Called her", by=cast.clara().user)
    send(browser, to("contact", row.pk))
    page = " ".join(browser.get(to("support", row.pk)).text.split())
    assert "Dr Clara Demo has not read this yet" in page
    assert "You asked for it" in page
    assert "They ask to hear from somebody sooner." in signed_in(cast.clara().user).get("/desk/").text


def test_the_same_answer_twice_is_one_thing_to_read_and_another_answer_is_another() -> None:
    row = says(says(at_item_9(), 1), 1)
    assert NeedsReading.objects.count() == 1
    row = says(row, 3)
    assert NeedsReading.objects.count() == 2
    says(row, 0)
    assert [item.is_acknowledged for item in NeedsReading.objects.all()] == [False, False]


def test_the_same_answer_after_it_was_read_and_changed_in_between_is_to_be_read_again() -> None:
    row = says(at_item_9(), 1)
    reading.acknowledge(NeedsReading.objects.get(), done="Called her", by=cast.clara().user)
    says(row, 1)  # the same page sent once more
    assert reading.waiting_for(cast.clara().user) == []
    says(row, 0)
    says(row, 1)
    says(row, 1)
    (item,) = reading.waiting_for(cast.clara().user)
    assert answering.left_to_read(row) == item


def test_nothing_in_the_database_says_in_clear_what_was_answered() -> None:
    row, item = says(at_item_9(), 2), NeedsReading.objects.get()
    stored = NeedsReading.objects.values("key", "url_name", "words").get()
    assert b"half the days" not in bytes(stored["words"])
    keys = {answering.key_of(row, row.form.question("9"), value) for value in (1, 2, 3)}
    assert item.key in keys
    assert len(keys) == 3
    assert not any(key.endswith((":1", ":2", ":3")) for key in keys)


def test_it_is_read_even_when_the_form_is_never_sent_or_put_away() -> None:
    row = says(at_item_9(), 2)
    giving.put_away(row, by=cast.ana().user)
    assert len(reading.waiting_for(cast.clara().user)) == 1
    assert "More than half the days" not in signed_in(cast.clara().user).get(to("given", row.pk)).text


def test_the_therapist_must_say_what_they_did_and_after_the_window_it_is_the_deputys(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    deputy = with_a_deputy()
    says(at_item_9(), 1)
    item = NeedsReading.objects.get()
    assert item.promised_by == cast.at("2026-11-24 18:00")
    reading.pass_on(cast.at("2026-11-24 17:59"))
    assert reading.waiting_for(deputy.user) == []
    reading.pass_on(cast.at("2026-11-24 18:00"))
    assert [one.pk for one in reading.waiting_for(deputy.user)] == [item.pk]


def test_while_the_therapist_is_off_the_deputy_has_it_at_once(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    deputy = with_a_deputy()
    TimeOff.objects.create(
        therapist=cast.clara(), starts_at=cast.at("2026-11-24 08:00"), ends_at=cast.at("2026-11-28 08:00")
    )
    says(at_item_9(), 1)
    assert len(reading.waiting_for(deputy.user)) == 1


@pytest.mark.parametrize("missing", ["window", "deputy"])
def test_where_no_window_can_be_promised_the_phq_8_is_asked_of_somebody_alone(missing: str) -> None:
    with_a_deputy()
    if missing == "window":
        cast.a_practice(reads_within_working_days=None)
    else:
        reading.name_deputy(cast.clara(), None, by=cast.eva())
    row = given("phq9")
    assert row.instrument == "phq8"
    assert not row.form.needs_reading
    assert (
        given("phq9", cast.a_client("dora", "Dora", cast.clara()), setting=Setting.TOGETHER).instrument
        == "phq9"
    )


def test_what_is_meant_for_a_session_waits_for_one_where_nobody_can_promise(clock) -> None:
    row, browser = given("phq9", setting=Setting.TOGETHER), signed_in(cast.ana().user)
    clock("2026-11-24 09:00+00:00")
    cast.an_appointment(starts_at=cast.at("2026-11-24 10:00"))
    assert "They open then." in browser.get(to("question", row.pk, "1")).text
    for moment, is_asked in (("09:50", True), ("10:49", True), ("11:49", True), ("11:51", False)):
        clock(f"2026-11-24 {moment}+00:00")
        browser = signed_in(cast.ana().user)
        assert ("Little interest" in browser.get(to("question", row.pk, "1")).text) is is_asked


def test_when_the_window_goes_while_somebody_answers_the_ninth_is_not_asked_any_more() -> None:
    row, browser = at_item_9(), signed_in(cast.ana().user)
    cast.a_practice(reads_within_working_days=None)
    assert browser.get(to("question", row.pk, "9"))["Location"] == to("page", row.pk)
    row = Administration.objects.get()
    assert row.instrument == "phq8"
    assert len(row.answered) == 8
    assert answering.next_question(row) is None
    row = answering.send(row, by=cast.ana().user)
    assert row.score.content == {"value": 0, "out_of": 24, "is_estimated": False}


def test_where_the_window_goes_after_it_was_answered_it_stays_as_it_is() -> None:
    row = says(at_item_9(), 1)
    cast.a_practice(reads_within_working_days=None)
    assert answering.settle(row).instrument == "phq9"


def test_before_one_begins_one_reads_where_such_an_answer_goes(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    with_a_deputy()
    page = " ".join(signed_in(cast.ana().user).get(to("page", given("phq9").pk)).text.split())
    assert "This is not read live. If you need help now, use Help now." in page
    assert "One question is about thoughts of being better off dead" in page
    assert "It is read by Tuesday 24 November, 18:00" in page
    assert (
        "thoughts of being better off dead"
        not in signed_in(cast.ana().user).get(to("page", given("gad7").pk)).text
    )


def test_no_page_says_that_nobody_has_what_somebody_has(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    row, browser = says(at_item_9(), 1), signed_in(cast.ana().user)
    browser.get(to("support", row.pk))
    for _ in range(2):  # halfway, and with every question answered
        page = " ".join(browser.get(to("page", row.pk)).text.split())
        assert "Until then nobody does" not in page
        assert "Nobody has it yet" not in page
        assert "went to Dr Clara Demo at once. It is read by Tuesday 24 November, 18:00" in page
        assert to("support", row.pk) in page
        row = answer_all(row)
    send(browser, to("put_away", row.pk))
    assert "went to Dr Clara Demo at once" in browser.get(to("page", row.pk)).text


def test_what_a_therapist_enters_is_left_to_be_answered_for_too() -> None:
    with_a_deputy()
    answers = {str(number): 0 for number in range(1, 9)} | {"9": 2, "difficulty": 1}
    row = answering.enter(cast.ana(), "phq9", answers, by=cast.clara().user)
    (item,) = reading.waiting_for(cast.clara().user)
    assert "More than half the days" in item.words
    assert item.about == row.pk


def test_a_client_without_a_therapist_is_asked_nothing_of_the_kind_and_what_was_said_reaches_the_office() -> (
    None
):
    row = at_item_9()
    cast.ana().episodes.update(ends_on=timezone.localdate())
    settled = answering.settle(Administration.objects.get(pk=row.pk))
    assert settled.instrument == "phq8"
    with pytest.raises(answering.NobodyToRead):
        answering.send(answer_all(settled), by=cast.ana().user)


def test_no_page_that_matches_or_counts_reads_an_answer() -> None:
    """It counts in the total as published, and nowhere by itself."""
    reads_answers = {
        str(file.relative_to(PRODUCT))
        for file in own_python()
        if "measures.models import" in text(file)
        and "Answer" in text(file).split("measures.models import")[1][:80]
    }
    assert reads_answers == {"measures/answering.py"}
    matching = text(PRODUCT / "intake/matching.py") + text(PRODUCT / "home/match.py")
    assert "measures" not in matching


@pytest.mark.only_on("sqlite")
def test_what_was_left_is_found_by_the_index_of_the_client_however_much_a_practice_has_to_read() -> None:
    row = says(at_item_9(), 1)
    with CaptureQueriesContext(connection) as asked:
        assert answering.left_to_read(row)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[-1]['sql'].replace('%', '%%')}")
        plan = str(cursor.fetchall())
    assert "needs_reading_of_client" in plan
    assert "SCAN people_needsreading" not in plan
