"""Two phones at once, a suggestion taken back in mid-writing, two megabytes: nothing is lost, and a sentence says why."""

import uuid
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.exercises.going import RECORD, a_finished_entry, an_entry
from tests.sign_in import signed_in
from waylight.exercises import assignments, entries, merging
from waylight.exercises.entries import versions
from waylight.exercises.models import Entry, EntryVersion
from waylight.privacy import keyring

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H13")]


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def send(browser, address: str, **fields):
    return browser.post(address, {"idempotency_key": uuid.uuid4()} | fields)


def both_wrote(first: dict[str, Any], second: dict[str, Any], step: str = "fairer") -> Entry:
    """Two devices were shown the same page, and both saved it."""
    entry = an_entry(but=(step,))
    page = entry.form.step(step)
    shown = entries.seen(entry, page)
    for answers in (first, second):
        entry = entries.save_step(entry, page, answers, by=ana().user, window=uuid.uuid4(), was_shown=shown)
    return entry


LAPTOP, PHONE = (
    {"balanced_thought": "On the laptop", "balanced_belief": 60},
    {"balanced_thought": "On the phone", "balanced_belief": 30},
)


def test_texts_of_both_stand_one_after_the_other_and_the_other_number_is_kept_beside() -> None:
    entry = both_wrote(LAPTOP, PHONE)
    assert entry.answers["balanced_thought"] == "On the laptop\n\nOn the phone"
    assert entry.answers["balanced_belief"] == 60
    assert [version.answers for version in versions.of_entry(entry)] == [PHONE]


def test_where_both_have_room_nothing_is_kept_beside() -> None:
    entry = both_wrote({"evidence_for": ["A"]}, {"evidence_for": ["B"]}, step="fits")
    assert entry.answers["evidence_for"] == ["A", "B"]
    assert versions.of_entry(entry) == []


def test_a_nought_that_was_saved_is_not_lost_to_another_number_or_to_nothing() -> None:
    entry = both_wrote({"balanced_belief": 0}, {"balanced_belief": 30})
    assert entry.answers["balanced_belief"] == 0
    assert versions.of_entry(entry)[0].answers == {"balanced_belief": 30}
    assert merging.joined({"n": 0}, {"n": None}, texts=set()) == {"n": 0}
    assert merging.joined({"n": None}, {"n": 0}, texts=set()) == {"n": 0}


def test_more_rows_than_fit_stay_as_they_were_with_the_others_beside() -> None:
    assert merging.joined({"r": [1, 2]}, {"r": [3]}, texts=set(), most={"r": 2}) == {"r": [1, 2]}
    assert merging.is_lost({"r": [3]}, {"r": [1, 2]})


def test_the_same_words_are_kept_beside_once() -> None:
    entry = both_wrote(LAPTOP, PHONE)
    with transaction.atomic():
        versions.keep(entry, "fairer", PHONE)
    assert EntryVersion.objects.count() == 1


def test_what_a_device_sends_once_more_after_both_were_joined_takes_no_word_away() -> None:
    entry = an_entry(but=("fairer",))
    page = entry.form.step("fairer")
    shown, mine = entries.seen(entry, page), uuid.uuid4()
    for answers, window in ((PHONE, uuid.uuid4()), (LAPTOP, mine), (LAPTOP, mine)):
        entry = entries.save_step(entry, page, answers, by=ana().user, window=window, was_shown=shown)
    assert entry.answers["balanced_thought"] == "On the phone\n\nOn the laptop"


def test_one_chooses_the_other_and_may_change_back() -> None:
    entry = both_wrote(LAPTOP, PHONE)
    stood = dict(entry.answers)
    chosen = versions.choose(versions.of_entry(entry)[0], by=ana().user)
    assert chosen.answers["balanced_belief"] == 30
    assert versions.choose(versions.of_entry(chosen)[0], by=ana().user).answers == stood
    versions.let_go(versions.of_entry(chosen)[0], by=ana().user)
    assert Entry.objects.get().answers == stood
    assert not EntryVersion.objects.exists()


def test_the_version_is_sealed_is_hers_alone_and_goes_with_the_entry() -> None:
    entry = both_wrote(LAPTOP, PHONE)
    assert b"phone" not in bytes(EntryVersion.objects.values_list("answers", flat=True)[0])
    version = EntryVersion.objects.select_related("entry").get()
    for other in (ben().user, clara().user, david().user, eva()):
        assert not EntryVersion.objects.visible_to(other).exists()
        with pytest.raises(entries.NotYours):
            versions.choose(version, by=other)
        with pytest.raises(entries.NotYours):
            versions.let_go(version, by=other)
        form = {"idempotency_key": uuid.uuid4()}
        assert signed_in(other).post(to("choose_version", version.pk), form).status_code == 404
    entries.remove(entry, by=ana().user)
    assert not EntryVersion.objects.exists()


def test_the_page_shows_both_and_takes_the_choice() -> None:
    entry, browser = both_wrote(LAPTOP, PHONE), signed_in(ana().user)
    page = browser.get(to("entry", entry.pk)).text
    assert "Also written on another device" in page
    version = versions.of_entry(entry)[0]
    assert send(browser, to("choose_version", version.pk))["Location"] == to("entry", entry.pk)
    assert Entry.objects.get().answers["balanced_belief"] == 30
    again = versions.of_entry(entry)[0]
    assert send(browser, to("let_go_version", again.pk))["Location"] == to("entry", entry.pk)
    assert "Also written on another device" not in browser.get(to("entry", entry.pk)).text


