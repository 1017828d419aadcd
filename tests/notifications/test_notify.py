"""A message is queued once, in neutral words, and can be taken back while it waits."""

import pytest
from django.utils import translation

from tests.cast import a_practice, ana, at
from waylight.notifications import templates
from waylight.notifications.models import Notification, State
from waylight.notifications.notify import notify, preview, withdraw, words_of
from waylight.operations.languages import catalogue, marked

pytestmark = pytest.mark.django_db

LINK = "http://localhost/times/secret/"


def an_offer(key: str = "offer:1", **fields) -> Notification:
    given = {"person_id": ana().pk, "channel": "email", "address": "ana@example.org", "words": {"link": LINK}}
    return notify(fields.pop("template", "offer"), key=key, **(given | fields))


def test_the_same_key_gives_the_same_message_back() -> None:
    first = an_offer()
    again = an_offer(address="another@example.org")
    assert again.pk == first.pk
    assert again.address == "ana@example.org"
    assert Notification.objects.count() == 1


def test_a_message_waits_until_it_is_due() -> None:
    row = an_offer(due_at=at("2026-11-26 09:00"))
    assert not Notification.objects.due(at("2026-11-26 08:59")).exists()
    assert Notification.objects.due(at("2026-11-26 09:00")).get() == row


@pytest.mark.parametrize("channel", ["sms", "call"])
def test_texts_and_calls_are_left_to_a_person(channel: str) -> None:
    row = an_offer(channel=channel, address="07700 900123")
    assert row.state == State.BY_HAND
    assert list(Notification.objects.for_a_person()) == [row]
    assert row.link == LINK


def test_a_message_that_does_not_exist_is_refused() -> None:
    with pytest.raises(templates.UnknownTemplate):
        an_offer(template="hello")


@pytest.mark.parametrize("words", [{}, {"link": LINK, "name": "Ana"}])
def test_a_message_takes_just_the_words_it_needs(words: dict) -> None:
    with pytest.raises(templates.WordsDoNotFit):
        an_offer(words=words)
    assert not Notification.objects.exists()


def test_address_and_words_are_sealed_in_the_database() -> None:
    an_offer()
    stored = Notification.objects.values_list("address", "words").get()
    assert b"ana@example.org" not in bytes(stored[0])
    assert b"secret" not in bytes(stored[1])


def test_the_preview_is_word_for_word_what_goes_out() -> None:
    a_practice(neutral_name="Larkfield")
    row = an_offer()
    assert preview("offer", {"link": LINK}) == words_of(row)
    assert LINK in words_of(row).body
    assert "Larkfield" in words_of(row).body


def test_a_call_says_no_link() -> None:
    row = an_offer(channel="call", address="07700 900123")
    assert words_of(row).subject == ""
    assert "http" not in words_of(row).body


def test_the_message_about_times_that_cannot_go_on_names_a_way_to_a_person() -> None:
    assert "Answer this message." in preview("therapist-away", {}).body
    a_practice(telephone="07700 900100", email="hello@example.org")
    assert "Call 07700 900100 or write to hello@example.org." in preview("therapist-away", {}).body
    a_practice(telephone="")
    assert "Write to hello@example.org." in preview("therapist-away", {}).body


def test_taking_back_leaves_other_messages_and_sent_ones_alone() -> None:
    sent = an_offer("booked:1:a")
    Notification.objects.filter(pk=sent.pk).forget(state=State.SENT, sent_at=at("2026-11-26 09:00"))
    by_hand = an_offer("booked:1:b", channel="sms", address="07700 900123")
    other = an_offer("booked:2:a")
    assert withdraw("booked:1:") == 1
    states = {row.pk: row.state for row in Notification.objects.all()}
    assert states == {sent.pk: State.SENT, by_hand.pk: State.WITHDRAWN, other.pk: State.QUEUED}


def test_what_was_taken_back_forgets_address_and_words() -> None:
    row = an_offer()
    withdraw("offer:")
    row.refresh_from_db()
    assert (row.address, row.words) == ("", {})


def test_a_message_is_in_the_language_of_whoever_reads_it_not_of_whoever_sends_it(tmp_path, settings) -> None:
    text = marked.Marked((marked.MESSAGES / "offer.txt").read_text(encoding="utf-8").strip())
    header = catalogue.HEADER.format(language="el", plurals=catalogue.ENGLISH_PLURALS)
    catalogue.keep(tmp_path / "el" / "LC_MESSAGES", header, {text: ("Ώρες\n\n{link} {neutral_name}",)})
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en-gb", "English"), ("el", "Ελληνικά"), ("de", "Deutsch")]
    theirs = an_offer("offer:greek", language="el")
    ours = an_offer("offer:english")
    with translation.override("de"):
        assert words_of(theirs).subject == "Ώρες"
        assert words_of(ours).subject == preview("offer", theirs.words).subject != "Ώρες"
