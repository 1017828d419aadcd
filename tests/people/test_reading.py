"""What somebody needs to read: read once, passed on when nobody did, and seen by the office where nobody could (H02)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import cast
from tests.booking.contest import contest
from tests.people.killed import a_worker_killed_after
from tests.people.reading_by import greta, something_to_read, with_a_deputy
from waylight.notifications.models import Notification
from waylight.people import episodes, reading
from waylight.people.models import Acknowledgement, Deputy, NeedsReading
from waylight.privacy import audit
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H02")]

NEXT_DAY = timedelta(days=1)


def texts(user) -> list[str]:
    return [item.words for item in reading.waiting_for(user)]


def test_it_goes_to_whoever_cares_for_the_client_by_when_it_is_promised(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    with_a_deputy()
    item = something_to_read()
    assert item.therapist == cast.clara()
    assert item.promised_by == cast.at("2026-11-24 18:00")
    assert texts(cast.clara().user) == ["They chose “Several days”."]
    for other in (greta().user, cast.david().user, cast.eva(), cast.ana().user):
        assert texts(other) == []


def test_the_same_is_left_once(clock) -> None:
    assert something_to_read(key="one").pk == something_to_read(key="one", words="Other").pk
    assert NeedsReading.objects.count() == 1
    assert AuditEvent.objects.filter(verb="leave-to-read").count() == 1


def test_the_list_is_by_promise_and_by_nothing_else() -> None:
    now = timezone.now()
    for hours in (30, 10, 20):
        something_to_read(words=f"{hours}", promised_by=now + timedelta(hours=hours))
    assert texts(cast.clara().user) == ["10", "20", "30"]


def test_reading_it_takes_an_answer_to_what_was_done() -> None:
    item = something_to_read()
    with pytest.raises(reading.SayWhatYouDid):
        reading.acknowledge(item, done="  \n", by=cast.clara().user)
    reading.acknowledge(item, done="Called her at ten", by=cast.clara().user)
    assert texts(cast.clara().user) == []
    kept = Acknowledgement.objects.get()
    assert (kept.done, kept.acknowledged_by) == ("Called her at ten", cast.clara().user)
    assert kept.acknowledged_at is not None
    assert b"Called" not in bytes(Acknowledgement.objects.values_list("done", flat=True)[0])
    assert AuditEvent.objects.filter(verb="acknowledge-reading", person=str(cast.ana().pk)).count() == 1


def test_opening_it_is_no_acknowledgement_and_is_recorded() -> None:
    item = something_to_read()
    reading.read(item, by=cast.clara().user)
    assert texts(cast.clara().user) != []
    assert AuditEvent.objects.filter(verb="read-what-waits", actor=str(cast.clara().user_id)).exists()


@pytest.mark.parametrize("who", ["david", "greta", "eva", "ana"])
def test_nobody_else_can_say_that_they_read_it(who: str) -> None:
    users = {
        "david": cast.david().user, "greta": greta().user, "eva": cast.eva(), "ana": cast.ana().user,
    }  # fmt: skip
    with pytest.raises(reading.NotForYou):
        reading.acknowledge(something_to_read(), done="Seen", by=users[who])
    assert not Acknowledgement.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_read_it_at_once_one_is_kept_and_the_other_is_told() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    results = contest(
        *(
            lambda _n, user=user: reading.acknowledge(item, done=f"By {user.pk}", by=user)
            for user in [cast.clara().user, deputy.user] * 3
        ),
        attempts=2,
    )
    assert results.outcomes == {"done": 1, "AlreadyAcknowledged": 11}
    assert Acknowledgement.objects.count() == 1
    assert AuditEvent.objects.filter(verb="acknowledge-reading").count() == 1


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_pass_it_on_once_also_while_it_is_being_read() -> None:
    with_a_deputy()
    items = [something_to_read() for _ in range(4)]
    later = items[0].promised_by
    clara = cast.clara().user
    results = contest(
        *[lambda _n: reading.pass_on(later)] * 3,
        lambda n: reading.acknowledge(items[n], done="Seen", by=clara),
        attempts=2,
    )
    assert results.outcomes["done"] == 8
    passed = NeedsReading.objects.exclude(passed_at=None).count()
    assert AuditEvent.objects.filter(verb="pass-on-reading").count() == passed >= 2
    assert Acknowledgement.objects.count() == 2
    assert reading.pass_on(later) == 0


def test_what_nobody_read_in_time_goes_to_the_deputy_and_stays_with_the_therapist() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    assert reading.pass_on(item.promised_by - timedelta(minutes=1)) == 0
    assert texts(deputy.user) == []
    assert reading.pass_on(item.promised_by) == 1
    assert texts(deputy.user) == texts(cast.clara().user) == [item.words]
    assert reading.pass_on(item.promised_by + NEXT_DAY) == 0
    reading.acknowledge(item, done="Spoke with her", by=deputy.user)
    assert texts(cast.clara().user) == texts(deputy.user) == []


def test_what_was_read_in_time_is_passed_to_nobody() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    reading.acknowledge(item, done="Seen", by=cast.clara().user)
    assert reading.pass_on(item.promised_by + NEXT_DAY) == 0
    assert texts(deputy.user) == []


def test_while_the_therapist_is_away_the_deputy_has_it_at_once() -> None:
    deputy = with_a_deputy()
    item = something_to_read(is_away=True)
    assert texts(deputy.user) == [item.words]
    assert NeedsReading.objects.get().passed_at is not None


def test_a_therapist_whose_account_is_closed_is_not_the_named_one() -> None:
    deputy = with_a_deputy()
    cast.clara().user.__class__.objects.filter(pk=cast.clara().user_id).update(is_active=False)
    item = something_to_read()
    assert item.therapist is None
    assert NeedsReading.objects.late(timezone.now()).get() == item
    assert reading.pass_on(item.promised_by) == 0
    assert texts(deputy.user) == []


def test_where_nobody_is_deputy_it_waits_and_the_office_sees_it() -> None:
    cast.a_practice(reads_within_working_days=0)
    item = something_to_read()
    assert reading.pass_on(item.promised_by) == 0
    assert list(NeedsReading.objects.late(item.promised_by)) == [item]
    assert list(NeedsReading.objects.late(item.promised_by - timedelta(minutes=1))) == []
    reading.name_deputy(cast.clara(), greta(), by=cast.eva())
    assert reading.pass_on(item.promised_by) == 1
    assert texts(greta().user) == [item.words]


def test_word_goes_to_whoever_is_to_read_it_once_and_says_nothing_of_what_or_whom() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    for _ in range(2):
        reading.pass_on(item.promised_by)
    sent = {row.person_id: row for row in Notification.objects.all()}
    assert set(sent) == {cast.clara().user_id, deputy.user_id}
    assert Notification.objects.count() == 2
    for row in sent.values():
        assert row.template == "something-to-read"
        assert row.words == {"link": "http://localhost:8000/desk/reading/"}


def test_where_nobody_reads_it_each_manager_gets_word_once() -> None:
    cast.frank()
    cast.eva()
    item = something_to_read(cast.a_client("cora", "Cora"))
    for _ in range(3):
        reading.pass_on(item.left_at)
    rows = Notification.objects.filter(template="manager-list")
    assert set(rows.values_list("person_id", flat=True)) == {cast.eva().pk, cast.frank().pk}
    assert rows.count() == Notification.objects.count() == 2


def test_after_a_hand_over_the_new_therapist_has_it() -> None:
    item = something_to_read()
    episodes.end_episode(cast.ana().episodes.get(), by=cast.eva(), on=timezone.localdate())
    assert texts(cast.clara().user) == []
    cast.an_episode(cast.ana(), cast.david())
    assert texts(cast.david().user) == [item.words]


def test_a_client_without_a_therapist_is_seen_by_the_office_at_once() -> None:
    item = something_to_read(cast.a_client("cora", "Cora"))
    assert item.therapist is None
    assert list(NeedsReading.objects.late(item.left_at)) == [item]


def test_another_deputy_takes_what_the_former_one_has_not_read() -> None:
    former, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    reading.name_deputy(cast.clara(), cast.david(), by=cast.eva())
    assert reading.pass_on(item.promised_by) == 1
    assert texts(former.user) == []
    assert texts(cast.david().user) == [item.words]
    assert Deputy.objects.filter(ended_at=None).get().deputy == cast.david()


def test_a_deputy_who_is_not_registered_gets_nothing() -> None:
    unregistered = cast.a_therapist("hana", "Dr Hana Demo", registered=False)
    cast.a_practice(reads_within_working_days=0)
    reading.name_deputy(cast.clara(), unregistered, by=cast.eva())
    item = something_to_read()
    assert reading.pass_on(item.promised_by) == 0
    assert reading.promise(cast.clara(), now=timezone.now()) is None


def test_nothing_is_promised_without_a_window_or_without_a_deputy() -> None:
    now = timezone.now()
    assert reading.promise(cast.clara(), now=now) is None
    cast.a_practice(reads_within_working_days=1)
    assert reading.promise(cast.clara(), now=now) is None
    reading.name_deputy(cast.clara(), greta(), by=cast.eva())
    assert reading.promise(cast.clara(), now=now) == cast.at("2026-11-25 18:00")
    assert reading.promise(None, now=now) is None
    reading.name_deputy(cast.clara(), None, by=cast.eva())
    assert reading.promise(cast.clara(), now=now) is None


def test_nobody_is_their_own_deputy() -> None:
    with pytest.raises(reading.NotAnother):
        reading.name_deputy(cast.clara(), cast.clara(), by=cast.eva())
    with pytest.raises(IntegrityError), transaction.atomic():
        Deputy.objects.create(
            therapist=cast.clara(), deputy=cast.clara(), named_at=timezone.now(), named_by=cast.eva()
        )


def test_naming_the_same_deputy_again_changes_nothing() -> None:
    with_a_deputy()
    reading.name_deputy(cast.clara(), greta(), by=cast.frank())
    assert Deputy.objects.count() == 1
    assert AuditEvent.objects.filter(verb="name-deputy").count() == 1


def test_the_client_may_ask_to_hear_sooner_once_and_nobody_else_for_them() -> None:
    item = something_to_read()
    with pytest.raises(reading.NotForYou):
        reading.ask_for_contact(item, by=cast.ben().user)
    first = reading.ask_for_contact(item, by=cast.ana().user).contact_asked_at
    assert reading.ask_for_contact(item, by=cast.ana().user).contact_asked_at == first
    assert AuditEvent.objects.filter(verb="ask-for-contact").count() == 1


def test_a_worker_that_fails_in_between_leaves_nothing_half_done(monkeypatch) -> None:
    with_a_deputy()
    items = [something_to_read() for _ in range(3)]
    record, done = audit.record, []

    def fails_at_the_second(verb: str, **fields) -> None:
        if done:
            raise ConnectionError
        done.append(verb)
        record(verb, **fields)

    monkeypatch.setattr(audit, "record", fails_at_the_second)
    with pytest.raises(ConnectionError):
        reading.pass_on(items[0].promised_by)
    monkeypatch.undo()
    assert NeedsReading.objects.exclude(deputy=None).count() == 1
    assert reading.pass_on(items[0].promised_by) == 2
    assert AuditEvent.objects.filter(verb="pass-on-reading").count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_between_has_passed_on_whole_ones_and_the_next_does_the_rest() -> None:
    with_a_deputy()
    items = [something_to_read() for _ in range(3)]
    later = items[0].promised_by
    assert a_worker_killed_after(1, later) == -9
    assert NeedsReading.objects.exclude(deputy=None).count() == 1
    assert AuditEvent.objects.filter(verb="pass-on-reading").count() == 1
    assert reading.pass_on(later) == 2
    assert sorted(AuditEvent.objects.filter(verb="pass-on-reading").values_list("row", flat=True)) == sorted(
        str(item.pk) for item in items
    )


def test_asking_to_hear_sooner_after_it_was_read_waits_for_somebody_again() -> None:
    item = something_to_read()
    reading.acknowledge(item, done="Called her", by=cast.clara().user)
    asked = reading.ask_for_contact(item, by=cast.ana().user)
    assert texts(cast.clara().user) == ["They ask to hear from somebody sooner."]
    assert asked.contact_asked_at is not None
    assert reading.ask_for_contact(item, by=cast.ana().user) == asked
    assert NeedsReading.objects.count() == 2


def test_whoever_takes_a_client_over_gets_word_and_their_deputy_reads_in_their_place() -> None:
    with_a_deputy()
    reading.name_deputy(cast.david(), cast.clara(), by=cast.eva())
    item = something_to_read()
    episodes.end_episode(cast.ana().episodes.get(), by=cast.eva(), on=timezone.localdate())
    cast.an_episode(cast.ana(), cast.david())
    reading.pass_on(item.left_at)
    kept = NeedsReading.objects.get()
    assert (kept.therapist, kept.deputy) == (cast.david(), None)
    assert Notification.objects.filter(person_id=cast.david().user_id).count() == 1
    reading.pass_on(item.promised_by)
    assert texts(cast.clara().user) == texts(cast.david().user) == [item.words]
    assert texts(greta().user) == []


def test_a_deputy_who_takes_the_client_over_is_no_longer_the_deputy_for_it() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    episodes.end_episode(cast.ana().episodes.get(), by=cast.eva(), on=timezone.localdate())
    cast.an_episode(cast.ana(), deputy)
    reading.pass_on(item.promised_by)
    kept = NeedsReading.objects.get()
    assert (kept.therapist, kept.deputy, kept.passed_at) == (deputy, None, None)
    assert texts(deputy.user) == [item.words]


def test_what_was_left_for_nobody_goes_to_whoever_takes_the_client_on() -> None:
    cora = cast.a_client("cora", "Cora")
    item = something_to_read(cora)
    cast.an_episode(cora, cast.david())
    reading.pass_on(item.left_at)
    assert NeedsReading.objects.get().therapist == cast.david()
    assert Notification.objects.filter(template="something-to-read").get().person_id == cast.david().user_id


def test_where_the_deputy_has_gone_meanwhile_managers_get_word() -> None:
    cast.eva()
    deputy, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    assert not Notification.objects.filter(template="manager-list").exists()
    deputy.user.__class__.objects.filter(pk=deputy.user_id).update(is_active=False)
    reading.pass_on(item.promised_by + NEXT_DAY)
    told = Notification.objects.filter(template="manager-list").values_list("person_id", flat=True)
    assert cast.eva().pk in told


def test_a_deputy_sees_what_was_done_for_a_while_and_then_no_more_of_somebody_they_do_not_care_for(
    clock,
) -> None:
    clock("2026-11-24 10:00+00:00")
    deputy, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    reading.acknowledge(item, done="Called her", by=deputy.user)
    assert NeedsReading.objects.visible_to(deputy.user).get() == item
    clock("2026-12-24 10:00+00:00")
    assert not NeedsReading.objects.visible_to(deputy.user).exists()
    assert NeedsReading.objects.visible_to(cast.clara().user).get() == item
