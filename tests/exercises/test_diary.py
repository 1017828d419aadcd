"""The diary: a tap, another, and words if one likes; a week as counts and the number in the middle, and nothing else."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import ana, at, ben, clara, david
from tests.sign_in import signed_in
from waylight.exercises import assignments, diary, entries
from waylight.exercises.models import Entry
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def send(browser, address: str, **fields):
    return browser.post(address, {"idempotency_key": uuid.uuid4()} | fields)


def an_entry(peak: int = 7, *, helped: str = "", **answers) -> Entry:
    entry = diary.note(ana(), {"urge_peak": peak}, by=ana().user)
    for id in ("helped", "words"):
        step = diary.step(entry.form, id)
        given = {q.id: answers[q.id] for q in step.questions if q.id in answers}
        if given:
            entry = entries.save_step(entry, step, given, by=ana().user)
    return entries.say_how_it_was(entry, helped, by=ana().user) if helped else entry


def test_three_pages_without_a_script_and_the_first_tap_is_a_whole_entry(clock) -> None:
    clock("2026-11-24 23:10+00:00")
    browser = signed_in(ana().user)
    page = browser.get(to("diary_new")).text
    assert not Entry.objects.exists()
    assert all(f'name="urge_peak" value="{number}"' in page for number in range(11))
    answer = send(browser, to("diary_new"), urge_peak="0")
    entry = Entry.objects.get()
    assert answer["Location"] == to("diary_step", entry.pk, "helped")
    assert entry.answers == {"urge_peak": 0, "when": "2026-11-24T23:10:00+00:00"}
    assert entry.finished_at is not None
    answer = send(browser, answer["Location"], tried_own="Tea\nA walk", helped="little")
    assert answer["Location"] == to("diary_step", entry.pk, "words")
    answer = send(browser, answer["Location"], urge_after="skip", before="The phone rang")
    assert answer["Location"] == to("diary_saved", entry.pk)
    entry = Entry.objects.get()
    assert (entry.answers["tried"], entry.answers["before"]) == (["Tea", "A walk"], "The phone rang")
    assert (entry.answers["urge_after"], entry.helped, entry.is_private) == (None, "little", True)
    listed = browser.get(to("diary")).text
    for words in ("0 of 10", "Tea, A walk", "The phone rang", "Only you can read it."):
        assert words in listed


def test_nothing_is_kept_without_a_number_and_nothing_else_is_needed() -> None:
    browser = signed_in(ana().user)
    assert "0 is an answer too." in send(browser, to("diary_new")).text
    assert "Choose one of the numbers." in send(browser, to("diary_new"), urge_peak="11").text
    assert not Entry.objects.exists()
    send(browser, to("diary_new"), urge_peak="5")
    stopped = send(browser, to("diary_step", Entry.objects.get().pk, "helped"), act="stop")
    assert stopped["Location"] == to("diary_saved", Entry.objects.get().pk)


def test_a_tap_that_is_sent_twice_is_one_entry() -> None:
    browser, form = signed_in(ana().user), {"urge_peak": "5", "idempotency_key": uuid.uuid4()}
    first, second = (browser.post(to("diary_new"), form)["Location"] for _ in range(2))
    assert first == second
    assert Entry.objects.count() == 1


@pytest.mark.hazard("H01")
def test_sharing_is_off_and_says_who_reads_it_and_by_when(clock) -> None:
    clock("2026-11-25 10:00+00:00")
    browser, entry = signed_in(ana().user), an_entry()
    first = browser.get(to("diary_new")).text
    assert "If you share it on the last page, Dr Clara Demo reads it by Thursday 26 November, 18:00." in first
    page = browser.get(to("diary_step", entry.pk, "words")).text
    assert (
        "If you share it, Dr Clara Demo reads it by Thursday 26 November, 18:00. Nobody is alerted." in page
    )
    assert 'name="share" id="share" aria-describedby="share-hint">' in page
    send(browser, to("diary_step", entry.pk, "words"), before="", share="on")
    assert Entry.objects.get().read_by == at("2026-11-26 18:00")
    assert browser.get(to("diary_step", entry.pk, "words"))["Location"] == to("entry", entry.pk)
    assert "You have shared this." in send(browser, to("diary_step", entry.pk, "words"), before="x").text


def test_after_every_number_the_same_three_ways_are_offered() -> None:
    browser = signed_in(ana().user)
    pages = [browser.get(to("diary_saved", an_entry(peak).pk)).text for peak in (0, 10)]
    for page in pages:
        assert "Do you want your plan, a person, or nothing right now?" in page
        assert reverse("care:plan") in page
        assert reverse("crisis:help_now") in page
    assert not AuditEvent.objects.exclude(verb__in=["start-entry", "save-entry", "finish-entry"]).exists()


def test_a_week_is_counts_and_the_number_in_the_middle(clock) -> None:
    clock("2026-11-16 10:00+00:00")  # a Monday
    an_entry(9, tried=["Tea"], helped="worse", urge_after=8)
    clock("2026-11-22 23:50+00:00")
    an_entry(4, tried=["Tea", "A walk"], helped="lot", urge_after=0)
    an_entry(2)
    clock("2026-11-24 10:00+00:00")
    an_entry(0)
    this, last = diary.lately(ana(), by=ana().user)
    assert (this.starts_on, this.entries, this.peak, this.after, this.tried) == (
        date(2026, 11, 23),
        1,
        0,
        None,
        [],
    )
    assert (last.starts_on, last.entries, last.peak, last.after) == (date(2026, 11, 16), 3, 4, 4)
    assert last.tried == [diary.Tried("A walk", 1, 1), diary.Tried("Tea", 2, 1)]


def test_a_week_without_an_entry_is_not_there() -> None:
    assert diary.lately(ana(), by=ana().user) == []
    assert "By week" not in signed_in(ana().user).get(to("diary")).text


def test_a_question_that_was_switched_on_is_asked_here_and_a_yes_leads_to_help_first() -> None:
    browser = signed_in(ana().user)
    before = an_entry()
    agreed = assignments.Agreed(questions=("hurt_self",))
    assignments.assign(ana(), diary.ID, by=clara().user, agreed=agreed)
    entry = an_entry()
    assert "Did I hurt myself?" not in browser.get(to("diary_step", before.pk, "words")).text
    assert "Did I hurt myself?" in browser.get(to("diary_step", entry.pk, "words")).text
    assert reverse("crisis:hurt") not in browser.get(to("diary_saved", entry.pk)).text
    send(browser, to("diary_step", entry.pk, "words"), hurt_self="yes")
    assert reverse("crisis:hurt") in browser.get(to("diary_saved", entry.pk)).text
    assert entries.shared_unread(clara().user) == []


def test_a_suggested_diary_opens_with_the_first_tap() -> None:
    assert signed_in(ana().user).get(to("begin", diary.ID))["Location"] == to("diary_new")


@pytest.mark.hazard("H20")
def test_the_pages_count_no_days_and_call_nothing_better_or_worse(clock) -> None:
    clock("2026-11-16 10:00+00:00")
    an_entry(9, urge_after=8)
    clock("2026-11-24 10:00+00:00")
    an_entry(2, urge_after=1)
    page = signed_in(ana().user).get(to("diary")).text.casefold()
    assert [
        word
        for word in ("better", "worse", "streak", "days", "in a row", "well done", "missed")
        if word in page
    ] == []


def test_it_is_paged_and_asks_few_questions_of_the_database(django_assert_max_num_queries) -> None:
    for number in range(21):
        an_entry(number % 11)
    browser = signed_in(ana().user)
    with django_assert_max_num_queries(12):
        first = browser.get(to("diary")).text
    assert first.count('class="item"') == 20
    assert browser.get(to("diary") + "?page=2").text.count('class="item"') == 1


def test_one_removes_an_entry_and_is_back_in_the_diary() -> None:
    entry, browser = an_entry(), signed_in(ana().user)
    assert send(browser, to("remove", entry.pk))["Location"] == to("diary")
    assert not Entry.objects.exists()


def test_a_number_is_changed_later() -> None:
    entry, browser = an_entry(7), signed_in(ana().user)
    assert "checked" in browser.get(to("diary_step", entry.pk, "strength")).text
    assert send(browser, to("diary_step", entry.pk, "strength"), urge_peak="3").status_code == 302
    assert Entry.objects.get().answers["urge_peak"] == 3


@pytest.mark.hazard("H17")
def test_nobody_else_opens_a_page_of_it_and_a_therapist_reads_what_was_shared() -> None:
    entry = an_entry()
    for other in (ben().user, clara().user, david().user):
        for name in ("strength", "helped", "words"):
            assert signed_in(other).get(to("diary_step", entry.pk, name)).status_code == 404
        assert signed_in(other).get(to("diary_saved", entry.pk)).status_code == 404
    assert list(diary.of_client(ana(), by=clara().user)) == []
    entries.share(entry, by=ana().user)
    assert list(diary.of_client(ana(), by=clara().user)) == [entry]
    assert list(diary.of_client(ana(), by=david().user)) == []
    assert diary.lately(ana(), by=clara().user)[0].peak == 7


def test_another_exercise_has_no_page_in_the_diary() -> None:
    entry = entries.start(ana(), "cbt-thought-record", by=ana().user)
    assert signed_in(ana().user).get(to("diary_step", entry.pk, "strength")).status_code == 404
    assert signed_in(ana().user).get(to("diary_step", an_entry().pk, "nothing")).status_code == 404


def test_when_it_was_counts_not_when_it_was_written(clock) -> None:
    entry = an_entry()
    step = next(one for one in entry.form.steps if any(q.id == "when" for q in one.questions))
    when = at("2026-11-20 09:00")
    entries.save_step(entry, step, {"when": when.isoformat()}, by=ana().user)
    assert diary.at(Entry.objects.get()) == timezone.localtime(when)
