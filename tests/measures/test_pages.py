"""The pages of questions, without JavaScript, as each of the cast meets them."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import cast
from tests.measures.going import answer_all, given, send, sent, to, with_a_deputy
from tests.sign_in import signed_in
from tests.unmarked import abroad
from waylight.booking.models import Status
from waylight.measures import answering, catalogue, feedback, giving
from waylight.measures.models import Administration, Answer, Reader, Schedule
from waylight.people import episodes
from waylight.privacy.models import AuditEvent

pytestmark = pytest.mark.django_db


def words(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def me():
    return signed_in(cast.ana().user)


def desk():
    return signed_in(cast.clara().user)


def a_session(**fields):
    """Ana's session with Clara yesterday, which took place."""
    fields = {"starts_at": timezone.now() - timedelta(days=1), "status": Status.FULFILLED} | fields
    return cast.an_appointment(**fields)


def test_the_whole_gad_7_one_question_a_page() -> None:
    row, browser = given(), me()
    assert "Dr Clara Demo asks you some" in words(browser, "/me/")
    where = re.search(rf'href="({to("question", row.pk, "1")})"', words(browser, to("page", row.pk)))
    assert where
    address = where.group(1)
    for number in range(1, 9):
        page = words(browser, address)
        assert (f"Question {number} of 8<" if number > 1 else "Question 1, of 8 at most") in page
        assert len(re.findall(r'type="radio"', page)) == 5
        assert not re.search(r"<input[^>]* checked", page)
        assert "Prefer not to answer" in page
        assert "No permission required to reproduce" in page
        answer = send(browser, address, answer="1")
        address = answer["Location"]
    assert address == to("page", row.pk)
    assert "Send to Dr Clara Demo" in words(browser, address)
    send(browser, to("send", row.pk))
    row = Administration.objects.get()
    assert row.finished_at is not None
    assert row.score.content["value"] == 7
    page = words(browser, to("page", row.pk))
    assert "All answers together make <b>7</b> of 21." in page


def test_nothing_chosen_is_asked_again_and_leaving_without_an_answer_is_fine() -> None:
    row, browser = given(), me()
    address = to("question", row.pk, "2")
    answer = send(browser, address)
    assert "Choose an answer. “Prefer not to answer” is one too." in answer.text
    assert send(browser, address, act="stop")["Location"] == to("mine")
    assert send(browser, address, act="back")["Location"] == to("question", row.pk, "1")
    assert not Answer.objects.exists()


def test_back_shows_what_was_answered_and_it_can_be_changed() -> None:
    row, browser = given(), me()
    send(browser, to("question", row.pk, "1"), answer="0")
    page = words(browser, to("question", row.pk, "1"))
    assert re.search(r'value="0"[^>]*checked', page)
    send(browser, to("question", row.pk, "1"), answer="rather-not")
    assert Administration.objects.get().answered == {"1": None}
    assert re.search(r'value="rather-not"[^>]*checked', words(browser, to("question", row.pk, "1")))


@pytest.mark.parametrize("value", ["4", "-1", "x", "1.5", "9" * 500, "<script>"])
def test_an_answer_that_is_none_is_refused_in_a_sentence(value: str) -> None:
    row = given()
    answer = send(me(), to("question", row.pk, "1"), answer=value)
    assert "Choose one of the answers." in answer.text
    assert not Answer.objects.exists()


def test_a_question_that_is_not_there_leads_back() -> None:
    row, browser = given(), me()
    for id in ("99", "difficulty"):
        assert browser.get(to("question", row.pk, id))["Location"] == to("page", row.pk)


@pytest.mark.hazard("H20")
def test_not_this_time_is_said_without_a_word_of_blame() -> None:
    row, browser = given(), me()
    answer = send(browser, to("put_away", row.pk))
    page = words(browser, answer["Location"])
    assert "Put away. That is fine." in page
    assert "No questions wait for you." in page
    assert "That is an answer too." in words(desk(), to("given", row.pk))


