"""Before you open: each line follows the facts, and the practice opens when all that is needed is done."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client as Browser
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.sign_in import signed_in
from waylight.guide import editing, seeds
from waylight.guide.models import Publication
from waylight.home import mail_test, opening
from waylight.intake import consents
from waylight.intake.models import ConsentText
from waylight.notifications import delivery
from waylight.notifications.models import Notification
from waylight.practice import opening as stated
from waylight.practice.models import OpeningStatement, Practice, Subject
from waylight.privacy.idempotency import FIELD
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db

PAGE = "home:opening"
ALL = {"texts", "helplines", "registrations", "consents", "reading", "mail", "backup", "legal", "video"}
WORDS = "Frank restored the copy of Sunday"


@pytest.fixture(autouse=True)
def not_open_yet(settings: Any, tmp_path: Any) -> None:
    settings.VAR = tmp_path
    cast.a_practice(opened_on=None)


def today() -> Any:
    return timezone.localdate()


def line(key: str) -> opening.Line:
    return next(each for each in opening.lines(today()) if each.key == key)


def undone() -> set[str]:
    return {each.key for each in opening.left(today())}


def post(user: Any, route: str, *args: Any, **fields: Any) -> Any:
    return signed_in(user).post(reverse(route, args=args), {FIELD: str(uuid.uuid4())} | fields)


def state(subject: str, *, days_ago: int = 0, by: Any = None) -> OpeningStatement:
    done_on = today() - timedelta(days=days_ago)
    return stated.state(subject, done_on=done_on, words=WORDS, by=by or cast.frank())


def a_checked_page() -> None:
    """One page that Waylight ships, checked by Clara; the others are taken away."""
    seeds.publish_texts()
    first = Publication.objects.standing().select_related("revision").order_by("pk")[0]
    for other in Publication.objects.standing().exclude(pk=first.pk).select_related("page"):
        editing.withdraw(other.page, reason="Not for this test", by=cast.eva())
    request = editing.ask_for_review(first.revision, by=cast.eva())
    editing.review(request, is_approved=True, by=cast.clara().user)
    editing.publish(first.revision, next_review_on=today() + timedelta(days=300), by=cast.eva())


def make_ready() -> None:
    cast.office_hours(cast.clara())
    consents.publish_texts()
    a_checked_page()
    for subject in (Subject.CONSENTS, Subject.MAIL, Subject.BACKUP, Subject.LEGAL):
        state(subject)


def test_a_new_practice_has_everything_to_do_and_is_told_what_comes_next() -> None:
    text = signed_in(cast.eva()).get(reverse(PAGE)).text
    assert {each.key for each in opening.lines(today())} == ALL
    assert undone() == ALL - {"helplines", "video"}
    assert "Not done yet" in text and "Can wait" in text
    assert reverse("home:registrations") in text and reverse("guide:office") in text
    assert reverse("home:open_practice") not in text


def test_when_all_that_is_needed_is_done_it_opens_and_enquiries_are_taken() -> None:
    make_ready()
    assert undone() == set()
    assert reverse("home:open_practice") in signed_in(cast.eva()).get(reverse(PAGE)).text
    assert post(cast.eva(), "home:open_practice").status_code == 302
    assert Practice.current().opened_on == today()
    assert AuditEvent.objects.filter(verb="open-practice", actor=str(cast.eva().pk)).count() == 1
    assert "Ask for a first talk" in Browser().get("/ask/").text


def test_nobody_opens_it_by_hand_before() -> None:
    make_ready()
    OpeningStatement.objects.filter(subject=Subject.BACKUP).delete()
    answer = post(cast.eva(), "home:open_practice")
    assert "Some lines are not done yet" in answer.text
    assert Practice.current().opened_on is None


def test_the_second_manager_sees_who_answers_for_what_and_goes_on() -> None:
    make_ready()
    text = signed_in(cast.eva()).get(reverse(PAGE)).text
    assert "Frank Demo answers for it." in text and WORDS in text
    post(cast.eva(), "home:open_practice")
    assert "The practice has been open since" in signed_in(cast.frank()).get(reverse(PAGE)).text
    post(cast.frank(), "home:prepare_again")
    assert Practice.current().is_preparing
    assert AuditEvent.objects.filter(verb="go-back-to-preparing", actor=str(cast.frank().pk)).exists()


@pytest.mark.parametrize("who", ["ana", "clara", "visitor"])
def test_only_managers_find_these_pages(who: str) -> None:
    browser = Browser() if who == "visitor" else signed_in(getattr(cast, who)().user)
    expected = 302 if who == "visitor" else 404
    routes = [(PAGE, ()), ("home:state", ("backup",))]
    posts = ("home:open_practice", "home:prepare_again", "home:send_mail_test", "home:take_mail_test")
    assert {browser.get(reverse(name, args=args)).status_code for name, args in routes} == {expected}
    key = {FIELD: str(uuid.uuid4())}
    assert {browser.post(reverse(name), key).status_code for name in posts} == {expected}
    assert Practice.current().opened_on is None and not OpeningStatement.objects.exists()


def test_pages_to_read_wait_for_a_clinician_until_each_is_checked() -> None:
    a_checked_page()
    assert line("texts").is_done
    seeds_left = Publication.objects.filter(review=None).first()
    assert seeds_left is not None
    Publication.objects.create(
        page=seeds_left.page,
        revision=seeds_left.revision,
        published_by="waylight",
        published_at=timezone.now(),
        next_review_on=today() + timedelta(days=300),
    )
    assert line("texts").says == "1 page waits for a clinician."


def test_a_page_past_its_next_check_is_said_and_keeps_nothing_closed(clock: Any) -> None:
    a_checked_page()
    clock(timezone.now() + timedelta(days=301))
    assert line("texts").is_done
    assert "1 page is due for its next check." in line("texts").says


@pytest.mark.hazard("H03")
def test_helplines_that_nobody_confirmed_for_long_keep_it_from_opening(clock: Any) -> None:
    assert line("helplines").is_done
    cast.a_practice(countries=["GB", "ZZ"])
    assert line("helplines").says == "No line to call is confirmed in: ZZ."
    cast.a_practice(countries=["GB"])
    clock(timezone.now() + timedelta(days=120))
    assert "more than 90 days ago" in line("helplines").says
    clock(timezone.now() + timedelta(days=120))
    assert line("helplines").says == "No line to call is confirmed in: United Kingdom."


@pytest.mark.hazard("H09")
def test_a_therapist_counts_when_somebody_could_book_her_today() -> None:
    clara = cast.clara()
    assert line("registrations").says == "Nobody can be booked yet."
    cast.office_hours(clara)
    assert line("registrations").says == "1 therapist can be booked."
    cast.a_check(clara.registrations.get(), status="suspended", confirmed=False)
    assert not line("registrations").is_done


def test_each_working_day_needs_somebody_who_reads_or_a_word_about_it() -> None:
    cast.office_hours(cast.clara())
    assert line("reading").is_done
    cast.a_practice(working_days=[1, 2, 3, 4, 5, 6])
    assert line("reading").says == "Nobody has hours on: Saturday."
    state(Subject.READING)
    assert line("reading").is_done


def test_texts_of_agreements_are_read_again_when_they_change(clock: Any) -> None:
    consents.publish_texts()
    state(Subject.CONSENTS)
    assert line("consents").is_done
    clock(timezone.now() + timedelta(days=2))
    old = ConsentText.objects.current()[0]
    ConsentText.objects.create(
        purpose=old.purpose,
        version=old.version + 1,
        position=old.position,
        question="?",
        words="New",
        published_on=today(),
    )
    assert line("consents").says == "The texts have changed since."


@pytest.mark.parametrize(("subject", "days"), [("backup", 90), ("mail", 180), ("legal", 365)])
def test_a_statement_holds_for_its_time_and_the_newest_one_counts(
    subject: str, days: int, clock: Any
) -> None:
    state(subject)
    now = timezone.now()
    clock(now + timedelta(days=days))
    assert line(subject).is_done
    clock(now + timedelta(days=days + 1))
    assert line(subject).says == "That was too long ago to count."
    state(subject)
    assert line(subject).is_done
    assert OpeningStatement.objects.filter(subject=subject).count() == 2


def test_video_can_wait_and_says_so() -> None:
    assert not line("video").is_done and "by telephone" in line("video").says
    with override_settings(TURN=["turns:turn.example.org"], TURN_KEY="71" * 32):
        assert line("video").is_done


def test_a_statement_is_written_with_name_day_and_words() -> None:
    answer = post(cast.eva(), "home:state", "backup", done_on=str(today()), words=WORDS)
    assert answer.status_code == 302
    row = OpeningStatement.objects.get()
    assert (row.subject, row.done_on, row.said_by, row.words) == (
        "backup",
        today(),
        str(cast.eva().pk),
        WORDS,
    )
    assert AuditEvent.objects.filter(verb="state-readiness").count() == 1


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "The day on which it was done cannot be in the future."), (-91, "That was more than 90 days ago.")],
)
def test_a_day_that_cannot_count_is_refused_and_the_words_stay(days: int, sentence: str) -> None:
    done_on = str(today() + timedelta(days=days))
    answer = post(cast.eva(), "home:state", "backup", done_on=done_on, words=WORDS)
    assert sentence in answer.text and WORDS in answer.text
    assert not OpeningStatement.objects.exists()


def test_a_statement_is_never_written_over() -> None:
    row = state(Subject.BACKUP)
    row.words = "Something else"
    with pytest.raises(TypeError, match="written once"):
        row.save()


def test_the_words_of_a_statement_are_sealed() -> None:
    state(Subject.BACKUP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM practice_openingstatement")
        assert WORDS.encode() not in bytes(cursor.fetchone()[0])


def test_nobody_says_by_hand_that_mail_works() -> None:
    assert post(cast.eva(), "home:state", "mail", done_on=str(today()), words=WORDS).status_code == 404


def a_test_of_mail(browser: Browser) -> str:
    """Sent by the worker; the code as it stands in the message."""
    browser.post(reverse("home:send_mail_test"), {FIELD: str(uuid.uuid4())})
    delivery.send_due(timezone.now())
    assert mail.outbox[-1].to == [cast.eva().email]
    return next(word.strip(".") for word in mail.outbox[-1].body.split() if word.strip(".").isdigit())


def type_in(browser: Browser, code: str) -> Any:
    return browser.post(reverse("home:take_mail_test"), {FIELD: str(uuid.uuid4()), "code": code})


def test_mail_is_tested_by_a_message_that_comes_back() -> None:
    browser = signed_in(cast.eva())
    code = a_test_of_mail(browser)
    assert not line("mail").is_done
    assert type_in(browser, f" {code[:3]} {code[3:]} ").status_code == 302
    assert line("mail").is_done
    assert code not in Notification.objects.get().key


def test_a_wrong_code_does_not_count_and_five_are_enough() -> None:
    browser = signed_in(cast.eva())
    code = a_test_of_mail(browser)
    wrong = "000000" if code != "000000" else "111111"
    assert "That code does not fit" in type_in(browser, wrong).text
    for _ in range(4):
        type_in(browser, wrong)
    assert "Send a new one" in type_in(browser, code).text
    assert not line("mail").is_done


def test_a_code_is_for_the_manager_who_asked() -> None:
    code = a_test_of_mail(signed_in(cast.eva()))
    assert "Send a new one" in type_in(signed_in(cast.frank()), code).text
    assert not line("mail").is_done


def test_a_code_counts_for_half_an_hour() -> None:
    session: dict[str, Any] = {}
    now = timezone.now()
    mail_test.send(cast.eva(), session, now=now)
    code = Notification.objects.get().words["code"]
    assert code not in str(session)
    with pytest.raises(mail_test.NoCode):
        mail_test.take(code, cast.eva(), session, now=now + timedelta(minutes=31))
    mail_test.take(code, cast.eva(), session, now=now + timedelta(minutes=29))
    assert line("mail").is_done


def test_the_office_says_what_is_left_only_while_it_is_not_open(django_assert_num_queries: Any) -> None:
    browser = signed_in(cast.eva())
    assert "Getting ready: 7 things left." in browser.get(reverse("home:office")).text
    make_ready()
    assert "Everything is ready to open." in browser.get(reverse("home:office")).text
    post(cast.eva(), "home:open_practice")
    assert reverse(PAGE) not in browser.get(reverse("home:office")).text
