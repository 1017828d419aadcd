"""The demonstration practice: loaded through the real verbs, open in demo mode alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.test import override_settings
from django.urls import clear_url_caches, include, path, set_urlconf
from django.utils import timezone

from tests.conftest import TODAY, ByAll
from waylight.accounts import pins, second_factor
from waylight.accounts.models import Role, User
from waylight.booking.models import Appointment, Break, Series, WaitingListEntry
from waylight.care import notes
from waylight.config import urls
from waylight.intake.models import Enquiry
from waylight.notifications.models import Notification
from waylight.notifications.notify import notify, preview
from waylight.operations.demo import history, mailbox, practice
from waylight.operations.demo.views import CAST
from waylight.people.models import Client, Therapist
from waylight.video.models.groups import GroupMember, GroupSession

pytestmark = pytest.mark.django_db


class DemoUrls:
    """The product's addresses with the demonstration's in front, as demo mode has them."""

    urlpatterns = [path("demo/", include("waylight.operations.demo.urls")), *urls.urlpatterns]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture(scope="module")
def loaded(tmp_path_factory, by_all: ByAll):
    with override_settings(DEMO=True, VAR=tmp_path_factory.mktemp("demo")), by_all(TODAY, practice.load):
        yield


@pytest.fixture
def demo(loaded, tmp_path):
    with override_settings(ROOT_URLCONF=DemoUrls, VAR=tmp_path):
        clear_url_caches()
        set_urlconf(None)
        yield
    clear_url_caches()


def test_loading_twice_changes_nothing(demo):
    before = [model.objects.count() for model in (User, Appointment, Enquiry, Therapist)]
    assert practice.load() is False
    assert [model.objects.count() for model in (User, Appointment, Enquiry, Therapist)] == before


def test_where_there_is_an_engine_a_group_meets_soon_and_ben_takes_part(demo, settings):
    settings.JANUS, settings.JANUS_KEY = "http://127.0.0.1:9/janus", "key"
    assert practice.load() is True
    assert [one.known_as for one in GroupMember.objects.taking_part()] == ["Ben"]
    (first, *_later) = GroupSession.objects.order_by("starts_at")
    assert first.starts_at - timezone.now() < timedelta(minutes=15)
    assert practice.load() is False


def test_on_a_later_day_something_is_booked_again_and_something_is_to_be_finished(demo, clock):
    later = timezone.now() + timedelta(days=3)
    clock(later)
    assert practice.load() is True
    clara = User.objects.get(email="clara-vale@example.org")
    booked = Appointment.objects.upcoming(later)
    assert {row.client.user.email for row in booked} == {"ana@example.org", "ben@example.org"}
    assert [row.starts_at > later - timedelta(days=1) for row in notes.to_finish(clara)].count(True) == 1
    assert practice.load() is False


def test_it_carries_on_around_what_is_in_the_diary_already(demo, clock):
    later = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    clock(later)
    clara = Therapist.objects.get(slug="clara-vale")
    ben = Client.objects.get(user__email="ben@example.org")
    for hours in (-3, 26):
        history._appointment(ben, clara, later + timedelta(hours=hours), "session")
    practice.load()
    ours = Appointment.objects.filter(
        client__user__email="ana@example.org", starts_at__gt=later - timedelta(days=1)
    )
    now = timedelta(minutes=10)
    assert {row.starts_at - later for row in ours} == {timedelta(hours=-4), now, timedelta(hours=27)}


def test_ana_and_her_therapist_can_meet_at_once_and_on_a_later_day_anew(demo, clock):
    def open_now() -> list[Appointment]:
        rows = Appointment.objects.upcoming(timezone.now()).filter(client__user__email="ana@example.org")
        return [row for row in rows if row.is_open(timezone.now())]

    first = open_now()
    assert [row.therapist.slug for row in first] == ["clara-vale"]
    assert first[0].is_by_video
    clock(timezone.now() + timedelta(days=2))
    assert open_now() == []
    practice.load()
    assert open_now() == first


def test_one_enquiry_is_nearly_due_and_none_is_late(demo):
    due = list(Enquiry.objects.waiting().values_list("answer_due_at", flat=True))
    assert due[0] > timezone.now()
    assert due[0] < due[1]


def test_the_site_shows_the_registered_therapists_and_not_the_others(demo):
    names = set(Therapist.objects.shown(timezone.localdate()).values_list("name", flat=True))
    assert names == {"Dr Clara Vale", "Dr David Osei"}


def test_the_mailbox_begins_empty_but_for_a_reminder_and_three_enquiries_wait(demo):
    assert {row.template for row in Notification.objects.exclude(state="sent")} == {"reminder"}
    assert Enquiry.objects.waiting().count() == 3


def test_a_course_is_planned_somebody_waits_and_a_day_has_its_pause(demo):
    assert Series.objects.get().appointments.count() == 6
    assert WaitingListEntry.objects.open().get().language == "pl"
    assert Break.objects.filter(therapist__slug="david-osei").count() == 5


def test_all_addresses_are_invented(demo):
    assert all(email.endswith("@example.org") for email in User.objects.values_list("email", flat=True))


@pytest.mark.parametrize("who", CAST)
def test_one_click_steps_in_as_anybody_with_the_second_factor_marked(demo, who):
    browser = Browser()
    browser.post(f"/demo/as/{who}/")
    assert browser.session[second_factor.MARK]["how"] == "demo"
    page = browser.get("/home/", follow=True)
    assert page.status_code == 200
    assert page.redirect_chain


def test_demo_staff_have_a_real_authenticator_and_clients_a_real_pin(demo):
    staff = User.objects.exclude(role=Role.CLIENT)
    assert all(user.authenticator_set.filter(type="totp").count() == 1 for user in staff)
    assert pins.fits(User.objects.get(email="ana@example.org"), history.PIN)


def test_an_appointment_is_brought_forward_so_that_it_can_be_walked_today(demo):
    browser = Browser()
    of_ben = Appointment.objects.filter(client__user__email="ben@example.org")
    booked = of_ben.upcoming(timezone.now()).first()
    key = "8f1f6a4e-6f0e-4a4c-9f0e-0a1b2c3d4e5f"
    browser.post("/demo/bring-forward/", {"appointment": booked.pk, "idempotency_key": key})
    moved = of_ben.upcoming(timezone.now()).first()
    assert moved.is_open(timezone.now())
    assert moved.replaces == booked


def test_mail_is_kept_in_files_and_shown_newest_first(demo):
    for subject in ("First", "Second"):
        message = mail.EmailMessage(subject, "Words\nhttp://localhost/x/", "a@example.org", ["b@example.org"])
        mailbox.Backend().send_messages([message])
    newest = mailbox.newest()[0]
    assert (newest.subject, newest.to, newest.links) == ("Second", "b@example.org", ["http://localhost/x/"])


def test_the_door_is_not_there_on_a_real_host_even_in_demo_mode(demo):
    assert Browser().get("/demo/").status_code == 200
    with override_settings(ALLOWED_HOSTS=["testserver", "care.example"]):
        assert Browser().get("/demo/").status_code == 404
        assert Browser().post("/demo/as/eva/").status_code == 404


def test_the_mail_page_shows_what_was_sent_and_what_is_to_be_said(demo):
    message = mail.EmailMessage("A subject", "http://localhost/x/", "a@example.org", ["b@example.org"])
    mailbox.Backend().send_messages([message])
    ana = Client.objects.get(user__email="ana@example.org")
    notify(
        "offer", key="offer:1", person_id=ana.pk, channel="call", address="07700 900142",
        words={"link": "http://localhost/times/secret/"},
    )  # fmt: skip
    page = Browser().get("/demo/mail/").content.decode()
    assert '<a href="http://localhost/x/"' in page
    assert "07700 900142" in page
    assert preview("offer", {"link": "x"}, "call").body in page


def test_what_is_called_utc_on_the_mail_page_is_utc_for_whoever_is_signed_in(demo):
    User.objects.filter(email="ana@example.org").update(zone="Australia/Lord_Howe")
    mailbox.Backend().send_messages([mail.EmailMessage("A subject", "Words", "a@example.org", ["b@x.org"])])
    browser = Browser()
    browser.post("/demo/as/ana/")
    assert f"{mailbox.newest()[0].sent_at:%H:%M} (UTC)" in browser.get("/demo/mail/").content.decode()
