"""An entry is the client's alone until it is shared, and again when that is taken back."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import ana, at, ben, clara, david, eva
from tests.exercises.going import ANSWERS, RECORD, a_finished_entry, a_shared_entry, an_entry
from waylight.exercises import entries
from waylight.exercises.models import Entry
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def stored(entry: Entry) -> bytes:
    return bytes(Entry.objects.filter(pk=entry.pk).values_list("answers", flat=True)[0])


def again(entry: Entry) -> Entry:
    return Entry.objects.select_related("client").get(pk=entry.pk)


def save(entry: Entry, step: str, **options) -> Entry:
    return entries.save_step(entry, entry.form.step(step), by=ana().user, **options)


@pytest.mark.hazard("H13")
def test_each_page_is_kept_by_itself_half_written_too() -> None:
    entry = an_entry(but=tuple(ANSWERS))
    save(entry, "moment", answers={"situation": "She did not write back", "when": None})
    assert again(entry).answers == {"situation": "She did not write back", "when": None}


def test_nobody_but_the_client_sees_a_private_entry() -> None:
    entry = a_finished_entry()
    seen_by = {
        user: Entry.objects.visible_to(user).filter(pk=entry.pk).exists()
        for user in (ana().user, ben().user, clara().user, david().user, eva())
    }
    assert [user for user, sees in seen_by.items() if sees] == [ana().user]
    with pytest.raises(Entry.DoesNotExist):
        entries.mark_read(entry, by=clara().user)


@pytest.mark.hazard("H17")
def test_a_shared_entry_is_seen_by_her_therapist_and_no_other_staff() -> None:
    entry = a_shared_entry()
    assert entries.shared_unread(clara().user) == [entry]
    assert entries.shared_by(ana(), by=clara().user) == [entry]
    for other in (ben().user, david().user, eva()):
        assert not Entry.objects.visible_to(other).filter(pk=entry.pk).exists()
        assert entries.shared_unread(other) == []


def test_sharing_seals_the_words_anew_with_the_key_of_the_record() -> None:
    private = a_finished_entry()
    assert stored(private)[:1] == b"p"
    shared = entries.share(private, by=ana().user)
    assert stored(shared)[:1] == b"r"
    assert again(shared).answers == private.answers
    back = entries.unshare(shared, by=ana().user)
    assert stored(back)[:1] == b"p"
    assert again(back).answers == private.answers


def test_destroying_the_private_key_ends_what_was_not_shared_and_leaves_what_was() -> None:
    private, shared = a_finished_entry(), a_shared_entry()
    keyring.destroy(ana().pk, keyring.PRIVATE)
    with pytest.raises(keyring.KeyDestroyed):
        _ = again(private).answers
    assert again(shared).answers["situation"] == "She did not write back"


def test_no_word_of_it_stands_in_the_row() -> None:
    assert b"write back" not in stored(an_entry())


def test_it_is_not_finished_before_what_does_not_fit_and_the_friend_were_looked_at() -> None:
    entry = an_entry(but=("does-not-fit", "friend"))
    assert [step.id for step in entry.open_steps()] == ["does-not-fit", "friend"]
    with pytest.raises(entries.NotFinishedYet):
        entries.finish(entry, by=ana().user)
    for step in ("does-not-fit", "friend"):
        entry = save(entry, step, answers={question.id: [] for question in entry.form.step(step).questions})
    assert entries.finish(entry, by=ana().user).finished_at is not None


def test_what_is_needed_is_named_by_its_page() -> None:
    entry = an_entry(
        moment={"situation": "", "when": None}, fairer={"balanced_thought": "", "balanced_belief": 0}
    )
    assert [step.id for step in entry.open_steps()] == ["moment", "fairer"]


def test_an_entry_is_shared_only_when_it_is_finished() -> None:
    with pytest.raises(entries.NotFinishedYet):
        entries.share(an_entry(), by=ana().user)


@pytest.mark.hazard("H01")
def test_without_a_therapist_nothing_is_promised_and_nothing_shared() -> None:
    entry = a_finished_entry()
    entry.client.episodes.update(ends_on=timezone.localdate())
    assert entries.promise_of(entry.client) is None
    with pytest.raises(entries.NobodyToRead):
        entries.share(entry, by=ana().user)


def test_the_promise_is_the_end_of_the_next_working_day(clock) -> None:
    clock("2026-11-27 15:00+00:00")  # a Friday
    promise = entries.promise_of(ana())
    assert promise.readers == "Dr Clara Demo"
    assert promise.by == at("2026-11-30 18:00")
    assert a_shared_entry().read_by == at("2026-11-30 18:00")


def test_what_was_promised_first_is_listed_first(clock) -> None:
    clock("2026-11-24 09:00+00:00")
    first = a_shared_entry()
    clock("2026-11-26 09:00+00:00")
    second = a_shared_entry()
    assert entries.shared_unread(clara().user) == [first, second]
    entries.mark_read(first, by=clara().user)
    assert entries.shared_unread(clara().user) == [second]


def test_what_is_shared_is_not_changed_or_removed_and_what_was_read_is_not_taken_back() -> None:
    entry = a_shared_entry()
    with pytest.raises(entries.AlreadyShared):
        save(entry, "friend", answers={"friend_words": "Other"})
    with pytest.raises(entries.AlreadyShared):
        entries.remove(entry, by=ana().user)
    entries.mark_read(entry, by=clara().user)
    with pytest.raises(entries.AlreadyRead):
        entries.unshare(entry, by=ana().user)
    assert again(entry).answers["friend_words"] == "She may be busy."


def test_nobody_does_anything_with_the_entry_of_another() -> None:
    entry = a_finished_entry()
    for act in (
        lambda: entries.save_step(entry, entry.form.steps[0], {}, by=ben().user),
        lambda: entries.finish(entry, by=clara().user),
        lambda: entries.share(entry, by=clara().user),
        lambda: entries.unshare(entry, by=clara().user),
        lambda: entries.remove(entry, by=eva()),
        lambda: entries.say_how_it_was(entry, "worse", by=clara().user),
        lambda: entries.start(ana(), RECORD, by=clara().user),
    ):
        with pytest.raises(entries.NotYours):
            act()


def test_a_private_entry_can_be_removed_for_good() -> None:
    entry = a_finished_entry()
    entries.remove(entry, by=ana().user)
    assert not Entry.objects.exists()
    assert AuditEvent.objects.filter(verb="remove-entry").count() == 1


@pytest.mark.hazard("H13")
def test_a_page_opened_long_ago_on_another_device_loses_nothing() -> None:
    entry = an_entry(but=("friend",))
    step = entry.form.step("friend")
    shown = entries.seen(entry, step)
    save(entry, "friend", answers={"friend_words": "On the laptop"}, window=uuid.uuid4(), was_shown=shown)
    with pytest.raises(entries.WrittenElsewhere):
        save(
            entry,
            "friend",
            answers={"friend_words": "On the phone"},
            window=uuid.uuid4(),
            was_shown=shown,
            may_join=False,
        )
    kept = save(
        entry, "friend", answers={"friend_words": "On the phone"}, window=uuid.uuid4(), was_shown=shown
    )
    assert kept.answers["friend_words"] == "On the laptop\n\nOn the phone"


def test_every_act_leaves_a_trace() -> None:
    entry = a_shared_entry()
    entries.read(entry, by=clara().user)
    entries.mark_read(entry, by=clara().user)
    entries.mark_read(entry, by=clara().user)
    verbs = list(AuditEvent.objects.filter(row=str(entry.pk)).order_by("at").values_list("verb", flat=True))
    assert {"start-entry", "save-entry", "finish-entry", "share-entry", "read-entry"} <= set(verbs)
    assert verbs.count("mark-entry-read") == 1


def test_sharing_again_does_not_renew_the_promise(clock) -> None:
    clock("2026-11-24 09:00+00:00")
    entry = a_shared_entry()
    clock(at("2026-11-24 09:00") + timedelta(days=2))
    assert entries.share(entry, by=ana().user).read_by == at("2026-11-25 18:00")


def test_nothing_is_shared_with_a_therapist_whose_account_is_closed() -> None:
    entry = a_finished_entry()
    clara().user.__class__.objects.filter(pk=clara().user_id).update(is_active=False)
    assert entries.promise_of(ana()) is None
    with pytest.raises(entries.NobodyToRead):
        entries.share(entry, by=ana().user)
