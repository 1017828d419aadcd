"""Reminders come once, in time, at safe hours; none for what was cancelled or moved, none to who did not ask for any."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from tests import cast
from tests.booking.meeting import FRIDAY, MONDAY, THURSDAY, ana_agreed, booked, noor, open_clara
from tests.booking.reminding import OWN, an_appointment, dues, reminded, waiting
from tests.cast import at
from waylight.accounts import accounts
from waylight.booking import reminders, scheduling
from waylight.booking.models import Appointment, ReminderPlan, Status
from waylight.notifications import delivery
from waylight.notifications.models import Notification, State

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H18")]

Clock = Callable[[str | datetime], None]


@pytest.fixture(autouse=True)
def a_monday(clock: Clock) -> None:
    clock(MONDAY)


def test_who_chose_nothing_gets_no_reminder() -> None:
    ana_agreed()
    booked(cast.ana())
    reminders.replan_all(timezone.now())
    assert not Notification.objects.filter(template__startswith="reminder").exists()
    assert not ReminderPlan.objects.exists()


def test_who_has_no_account_can_be_booked_and_gets_no_reminder() -> None:
    booked(noor())
    assert waiting() == []


def test_reminders_wait_until_the_hours_before_that_the_practice_set() -> None:
    cast.a_practice(reminder_hours=[24, 2])
    reminded()
    reminders.plan(an_appointment())
    assert [row.due_at for row in waiting()] == [THURSDAY - timedelta(days=1), THURSDAY - timedelta(hours=2)]
    assert {(row.address, row.useful_until) for row in waiting()} == {(OWN, THURSDAY)}


def test_booking_plans_and_cancelling_takes_back() -> None:
    open_clara()
    appointment = booked(reminded(ana_agreed()))
    assert dues() == ["06.01. 10:00"]
    scheduling.cancel(appointment, by=cast.eva())
    assert dues() == []


def test_a_moved_time_has_a_reminder_of_its_own_and_the_old_one_none() -> None:
    old = booked(reminded(ana_agreed()))
    new = scheduling.move(old, FRIDAY, by=cast.eva())
    assert [row.key for row in waiting()] == [f"reminder:{new.pk}:24h"]
    assert waiting(of=old) == []


def test_what_was_cancelled_and_taken_back_is_reminded_of_again_once() -> None:
    appointment = booked(reminded(ana_agreed()))
    scheduling.cancel(appointment, by=cast.ana().user)
    scheduling.undo(appointment, by=cast.ana().user)
    assert [row.key for row in waiting()] == [f"reminder:{appointment.pk}:24h"]


def test_a_time_booked_closer_than_the_hours_before_has_no_reminder_and_nobody_is_troubled() -> None:
    reminded()
    reminders.plan(an_appointment(at("2027-01-05 07:00")))
    assert waiting() == []
    assert not ReminderPlan.objects.without_time(timezone.now()).exists()


def test_outside_safe_hours_it_comes_earlier_and_ends_with_them() -> None:
    reminded(safe_from=time(18), safe_until=time(20))
    reminders.plan(an_appointment())
    (row,) = waiting()
    assert row.due_at == at("2027-01-05 19:45")
    assert row.useful_until == at("2027-01-05 20:00")


def test_when_no_safe_hour_is_left_a_manager_sees_it_until_she_has_seen_it(clock: Clock) -> None:
    reminded(safe_from=time(18), safe_until=time(20))
    appointment = an_appointment(
        at("2027-01-05 17:00")
    )  # asked for at 17:00 today; the evening before is over
    reminders.plan(appointment)
    assert waiting() == []
    row = ReminderPlan.objects.without_time(timezone.now()).get()
    assert (row.pk, row.no_time_for) == (appointment.pk, [24])
    reminders.see_no_time(row, by=cast.eva())
    reminders.plan(appointment)  # nothing changed, so it stays seen
    assert not ReminderPlan.objects.without_time(timezone.now()).exists()


def test_two_that_fall_together_are_one() -> None:
    cast.a_practice(reminder_hours=[24, 20])
    reminded(safe_from=time(18), safe_until=time(20))
    reminders.plan(an_appointment())
    assert dues() == ["05.01. 19:45"]


@pytest.mark.parametrize(
    ("hours", "after"), [([48], ["05.01. 10:00"]), ([24, 2], ["06.01. 10:00", "07.01. 08:00"]), ([], [])]
)
def test_the_worker_follows_the_practice_when_it_reminds_at_other_hours(
    hours: list[int], after: list[str]
) -> None:
    reminded()
    reminders.plan(an_appointment())
    cast.a_practice(reminder_hours=hours)
    assert reminders.replan_all(timezone.now()) == 1
    assert dues() == after
    assert reminders.replan_all(timezone.now()) == 0


def test_what_waits_follows_a_new_choice_at_once() -> None:
    ana = reminded()
    reminders.plan(an_appointment())
    choice = {"reminders": "email", "address": OWN, "by": ana.user}
    reminders.choose(ana, **choice, safe_from=time(18), safe_until=time(20))
    assert dues() == ["05.01. 19:45"]
    reminders.choose(ana, **choice | {"reminders": "none"})
    assert dues() == []
    reminders.choose(ana, **choice, level=1)
    assert [(row.template, row.words["name"]) for row in waiting()] == [("reminder-1", "Clara")]


def test_another_zone_means_other_safe_hours() -> None:
    ana = reminded(safe_from=time(18), safe_until=time(20))
    reminders.plan(an_appointment())
    assert dues() == ["05.01. 19:45"]
    accounts.keep_settings(ana.user, {"zone": "Asia/Tokyo"})
    assert reminders.replan_all(timezone.now()) == 1
    assert dues() == ["06.01. 10:00"]  # 19:00 in Tokyo


def test_new_rules_of_the_zones_are_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    reminded()
    reminders.plan(an_appointment())
    Notification.objects.update(due_at=THURSDAY)  # as the rules of last year had it
    assert reminders.replan_all(timezone.now()) == 0
    monkeypatch.setattr("tzdata.IANA_VERSION", "2027a")
    assert reminders.replan_all(timezone.now()) == 1
    assert dues() == ["06.01. 10:00"]
    assert ReminderPlan.objects.get().rules == "2027a 24"


def test_what_was_booked_without_a_plan_is_found_and_planned() -> None:
    reminded()
    an_appointment()
    assert reminders.replan_all(timezone.now()) == 1
    assert dues() == ["06.01. 10:00"]


def test_many_are_planned_in_several_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "BATCH", 2)
    reminded()
    for day in range(5):
        an_appointment(THURSDAY + timedelta(days=day))
    assert [reminders.replan_all(timezone.now()) for _turn in range(4)] == [2, 2, 1, 0]
    assert len(waiting()) == 5


def test_a_reminder_leaves_once_however_often_it_is_planned(clock: Clock) -> None:
    appointment = booked(reminded(ana_agreed()))
    for moment in ("2027-01-06 10:00+00:00", "2027-01-06 10:01+00:00", "2027-01-06 09:00+00:00"):
        clock(moment)  # the last: a clock that was set back
        delivery.send_due(timezone.now())
        reminders.plan(appointment)
        reminders.replan_client(cast.ana())
        delivery.send_due(timezone.now())
    assert [m.subject for m in mail.outbox if m.subject == "A reminder"] == ["A reminder"]


def test_one_that_is_late_still_goes_before_the_beginning_and_never_after(clock: Clock) -> None:
    reminded()
    reminders.plan(an_appointment())
    clock("2027-01-07 09:00+00:00")  # the worker was away for a day
    assert delivery.send_due(timezone.now()) == 1
    reminders.plan(an_appointment(FRIDAY))
    clock(FRIDAY)
    assert delivery.send_due(timezone.now()) == 0
    assert Notification.objects.get(key__contains=":24h", state=State.TOO_LATE) in list(
        Notification.objects.for_a_person()
    )


def test_one_that_is_late_does_not_go_outside_safe_hours(clock: Clock) -> None:
    reminded(safe_from=time(18), safe_until=time(20))
    reminders.plan(an_appointment())
    clock("2027-01-05 20:00+00:00")
    assert delivery.send_due(timezone.now()) == 0
    assert Notification.objects.for_a_person().get().state == State.TOO_LATE


def test_one_that_is_late_is_not_lost_when_its_reader_chooses_anew(clock: Clock) -> None:
    ana = reminded()
    reminders.plan(an_appointment())
    clock("2027-01-06 12:00+00:00")
    reminders.choose(ana, by=ana.user, reminders="email", address="new@example.org")
    (row,) = waiting()
    assert (row.address, row.due_at) == ("new@example.org", at("2027-01-06 12:00"))


def test_one_whose_hand_over_began_is_not_queued_again(clock: Clock) -> None:
    reminded()
    appointment = an_appointment()
    reminders.plan(appointment)
    Notification.objects.update(begun_at=timezone.now())  # a gateway did not say whether it took it
    before = Notification.objects.get()
    reminders.plan(appointment)
    assert Notification.objects.get() == before


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.FULFILLED, Status.NOSHOW])
def test_what_does_not_stand_is_not_reminded_of(status: str) -> None:
    reminded()
    appointment = an_appointment()
    Appointment.objects.update(status=status)
    appointment.refresh_from_db()
    reminders.plan(appointment)
    assert reminders.replan_all(timezone.now()) == 0
    assert waiting() == []


@pytest.mark.only_on("sqlite")
def test_looking_for_old_plans_goes_by_an_index_to_what_is_to_come_and_never_through_the_past() -> None:
    plan = reminders._stale(timezone.now()).explain()
    (line,) = [line for line in plan.splitlines() if "booking_appointment" in line]
    assert "USING INDEX" in line and "starts_at>?" in line
    assert "SCAN booking_" not in plan


# Other messages: they cannot come earlier, so they wait for the next safe hours, unless the beginning comes first.


def test_another_message_that_has_to_be_tried_again_stays_within_safe_hours(clock: Clock) -> None:
    clock(MONDAY + timedelta(hours=11))  # 19:00 in London
    booked(reminded(safe_from=time(18), safe_until=time(20)))
    message = Notification.objects.get(template="booked")
    assert message.due_at == MONDAY + timedelta(hours=11) + scheduling.UNDO
    evening, later = MONDAY + timedelta(hours=12), MONDAY + timedelta(hours=34)
    assert (message.quiet_from, message.quiet_until) == (evening, later)
    assert message.after_quiet(evening) == later
    assert message.after_quiet(later + timedelta(hours=5)) == later + timedelta(hours=24)
    assert message.after_quiet(later + timedelta(hours=1)) == later + timedelta(hours=1)


def test_another_message_waits_for_the_next_safe_hours(clock: Clock) -> None:
    ana = reminded(ana_agreed(), safe_from=time(18), safe_until=time(20))
    booked(ana)
    row = Notification.objects.get(template="booked")
    assert (row.due_at, row.useful_until) == (at("2027-01-04 18:00"), THURSDAY)
    clock("2027-01-04 19:00+00:00")
    booked(ana, FRIDAY)
    assert (
        Notification.objects.filter(template="booked", due_at=timezone.now() + scheduling.UNDO).count() == 1
    )


def test_it_does_not_wait_until_after_the_beginning() -> None:
    ana = reminded(ana_agreed(), safe_from=time(18), safe_until=time(20))
    appointment = an_appointment(at("2027-01-04 15:00"), client=ana)
    scheduling.cancel(appointment, by=cast.eva())
    assert Notification.objects.get(template="cancelled").due_at == MONDAY + scheduling.UNDO


def test_what_waits_goes_where_the_client_says_now_and_says_no_more_than_it_would_have() -> None:
    ana = reminded(ana_agreed(), level=2, safe_from=time(18), safe_until=time(20))
    booked(ana)
    choice = {"reminders": "email", "address": "new@example.org", "by": ana.user}
    reminders.choose(ana, **choice, others_see=True)
    row = Notification.objects.get(key__startswith="booked:")
    assert (row.template, row.address, set(row.words)) == ("booked", "new@example.org", {"when", "link"})
    reminders.choose(ana, **choice, level=2)
    assert Notification.objects.get(key__startswith="booked:").template == "booked"