@pytest.mark.hazard("H01")
def test_before_one_begins_one_reads_who_reads_it_and_by_when(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    page = words(me(), to("page", given().pk))
    promise = "When you send it, Dr Clara Demo reads it by Wednesday 25 November, 18:00."
    assert "This is not read live. If you need help now, use Help now." in page
    assert page.index(promise) < page.index(">Begin</a>")


def test_the_therapist_reads_answers_in_words_with_the_number_and_the_one_before(clock) -> None:
    clock("2026-11-03 10:00+00:00")
    with_a_deputy()
    sent("phq9", *[2] * 8, 0, 2)
    clock("2026-11-24 10:00+00:00")
    row = sent("phq9", *[1] * 8, 0, 1)
    assert "A. answered questions" in words(desk(), "/desk/")
    page = words(desk(), to("given", row.pk))
    assert "All answers together make <b>8</b> of 27." in page
    assert "Last time, Tuesday 3 November: 16 of 27. 8 lower than then." in page
    assert page.count("Several days") == 8
    assert "Somewhat difficult" in page
    assert "A change of less than 6 may be chance." in page
    assert not re.search(
        r"\b(mild|moderate|severe|minimal|caseness|risk|improved|worse)\b", page, re.IGNORECASE
    )
    assert AuditEvent.objects.filter(verb="read-answers", actor=str(cast.clara().user_id)).count() == 1
    send(desk(), to("mark_read", row.pk))
    assert "Read Tuesday 24 November, 10:00." in words(me(), to("page", row.pk))
    assert f"{row.pk}" not in words(desk(), "/desk/")


def test_an_estimated_total_says_so_and_too_few_answers_have_none() -> None:
    sent("gad7", 3, 3, 3)
    estimated, none = sent("gad7", None, 1, 1), sent("gad7", None, None)
    page = words(desk(), to("given", estimated.pk))
    assert "Some were left out, so this is estimated from the others." in page
    assert "One of the two is estimated, so they are not compared." in page
    assert "lower than then" not in page
    assert "Too much was left out for a number." in words(desk(), to("given", none.pk))
    assert "All answers together" not in words(me(), to("page", none.pk))


def test_what_is_not_sent_is_not_shown_to_the_therapist() -> None:
    row = given()
    answering.answer(row, row.form.questions[0], 3, by=cast.ana().user)
    page = words(desk(), to("given", row.pk))
    assert "They have not sent it yet." in page
    assert "Nearly every day" not in page


@pytest.mark.parametrize("who", ["ben", "david", "eva"])
def test_nobody_else_finds_anything(who: str) -> None:
    users = {"ben": cast.ben().user, "david": cast.david().user, "eva": cast.eva()}
    row, browser = sent(), signed_in(users[who])
    for name in ("page", "support", "given"):
        assert browser.get(to(name, row.pk)).status_code == 404
    for name in ("send", "put_away", "contact", "mark_read", "withdraw"):
        assert send(browser, to(name, row.pk)).status_code == 404
    assert send(browser, to("question", row.pk, "1"), answer="1").status_code == 404
    for address in (to("of_client", cast.ana().pk), to("enter", cast.ana().pk, "gad7")):
        assert browser.get(address).status_code == 404
        assert send(browser, address).status_code == 404


def test_answers_stand_behind_the_second_factor() -> None:
    row, browser = given(), signed_in(cast.ana().user, unlocked=False)
    for address in (to("mine"), to("page", row.pk), to("question", row.pk, "1"), to("support", row.pk)):
        assert browser.get(address)["Location"].startswith("/sign-in/")
    assert "asks you some" not in words(browser, "/me/")


def test_a_therapist_asks_once_together_and_regularly() -> None:
    address = to("of_client", cast.ana().pk)
    assert send(desk(), address, instrument="gad7", when="now")["Location"] == address
    refused = send(desk(), address, instrument="gad7", when="now")
    assert "These questions wait for them already." in refused.text
    assert "Choose how often." in send(desk(), address, instrument="phq8", when="weeks").text
    send(desk(), address, instrument="phq8", when="weeks", every_weeks="3")
    assert Schedule.objects.get().every_weeks == 3
    page = words(desk(), address)
    assert "every 3 weeks" in page
    send(desk(), to("end_schedule", Schedule.objects.get().pk))
    assert "every 3 weeks" not in words(desk(), address)


def test_the_therapist_is_told_when_the_phq_8_is_asked_instead() -> None:
    answer = send(desk(), to("of_client", cast.ana().pk), instrument="phq9", when="now")
    page = words(desk(), answer["Location"])
    assert "They are asked the PHQ-8 instead, without the question that asks for a person." in page or (
        Administration.objects.get().instrument == "phq8"
    )


def test_numbers_are_entered_from_paper_where_there_are_no_words() -> None:
    address = to("enter", cast.ana().pk, "wsas")
    page = words(desk(), address)
    assert "Waylight may not show the words of these." in page
    assert "Question 5" in page
    assert "Choose an answer, or “Left out”." in send(desk(), address).text
    fields = {str(number): "4" for number in range(2, 6)} | {"1": "rather-not"}
    row_address = send(desk(), address, **fields)["Location"]
    assert "All answers together make <b>16</b> of 32." in words(desk(), row_address)
    assert desk().get(to("enter", cast.ana().pk, catalogue.FEEDBACK)).status_code == 404
    assert desk().get(to("enter", cast.ana().pk, "nothing")).status_code == 404


@pytest.mark.parametrize("reader", list(Reader))
def test_feedback_goes_to_whom_the_client_chooses_and_to_nobody_else(reader: str) -> None:
    appointment, browser = a_session(), me()
    assert "You can say how your session on" in words(browser, "/me/")
    row_address = send(browser, to("feedback", appointment.pk))["Location"]
    row = Administration.objects.get()
    assert row_address == to("page", row.pk)
    assert "At the end you choose who reads it." in words(browser, row_address)
    for id, value in (("listened", "0"), ("wanted", "10"), ("way", "skip"), ("overall", "7")):
        send(browser, to("question", row.pk, id), answer=value)
    send(browser, to("question", row.pk, "missing"), answer="Too fast")
    assert "Choose who reads it, or leave it unsent." in send(browser, to("send", row.pk)).text
    assert desk().get(to("given", row.pk)).status_code == 404
    send(browser, to("send", row.pk), reader=reader)
    lead = signed_in(cast.eva())
    to_lead = reader == Reader.LEAD
    assert (lead.get(to("one_feedback", row.pk)).status_code == 200) is to_lead
    assert (desk().get(to("given", row.pk)).status_code == 200) is not to_lead
    page = words(lead, to("one_feedback", row.pk)) if to_lead else words(desk(), to("given", row.pk))
    for said in ("0 of 10", "10 of 10", "7 of 10", "Too fast", "Prefer not to answer"):
        assert said in page
    assert "All answers together" not in page
    assert ("Too fast" in words(lead, to("office_feedback"))) is False
    if to_lead:
        send(lead, to("mark_feedback_read", row.pk))
        assert Administration.objects.get().read_at is not None
        assert f"{row.pk}" not in words(desk(), to("of_client", cast.ana().pk))


def test_one_minute_is_said_as_one() -> None:
    appointment, browser = a_session(), me()
    page = words(browser, send(browser, to("feedback", appointment.pk))["Location"])
    assert "They take about 1 minute. You can stop" in page


def test_feedback_is_offered_after_a_session_that_took_place_and_once() -> None:
    cast.an_appointment(starts_at=timezone.now() - timedelta(days=2), status=Status.NOSHOW)
    now = timezone.now()
    assert feedback.offered(cast.ana(), now=now) is None
    appointment = a_session()
    assert feedback.offered(cast.ana(), now=now) == appointment
    assert feedback.offered(cast.ana(), now=now + timedelta(days=15)) is None
    row = feedback.begin(appointment, by=cast.ana().user)
    assert feedback.begin(appointment, by=cast.ana().user) == row
    assert feedback.offered(cast.ana(), now=now) is None
    giving.put_away(row, by=cast.ana().user)
    assert feedback.offered(cast.ana(), now=now) is None


def test_feedback_goes_to_nobody_who_could_not_read_it() -> None:
    row = answer_all(feedback.begin(a_session(), by=cast.ana().user), *[None] * 9)
    episodes.end_episode(cast.ana().episodes.get(), by=cast.eva(), on=timezone.localdate())
    browser = me()
    page = send(browser, to("send", row.pk), reader=Reader.THERAPIST)
    assert "they could not read it. You can send it to the lead of the practice." in page.text
    assert Administration.objects.get().is_open
    send(browser, to("send", row.pk), reader=Reader.LEAD)
    assert Administration.objects.visible_to(cast.eva()).get() == row


def test_nobody_gives_feedback_on_the_session_of_another() -> None:
    appointment = a_session()
    for user in (cast.ben().user, cast.clara().user, cast.eva()):
        with pytest.raises(feedback.NotAfterASession):
            feedback.begin(appointment, by=user)
    assert send(signed_in(cast.ben().user), to("feedback", appointment.pk)).status_code == 404


@pytest.mark.hazard("H22")
def test_the_words_stand_as_published_in_whatever_language_one_reads(longer) -> None:
    page = abroad(cast.ana().user, longer).get(to("question", given().pk, "7")).text
    assert 'lang="en-XA"' in page
    assert re.search(r'<h1 lang="en[^"]*"[^>]*>Feeling afraid as if something awful might happen</h1>', page)
    for words_of_an_answer in ("Not at all", "Several days", "More than half the days", "Nearly every day"):
        assert f"<span>{words_of_an_answer}</span>" in page


def test_the_office_sees_which_words_there_are_and_what_is_wrong_with_a_file(settings, tmp_path) -> None:
    settings.TEXT_PACKS = str(tmp_path)
    (tmp_path / "wsas.json").write_text('{"stem": "Words"}')
    page = words(signed_in(cast.eva()), to("instruments"))
    assert "“items” needs 5 texts." in page
    assert "LOINC is copyright" in page
    assert "Numbers alone, from paper." in page


def test_no_page_asks_the_database_too_often(django_assert_max_num_queries) -> None:
    with_a_deputy()
    a_session()
    for _ in range(3):
        sent("gad7", 1, 1)
    row = given("phq9")
    row = answer_all(row, *[1] * 8, 2)
    for browser, address in (
        (me(), to("mine")),
        (me(), to("page", row.pk)),
        (me(), to("support", row.pk)),
        (me(), to("question", row.pk, "4")),
        (desk(), to("of_client", cast.ana().pk)),
        (desk(), to("given", Administration.objects.finished()[0].pk)),
        (desk(), reverse("people:waiting")),
        (signed_in(cast.eva()), reverse("people:office_reading")),
    ):
        browser.get(address)
        with django_assert_max_num_queries(14) as counted:  # two of them are the session's
            browser.get(address)
        print(address, len(counted))


@pytest.mark.hazard("H16")
def test_beside_the_number_for_danger_support_leads_to_people_for_any_other_hour() -> None:
    with_a_deputy()
    row = given("phq9")
    question = row.form.question("9")
    assert question
    row = answering.answer(row, question, 1, by=cast.ana().user)
    page = signed_in(cast.ana().user).get(to("support", row.pk)).text
    assert "You do not have to be in danger" in page
    assert f'<a href="{reverse("crisis:help_now")}">Call or text someone</a>' in page
