"""What is noted when the line drops, and what the therapist decides (REQUIREMENTS 5.3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests import cast
from tests.video import dropped as making
from waylight.booking import missed
from waylight.booking.models import ContactAttempt, PreCheck
from waylight.notifications.models import Notification, State
from waylight.privacy.models import AuditEvent
from waylight.video import interruptions, landing, rooms
from waylight.video.dropping import Stage
from waylight.video.models import Admission, Interruption, InterruptionStep, Role, Room
from waylight.video.models.interruptions import Answer, Decided, Doing

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H15")]


def clara() -> Any:
    return cast.clara().user


def ana() -> Any:
    return cast.ana().user


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("at").values_list("verb", flat=True))


def test_a_line_that_both_sides_miss_is_one_interruption_and_over_when_neither_misses_it(clock):
    room = making.a_session()
    row = making.dropped(room)
    interruptions.lose(room.pk, role=Role.CLIENT, by=ana())
    assert Interruption.objects.count() == 1
    clock(timezone.now() + timedelta(minutes=1))
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    row.refresh_from_db()
    assert row.back_at is None
    interruptions.find_again(room.pk, role=Role.CLIENT, by=ana())
    row.refresh_from_db()
    assert row.back_at is not None
    assert {"note-line-dropped", "note-line-back"} <= set(verbs())


def test_what_nobody_misses_is_told_to_nobody(monkeypatch):
    """A page answers what it is told. If the answer were told again, the two would talk without end."""
    told: list[Any] = []
    room = making.a_session()
    making.dropped(room)
    monkeypatch.setattr(interruptions, "_say", lambda *said: told.append(said))
    interruptions.find_again(room.pk, role=Role.CLIENT, by=ana())
    assert told == []
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    assert len(told) == 1


def test_a_second_drop_is_another_interruption(clock):
    room = making.a_session()
    first = making.dropped(room)
    clock(timezone.now() + timedelta(minutes=1))
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    second = making.dropped(room)
    assert second.pk != first.pk
    assert interruptions.going_on(room) == second


def test_a_page_that_was_loaded_anew_is_no_interruption(clock):
    room = making.a_session()
    making.dropped(room)
    clock(timezone.now() + timedelta(seconds=3))
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    assert not Interruption.objects.exists()


def test_nothing_breaks_off_before_the_two_were_together_or_after_the_end():
    appointment = cast.an_appointment(starts_at=timezone.now())
    room = rooms.opened(appointment, by=str(clara().pk), now=timezone.now())
    assert interruptions.lose(room.pk, role=Role.THERAPIST, by=clara()) is None
    Room.objects.filter(pk=room.pk).update(began_at=timezone.now())
    rooms.end(room, by=clara())
    assert interruptions.lose(room.pk, role=Role.THERAPIST, by=clara()) is None
    assert interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara()) is None


def test_the_database_lets_one_interruption_go_on_in_a_room():
    row = making.dropped()
    with pytest.raises(IntegrityError), transaction.atomic():
        Interruption.objects.create(room=row.room, lost_at=timezone.now())


def test_the_database_refuses_an_answer_that_does_not_fit_its_step():
    row = making.dropped()
    with pytest.raises(IntegrityError), transaction.atomic():
        InterruptionStep.objects.create(
            interruption=row, step=Doing.TEXT, answer=Answer.REACHED, taken_at=timezone.now(), taken_by="x"
        )


def test_the_practices_own_times_say_when_a_step_is_due():
    cast.a_practice(rejoin_minutes=1, call_minutes=2, text_minutes=3, call_again_minutes=4, decide_minutes=5)
    row = making.dropped()
    assert interruptions.state_of(row, making.minutes_after(row, 2)).stage == Stage.CALL
    assert interruptions.state_of(row, making.minutes_after(row, 5)).stage == Stage.DECIDE


def test_a_call_is_noted_in_the_appointment_and_counts_on_the_route_after_nobody_came():
    row = making.dropped()
    interruptions.take_step(row, Doing.CALL, Answer.NO_ANSWER, by=clara())
    attempt = ContactAttempt.objects.get()
    assert (attempt.outcome, attempt.attempted_by) == ("no answer", str(clara().pk))
    assert "record-contact-attempt" in verbs() and "take-step-after-drop" in verbs()
    assert missed.route(row.room.appointment)[0].at == attempt.attempted_at


def test_a_call_noted_by_mistake_is_taken_back_where_it_was_noted():
    row = making.dropped()
    interruptions.take_step(row, Doing.CALL, Answer.REACHED, by=clara())
    interruptions.take_step(row, Doing.CALL, Answer.NO_ANSWER, by=clara())
    standing = ContactAttempt.objects.filter(taken_back_at=None)
    assert [one.outcome for one in standing] == ["no answer"]
    assert ContactAttempt.objects.count() == 2
    assert interruptions.state_of(row, making.minutes_after(row, 4)).stage == Stage.WAITING


def test_a_call_that_was_not_possible_is_no_attempt():
    interruptions.take_step(making.dropped(), Doing.CALL, Answer.NOT_POSSIBLE, by=clara())
    assert not ContactAttempt.objects.exists()


def test_an_answer_that_does_not_fit_is_refused_in_words():
    row = making.dropped()
    with pytest.raises(interruptions.NotAnAnswer, match="Choose one of the answers"):
        interruptions.take_step(row, Doing.CALL, Answer.DONE, by=clara())
    with pytest.raises(interruptions.NotAnAnswer):
        interruptions.take_step(row, Doing.DECIDE, Decided.SERIOUS, by=clara())
    with pytest.raises(interruptions.NotAnAnswer):
        interruptions.decide(row, "low", by=clara())
    assert not InterruptionStep.objects.exists()


@pytest.mark.hazard("H06")
def test_the_message_goes_at_the_clients_level_at_once_and_once():
    row = making.dropped()
    shown = interruptions.words_before(row.room.appointment).body
    interruptions.send_message(row, by=clara())
    interruptions.send_message(row, by=clara())
    message = Notification.objects.get(template="line-dropped")
    assert message.due_at <= timezone.now()
    assert message.useful_until == rooms.closes_at(row.room.appointment)
    assert f"/room/{row.room_id}/" in message.words["link"]
    assert "Clara" not in shown and making.PLACE not in shown


def test_nothing_is_sent_before_the_therapist_says_so(clock):
    row = making.dropped()
    clock(making.minutes_after(row, 30))
    assert interruptions.state_of(row, timezone.now()).stage == Stage.DECIDE
    assert not Notification.objects.filter(template__startswith="line-dropped").exists()
    assert not ContactAttempt.objects.exists()


def test_no_concern_offers_another_time_and_settles_it():
    row = interruptions.decide(making.dropped(), Decided.NO_CONCERN, by=clara())
    message = Notification.objects.get(template="cut-off")
    assert message.person_id == row.room.appointment.client_id
    assert interruptions.state_of(row, timezone.now()).is_over
    assert "decide-after-drop" in verbs()


def test_a_decision_for_worry_takes_the_offer_back_and_keeps_the_place():
    row = making.dropped()
    interruptions.decide(row, Decided.NO_CONCERN, by=clara())
    interruptions.decide(row, Decided.SERIOUS, by=clara())
    assert Notification.objects.get(template="cut-off").state == State.WITHDRAWN
    assert PreCheck.objects.get().place_kept_at is not None
    row.refresh_from_db()
    assert (row.decision, row.decided_by) == (Decided.SERIOUS, str(clara().pk))
    assert row.steps.filter(step=Doing.DECIDE).count() == 2


@pytest.mark.hazard("H04")
@pytest.mark.parametrize(("decision", "is_kept"), [(Decided.CONTACT, True), (Decided.BY_PHONE, False)])
def test_the_place_is_kept_where_the_therapist_is_worried_and_forgotten_otherwise(
    decision: str, is_kept: bool
):
    interruptions.decide(making.dropped(), decision, by=clara())
    assert (PreCheck.objects.get().place_kept_at is not None) == is_kept


def test_once_they_are_back_no_step_is_noted_any_more(clock):
    room = making.a_session()
    row = making.dropped(room)
    clock(timezone.now() + timedelta(minutes=2))
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    with pytest.raises(interruptions.NothingBroke):
        interruptions.take_step(row, Doing.CALL, Answer.NO_ANSWER, by=clara())
    with pytest.raises(interruptions.NothingBroke):
        interruptions.decide(row, Decided.SERIOUS, by=clara())


def test_a_client_says_whether_they_can_be_called():
    row = making.dropped()
    interruptions.reply(row, Answer.CANNOT_TAKE_A_CALL, by=ana())
    assert InterruptionStep.objects.get().answer == Answer.CANNOT_TAKE_A_CALL
    assert interruptions.state_of(row, making.minutes_after(row, 3)).stage == Stage.CALL


def test_a_session_does_not_end_while_somebody_is_lost_and_nobody_decided():
    row = making.dropped()
    with pytest.raises(landing.NotDecided, match="Decide first"):
        landing.end(row.room, by=clara())
    interruptions.send_message(row, by=clara())
    interruptions.decide(row, Decided.BY_PHONE, by=clara())
    landing.end(row.room, by=clara())
    assert Room.objects.get().ended_at is not None
    assert Notification.objects.get(template="line-dropped").state == State.WITHDRAWN


def test_who_goes_out_after_the_goodbye_leaves_nothing_to_decide():
    room = making.a_session()
    landing.land(room, by=clara())
    assert interruptions.lose(room.pk, role=Role.THERAPIST, by=ana(), left_by_choice=True) is None
    landing.end(room, by=clara())
    assert not Interruption.objects.exists()


def test_who_went_out_without_landing_is_settled_in_one_word():
    room = making.a_session()
    row = interruptions.lose(room.pk, role=Role.THERAPIST, by=ana(), left_by_choice=True)
    assert row is not None
    interruptions.decide(row, Decided.FINISHED, by=clara())
    landing.end(room, by=clara())
    assert not Notification.objects.filter(template__in=("cut-off", "line-dropped")).exists()


def test_where_both_pages_are_gone_the_server_notes_it_by_itself():
    room = making.a_session()
    seats = {seat.role: seat for seat in Admission.objects.all()}
    for role in (Role.CLIENT, Role.THERAPIST):
        assert interruptions.going_on(room) is None
        Admission.objects.filter(pk=seats[role].pk).update(seen_at=None)
        interruptions.look_after(seats[role].pk)
    row = interruptions.going_on(room)
    assert row is not None and row.therapist_waits
    interruptions.find_again(room.pk, role=Role.THERAPIST, by=clara())
    assert interruptions.going_on(room) is None


def test_the_outsider_a_manager_and_another_client_see_no_interruption():
    row = making.dropped()
    step = interruptions.take_step(row, Doing.CALL, Answer.NO_ANSWER, by=clara())
    for user in (cast.david().user, cast.eva(), cast.ben().user):
        assert not Interruption.objects.visible_to(user).exists()
        assert not InterruptionStep.objects.visible_to(user).exists()
    for user in (clara(), ana()):
        assert list(Interruption.objects.visible_to(user)) == [row]
        assert list(InterruptionStep.objects.visible_to(user)) == [step]


def test_a_therapist_finds_what_goes_on_until_it_is_over():
    row = making.dropped()
    assert interruptions.of_therapist(clara()) == [row]
    assert interruptions.of_therapist(cast.david().user) == []
    interruptions.decide(row, Decided.BY_PHONE, by=clara())
    landing.end(row.room, by=clara())
    assert interruptions.of_therapist(clara()) == []


def test_nothing_breaks_off_between_the_look_whether_something_did_and_the_end(django_assert_max_num_queries):
    """The room's row is held before it is asked whether the line dropped, as `lose` holds it to note that."""
    room = making.a_session()
    with django_assert_max_num_queries(60) as asked:
        landing.end(room, by=clara())
    tables = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("SELECT")]
    of_room = next(number for number, sql in enumerate(tables) if 'FROM "video_room"' in sql)
    of_drop = next(number for number, sql in enumerate(tables) if 'FROM "video_interruption"' in sql)
    assert of_room < of_drop
