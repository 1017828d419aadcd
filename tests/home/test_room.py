"""What stands beside the picture: for each of the two their own, and nothing of anybody else's."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.care import planning
from tests.care.writing import PARTS, a_closed_session
from tests.sign_in import signed_in
from waylight.booking.models import Appointment
from waylight.care.models import SessionNote
from waylight.exercises import entries
from waylight.privacy.models import AuditEvent
from waylight.video import admissions, rooms, seats
from waylight.video.models import Admission, Room

pytestmark = pytest.mark.django_db


def a_meeting(**fields: Any) -> Appointment:
    """Of Ana's with Clara, begun a moment ago; both are let in."""
    appointment = cast.an_appointment(**{"starts_at": timezone.now()} | fields)
    for user in (cast.ana().user, cast.clara().user):
        admissions.wait(seats.seat_of(user, appointment.pk, timezone.now()), timezone.now())
    Admission.objects.filter(room_id=appointment.pk).update(admitted_at=timezone.now(), admitted_by="clara")
    return appointment


def the_room(user: Any, appointment: Appointment, *, unlocked: bool = True) -> str:
    answer = signed_in(user, unlocked=unlocked).get(reverse("home:room", args=[appointment.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_therapist_has_agenda_plan_and_jot_pad_beside_the_picture() -> None:
    a_closed_session(cast.an_appointment(starts_at=timezone.now() - timedelta(days=7)))
    planning.a_plan()
    shown = the_room(cast.clara().user, a_meeting(topic="The weekend at my sister's"))
    assert "The weekend at my sister&#x27;s" in shown
    assert PARTS["take_away"] in shown
    assert planning.STEPS[0] in shown
    assert 'name="jotted"' in shown
    assert reverse("care:client_loop_draft", args=[cast.ana().pk]) in shown


def test_the_client_has_plan_and_last_take_away_and_nothing_of_the_note() -> None:
    a_closed_session(cast.an_appointment(starts_at=timezone.now() - timedelta(days=7)))
    planning.a_plan()
    shown = the_room(cast.ana().user, a_meeting())
    assert PARTS["take_away"] in shown and planning.STEPS[0] in shown
    assert PARTS["worked_on"] not in shown and "jotted" not in shown
    assert reverse("care:plan_section", args=["by_myself"]) in shown
    assert "/desk/" not in shown


@pytest.mark.hazard("H06")
def test_without_the_second_factor_nothing_of_the_record_stands_beside_the_picture() -> None:
    planning.a_plan()
    shown = the_room(cast.ana().user, a_meeting(), unlocked=False)
    assert planning.STEPS[0] not in shown and "data-shared" not in shown


@pytest.mark.hazard("H10")
def test_the_outsider_a_manager_and_another_client_get_a_404() -> None:
    appointment = a_meeting()
    for user in (cast.david().user, cast.eva(), cast.ben().user):
        assert signed_in(user).get(reverse("home:room", args=[appointment.pk])).status_code == 404


def test_after_a_session_was_ended_early_no_page_leads_to_its_room_any_more() -> None:
    appointment = a_meeting()
    door = f'href="{reverse("video:door", args=[appointment.pk])}"'
    ana, clara = signed_in(cast.ana().user), signed_in(cast.clara().user)
    pages = (
        (ana, reverse("home:me")),
        (clara, reverse("home:desk")),
        (clara, reverse("home:appointment", args=[appointment.pk])),
    )
    for client, page in pages:
        assert door in client.get(page).content.decode(), page
    rooms.end(Room.objects.get(pk=appointment.pk), by=cast.clara().user)
    for client, page in pages:
        assert door not in client.get(page).content.decode(), page


def test_a_client_who_is_not_let_in_is_sent_to_the_door() -> None:
    appointment = cast.an_appointment(starts_at=timezone.now())
    answer = signed_in(cast.ana().user).get(reverse("home:room", args=[appointment.pk]))
    assert answer.headers["Location"] == reverse("video:door", args=[appointment.pk])


def test_whoever_reads_beside_the_picture_is_on_record() -> None:
    planning.a_plan()
    appointment = a_meeting()
    AuditEvent.objects.all().delete()
    the_room(cast.clara().user, appointment)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"read-note", "read-preparation", "read-plan"} <= verbs


def test_what_is_jotted_begins_the_note_and_leaves_its_other_parts() -> None:
    appointment = a_meeting()
    browser, note = signed_in(cast.clara().user), {"next_step": "Ring the school", "worked_on": ""}
    assert browser.post(reverse("care:draft", args=[appointment.pk]), note).status_code == 204
    fields = dict(
        re.findall(r'name="(window|revision)" value="([^"]+)"', the_room(cast.clara().user, appointment))
    )
    jotted = {"jotted": "Her sister rang", **fields}
    assert browser.post(reverse("care:jotting", args=[appointment.pk]), jotted).status_code == 204
    assert (
        browser.post(
            reverse("care:jotting", args=[appointment.pk]), jotted | {"jotted": "And again"}
        ).status_code
        == 204
    )
    kept = SessionNote.objects.get(appointment=appointment)
    assert (kept.parts["worked_on"], kept.parts["next_step"], kept.aside) == (
        "And again",
        "Ring the school",
        {},
    )
    assert "And again" in browser.get(reverse("care:note", args=[appointment.pk])).content.decode()


def test_what_is_jotted_in_an_older_window_waits_beside_and_is_not_lost() -> None:
    appointment = a_meeting()
    browser = signed_in(cast.clara().user)
    fields = dict(
        re.findall(r'name="(window|revision)" value="([^"]+)"', the_room(cast.clara().user, appointment))
    )
    browser.post(reverse("care:draft", args=[appointment.pk]), {"worked_on": "On the other screen"})
    browser.post(reverse("care:jotting", args=[appointment.pk]), {"jotted": "In the room", **fields})
    kept = SessionNote.objects.get(appointment=appointment)
    assert kept.parts["worked_on"] == "On the other screen"
    assert kept.aside[fields["window"]]["worked_on"] == "In the room"


def test_only_its_therapist_jots() -> None:
    appointment = a_meeting()
    for user in (cast.david().user, cast.ana().user, cast.eva()):
        answer = signed_in(user).post(reverse("care:jotting", args=[appointment.pk]), {"jotted": "x"})
        assert answer.status_code == 404
    assert not SessionNote.objects.exists()


def test_a_thought_record_that_is_begun_is_carried_on_and_the_therapist_is_not_told_of_it() -> None:
    appointment = a_meeting()
    begins = reverse("exercises:begin", args=["cbt-thought-record"])
    assert f'data-begin="{begins}"' in the_room(cast.ana().user, appointment)
    before = the_room(cast.clara().user, appointment)
    entry = entries.start(cast.ana(), "cbt-thought-record", by=cast.ana().user)
    assert reverse("exercises:step", args=[entry.pk, "moment"]) in the_room(cast.ana().user, appointment)
    after = the_room(cast.clara().user, appointment)
    options = re.compile(r"<option.*?</option>")
    assert options.findall(before) == options.findall(after)
    assert str(entry.pk) not in after


def test_a_signed_note_takes_no_more_jotting() -> None:
    appointment = a_meeting()
    a_closed_session(appointment)
    answer = signed_in(cast.clara().user).post(
        reverse("care:jotting", args=[appointment.pk]), {"jotted": "x"}
    )
    assert (answer.status_code, answer.content.decode()[:19]) == (409, "This note is signed")
