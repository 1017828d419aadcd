"""Ask for a first talk: three pages, no script, nothing kept before "Send"."""

import pytest
from django.conf import settings
from django.test import Client

from tests import cast
from tests.intake.asking import NAME, REACH, WHO, WORDS, ask, at_check, at_reach, form_of, press, rows
from waylight.intake.models import Enquiry
from waylight.practice import deadlines
from waylight.practice.models import ClosedDay
from waylight.privacy.idempotency import FIELD

pytestmark = pytest.mark.django_db
MILLION = 1_000_000


def test_three_pages_without_script_or_session_lead_to_an_enquiry() -> None:
    browser = Client(enforce_csrf_checks=True)
    enquiry, address = ask(browser, hours="After six")
    assert set(browser.cookies) == {settings.CSRF_COOKIE_NAME}
    assert rows()["Session"] == 0
    assert (enquiry.name, enquiry.words, enquiry.contact["address"]) == (NAME, WORDS, "noor@example.org")
    assert enquiry.preferences == {"hours": "After six"}
    assert "It has reached us" in browser.get(address).text


def test_nothing_is_kept_before_send(client: Client) -> None:
    before = rows()
    page = at_check(client)
    assert "Check your answers" in page.text and WORDS in page.text
    assert rows() == before


def test_nothing_typed_stands_in_a_cookie_or_an_address(client: Client) -> None:
    _, address = ask(client)
    everything = address + str(client.cookies)
    assert all(word not in everything for word in (NAME, "noor@", "example", WORDS))


def test_no_answer_is_chosen_beforehand(client: Client) -> None:
    shown = form_of(client.get("/ask/"))
    assert {name: shown.get(name, "") for name in WHO} == dict.fromkeys(WHO, "")
    assert {"channel", "seen_by", "may_leave_message"}.isdisjoint(form_of(at_reach(client)))


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ({"age_band": "16 to 17"}, "18 or older"),
        ({"age_band": "under 13"}, "18 or older"),
        ({"country": "IE"}, "Ireland"),
        ({"country": "IE", "age_band": "13 to 15"}, "18 or older"),
    ],
)
@pytest.mark.hazard("H16", "H19")
def test_whom_we_cannot_help_gets_other_ways_and_nothing_is_kept(client: Client, who: dict, why: str) -> None:
    before = rows()
    page = at_reach(client, **who)
    assert why in page.text and "It was right to ask" in page.text
    assert "Someone to talk to" in page.text and 'href="tel:' in page.text
    assert FIELD not in page.text
    assert rows() == before


def test_a_country_without_known_lines_still_gets_other_ways(client: Client) -> None:
    page = at_reach(client, country="TV")
    assert "We may not work with people in Tuvalu yet." in page.text
    assert "A doctor, a school nurse" in page.text


def test_a_practice_that_helps_younger_people_and_other_countries_says_so(client: Client) -> None:
    cast.a_practice(minimum_age=13, countries=["GB", "GR"])
    assert "Page 2 of 3" in at_reach(client, age_band="13 to 15", country="GR").text


@pytest.mark.hazard("H19")
def test_no_later_page_lets_in_whom_we_cannot_help(client: Client) -> None:
    page = at_check(client)
    cast.a_practice(minimum_age=25, countries=["IE"])
    assert "We may not work with people in United Kingdom yet." in press(client, page).text
    assert not Enquiry.objects.exists()


def test_a_form_sent_twice_makes_one_enquiry(client: Client) -> None:
    page = at_check(client)
    first, second = press(client, page), press(client, page)
    assert first["Location"] == second["Location"]
    assert Enquiry.objects.count() == 1


def test_a_form_without_its_key_is_refused(client: Client) -> None:
    assert client.post("/ask/", form_of(at_check(client)) | {FIELD: ""}).status_code == 400
    assert not Enquiry.objects.exists()


def test_back_and_forth_keeps_what_was_typed(client: Client) -> None:
    half = REACH | {"address": "", "words": "Half a sentence"}
    who = press(client, at_reach(client), **half, go="who")
    assert {name: form_of(who)[name] for name in WHO} == WHO
    assert "There is a problem" not in who.text
    reach = press(client, who, country="GB")
    assert (form_of(reach)["words"], form_of(reach)["name"]) == ("Half a sentence", NAME)
    check = press(client, reach, address="noor@example.org")
    again = press(client, check, go="reach")
    assert form_of(again)["words"] == "Half a sentence"
    assert "Half a sentence" in press(client, again, name="Noor B").text


def test_changing_the_first_page_from_the_check_leads_back_to_the_check(client: Client) -> None:
    who = press(client, at_check(client), go="who")
    assert form_of(who)["age_band"] == "25 or over"
    page = press(client, who, age_band="18 to 24")
    assert "Check your answers" in page.text and "18 to 24" in page.text and WORDS in page.text


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"name": ""}, "Write a name. Any name is fine."),
        ({"name": "\x07 "}, "Write a name. Any name is fine."),
        ({"channel": ""}, "Choose a way for us to reach you."),
        ({"address": ""}, "Write your email address or number."),
        ({"address": "noor"}, "Write the email like name@example.com."),
        ({"channel": "sms", "address": "12"}, "Write the number as you dial it."),
        ({"channel": "sms", "address": "020 7946 0018"}, "This looks like a landline"),
        ({"channel": "sms", "address": "0909 879 0000"}, "It costs extra to reach this number."),
        ({"channel": "call", "address": "020 7946 0018"}, "Say whether we may leave a message."),
        ({"channel": "pigeon"}, "Choose one of the answers."),
        ({"language": "xx"}, "Choose one from the list."),
        ({"therapist": "nobody"}, "Choose one from the list."),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(client: Client, missing: dict, sentence: str) -> None:
    page = at_check(client, **missing)
    assert "There is a problem" in page.text and sentence in page.text
    assert form_of(page)["words"] == WORDS