def test_whoever_saved_second_is_led_to_both() -> None:
    entry, browser = an_entry(but=("fairer",)), signed_in(ana().user)
    shown = entries.seen(entry, entry.form.step("fairer"))
    for belief, lands in (("60", to("step", entry.pk, "again")), ("30", to("entry", entry.pk))):
        fields = {"window": uuid.uuid4(), "was_shown": shown, "balanced_belief": belief}
        assert send(browser, to("step", entry.pk, "fairer"), **fields)["Location"] == lands
    assert "Both are kept." in browser.get(to("entry", entry.pk)).text


def test_an_entry_that_was_begun_without_a_signal_is_one_entry_however_often_it_arrives() -> None:
    id = uuid.uuid4()
    first, second = (entries.start(ana(), RECORD, by=ana().user, id=id) for _ in range(2))
    assert first == second
    assert Entry.objects.get().pk == id
    with pytest.raises(entries.NotYours):
        entries.start(ben(), RECORD, by=ben().user, id=id)
    with pytest.raises(entries.NotYours):
        entries.start(ana(), "cbt-urge-diary", by=ana().user, id=id)


def test_a_page_that_arrives_once_more_after_it_was_shared_changes_nothing_and_is_no_refusal() -> None:
    entry = entries.share(a_finished_entry(), by=ana().user)
    step = entry.form.step("friend")
    same = {"friend_words": "She may be busy."}
    shown = "what the page held before"
    again = entries.save_step(entry, step, same, by=ana().user, window=uuid.uuid4(), was_shown=shown)
    assert again.saved_at == entry.saved_at
    with pytest.raises(entries.AlreadyShared):
        entries.save_step(entry, step, {"friend_words": "Other"}, by=ana().user)


def test_what_was_begun_goes_on_when_the_suggestion_is_taken_back() -> None:
    row = assignments.assign(ana(), RECORD, by=clara().user)
    entry, browser = an_entry(but=("next",)), signed_in(ana().user)
    assignments.drop(row, by=clara().user)
    assert "What you wrote is kept, and it is yours." in browser.get(to("entry", entry.pk)).text
    assert send(browser, to("step", entry.pk, "next"), next_step="Make tea").status_code == 302
    assert send(browser, to("finish", entry.pk)).status_code == 302
    assert entries.share(Entry.objects.get(), by=ana().user).is_shared


def test_an_entry_that_grows_past_all_measure_is_refused_with_a_sentence() -> None:
    entry = an_entry()
    step = entry.form.step("friend")
    with pytest.raises(entries.TooLong):
        entries.save_step(entry, step, {"friend_words": "a" * 2_000_000}, by=ana().user)
    assert Entry.objects.get().answers["friend_words"] == "She may be busy."


def test_two_megabytes_in_one_field_are_shown_again_with_their_length() -> None:
    entry, browser = an_entry(), signed_in(ana().user)
    page = send(browser, to("step", entry.pk, "friend"), friend_words="a" * 2_000_000).text
    assert "This is 2,000,000 characters." in page
    assert "a" * 2_000_000 in page
    draft = send(browser, to("draft", entry.pk, "friend"), friend_words="a" * 2_000_000)
    assert (draft.status_code, draft.text) == (422, "Something is too long to save.")
    assert Entry.objects.get().answers["friend_words"] == "She may be busy."


@pytest.mark.hazard("H17")
def test_what_stays_private_never_leaves_the_private_key() -> None:
    assignments.assign(
        ana(), "mbct-body-scan", by=clara().user, agreed=assignments.Agreed(has_read_caution=True)
    )
    entry = entries.start(ana(), "mbct-body-scan", by=ana().user)
    page = next(one for one in entry.form.steps if any(q.stays_private for q in one.questions))
    private = next(q for q in page.questions if q.stays_private)
    entry = entries.save_step(entry, page, {private.id: ["chest"]}, by=ana().user)
    shared = entries.share(entries.finish(entry, by=ana().user), by=ana().user)
    assert private.id not in shared.answers
    assert shared.all_answers[private.id] == ["chest"]
    stored = bytes(Entry.objects.filter(pk=entry.pk).values_list("kept_back", flat=True)[0])
    assert stored[:1] == b"p"
    assert private.text not in signed_in(clara().user).get(to("shared", entry.pk)).text
    assert private.text in signed_in(ana().user).get(to("entry", entry.pk)).text
    back = entries.unshare(shared, by=ana().user)
    assert (back.answers[private.id], back.kept_back) == (["chest"], {})
    entries.share(back, by=ana().user)
    keyring.destroy(ana().pk, keyring.PRIVATE)
    assert private.id not in Entry.objects.get().answers
    with pytest.raises(keyring.KeyDestroyed):
        _ = Entry.objects.get().kept_back


@pytest.mark.hazard("H08")
def test_worse_offers_looking_around_and_a_person_and_tells_nobody() -> None:
    entry, browser = a_finished_entry(), signed_in(ana().user)
    send(browser, to("helped", entry.pk), helped="worse")
    page = browser.get(to("entry", entry.pk)).text
    for place in ("crisis:look", "crisis:help_now", "booking:mine"):
        assert reverse(place) in page
    assert "Nobody was told." in page
    assert entries.shared_unread(clara().user) == []
