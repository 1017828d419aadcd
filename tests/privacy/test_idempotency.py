"""A form that is sent twice does its work once."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from tests import cast
from waylight.practice.models import ClosedDay
from waylight.privacy import audit
from waylight.privacy.idempotency import FIELD, forget_old, once
from waylight.privacy.models import AuditEvent, SentForm

pytestmark = pytest.mark.django_db


@once
def close_a_day(request, leads_to="/office/"):
    ClosedDay.objects.create(on=f"2027-01-{ClosedDay.objects.count() + 1:02}", why="test")
    if request.POST.get("wrong"):
        return HttpResponse("There is a problem")
    return HttpResponseRedirect(leads_to)


def sent(key, user=None, **fields):
    request = RequestFactory().post("/", {FIELD: key} | fields)
    request.user, request.resolver_match = user or AnonymousUser(), None
    return request


def test_the_same_key_does_the_work_once_and_leads_to_the_same_page():
    key = str(uuid.uuid4())
    first, second = close_a_day(sent(key), "/a/"), close_a_day(sent(key), "/b/")
    assert ClosedDay.objects.count() == 1
    assert first.url == second.url == "/a/"


def test_a_form_with_errors_leaves_nothing_and_its_key_can_be_sent_again():
    key = str(uuid.uuid4())
    assert close_a_day(sent(key, wrong="1")).status_code == 200
    assert ClosedDay.objects.count() == SentForm.objects.count() == 0
    assert close_a_day(sent(key)).status_code == 302
    assert ClosedDay.objects.count() == 1


@once
def read_and_answer(request):
    audit.record("read-note", by=request.user, person=request.user.pk)
    audit.record("sign-note", by=request.user, person=request.user.pk)
    if request.POST.get("wrong") == "broken":
        raise ValueError("broken")
    return (
        HttpResponse("The words, and a problem") if request.POST.get("wrong") else HttpResponseRedirect("/a/")
    )


def test_what_a_refused_form_showed_stays_recorded_as_read_and_what_it_tried_does_not():
    read_and_answer(sent(str(uuid.uuid4()), cast.clara().user, wrong="1"))
    assert [event.verb for event in AuditEvent.objects.filter(verb__endswith="-note")] == ["read-note"]


def test_what_was_done_is_recorded_once():
    read_and_answer(sent(str(uuid.uuid4()), cast.clara().user))
    assert AuditEvent.objects.filter(verb="read-note").count() == 1


def test_a_view_that_breaks_has_shown_nothing():
    with pytest.raises(ValueError, match="broken"):
        read_and_answer(sent(str(uuid.uuid4()), cast.clara().user, wrong="broken"))
    assert not AuditEvent.objects.filter(verb="read-note").exists()


def test_somebody_elses_key_is_refused():
    key = str(uuid.uuid4())
    close_a_day(sent(key, cast.eva()))
    with pytest.raises(BadRequest):
        close_a_day(sent(key, cast.frank()))


@pytest.mark.parametrize("key", ["", "not a key"])
def test_a_form_without_a_key_is_refused(key):
    with pytest.raises(BadRequest):
        close_a_day(sent(key))
    assert ClosedDay.objects.count() == 0


def test_the_address_is_not_readable_in_the_database():
    close_a_day(sent(str(uuid.uuid4())), "/times/secret/")
    assert b"secret" not in bytes(SentForm.objects.get().location)


def test_old_keys_are_forgotten_after_thirty_days(time_machine):
    time_machine.move_to(cast.at("2026-11-01 00:00"), tick=False)
    close_a_day(sent(str(uuid.uuid4())))
    time_machine.move_to(cast.at("2026-11-30 00:00"), tick=False)
    assert forget_old() == 0
    time_machine.move_to(cast.at("2026-12-02 00:00"), tick=False)
    assert forget_old() == 1