def test_the_first_page_says_what_is_missing(client: Client) -> None:
    page = press(client, client.get("/ask/"), country="GB")
    assert "Choose whether it is for you or for someone." in page.text and "Choose an age." in page.text
    assert form_of(page)["country"] == "GB"


@pytest.mark.parametrize("step", ["", "check", "reach", "nonsense"])
def test_whoever_begins_in_the_middle_is_led_to_the_first_page(client: Client, step: str) -> None:
    page = press(client, client.get("/ask/"), step=step, envelope="")
    assert "Page 1 of 3" in page.text
    assert not Enquiry.objects.exists()


def test_somebody_who_wants_a_call_says_whether_a_message_may_be_left(client: Client) -> None:
    enquiry, _ = ask(client, channel="call", address="020 7946 0018", may_leave_message="no")
    assert enquiry.contact["address"] == "+442079460018"
    assert enquiry.contact["may_leave_message"] is False


def test_a_wish_is_kept_and_shown(client: Client) -> None:
    cast.clara(languages=["en", "el"])
    page = at_check(client, language="el", therapist="clara")
    assert "Greek" in page.text and "Dr Clara Demo" in page.text
    press(client, page)
    assert Enquiry.objects.get().preferences == {"language": "el", "therapist": "clara"}


def test_a_million_characters_get_a_sentence_and_stay(client: Client) -> None:
    page = at_check(client, words="a" * MILLION)
    assert "This is 1,000,000 characters. It can be up to 4,000. Your words are still here." in page.text
    assert len(form_of(page)["words"]) == MILLION
    back = press(client, page, go="who")
    assert len(form_of(press(client, back))["words"]) == MILLION


def test_more_than_can_be_read_at_once_gets_a_sentence(client: Client) -> None:
    page = at_check(client, words="a" * 3 * MILLION)
    assert page.status_code == 413
    assert "longer than we can take" in page.text


def test_a_nul_is_refused_without_a_fault(client: Client) -> None:
    page = at_check(client, words="one\0two")
    assert page.status_code == 400
    assert "a character that cannot be saved" in page.text
    assert client.post("/ask/\0").status_code == 400


def test_names_from_right_to_left_arrive_as_they_were_written(client: Client) -> None:
    page = at_check(client, name="نور", words="أنا\r\nهنا")
    assert '<dd dir="auto">نور</dd>' in page.text
    press(client, page)
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.words) == ("نور", "أنا\nهنا")


def test_an_address_copied_from_a_right_to_left_page_is_read_without_its_marks(client: Client) -> None:
    enquiry, _ = ask(client, address="\u200fnoor@example.org\u200e")
    assert enquiry.contact["address"] == "noor@example.org"
    enquiry, _ = ask(client, channel="sms", address="\u202a+44 7700 900123\u202c")
    assert enquiry.contact["address"] == "+447700900123"


def test_what_looks_like_markup_is_shown_as_text(client: Client) -> None:
    page = at_check(client, name="<b>x</b>", words="<script>1</script>{{ 7 }}")
    assert "<b>x</b>" not in page.text and "<script>1" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text and "{{ 7 }}" in page.text


def test_somebody_who_worries_about_another_is_asked_about_themselves(client: Client) -> None:
    page = at_reach(client, for_whom="someone", age_band="18 to 24")
    assert "We answer you, and not the person you are worried about." in page.text
    enquiry, address = ask(client, {"for_whom": "someone", "age_band": "18 to 24"})
    assert (enquiry.for_whom, enquiry.age_band) == ("someone", "18 to 24")
    assert "We do not write to them behind their back." in client.get(address).text


def test_whoever_worries_about_somebody_too_young_reads_about_them(client: Client) -> None:
    page = at_reach(client, for_whom="someone", age_band="13 to 15")
    assert "We cannot meet them, and others can help" in page.text
    assert "not about them or you" in page.text


@pytest.mark.parametrize(
    ("now", "promise"),
    [
        ("2026-11-26 09:00+00:00", "by Friday 27 November, 18:00 (London time)"),
        ("2026-11-27 19:00+00:00", "by Wednesday 2 December, 18:00 (London time)"),
    ],
)
def test_the_promise_shown_is_the_promise_kept(client: Client, clock, now: str, promise: str) -> None:
    clock(now)
    ClosedDay.objects.create(on="2026-11-30", why="St Andrew’s Day")
    assert promise in client.get("/ask/").text
    enquiry, address = ask(client)
    assert enquiry.answer_due_at == deadlines.answer_due_at(enquiry.received_at)
    assert promise in client.get(address).text
