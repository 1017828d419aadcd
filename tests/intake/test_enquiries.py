"""What becomes of an enquiry: followed, taken back, declined."""

import pytest
from django.db import connection
from django.test import Client

from tests import cast
from tests.intake.asking import NAME, WHO, WORDS, an_enquiry, followed, once, press, rows
from tests.sign_in import signed_in
from waylight.intake import enquiries
from waylight.intake.alternatives import ALTERNATIVES
from waylight.intake.forms import DeclineForm
from waylight.intake.models import Decline, Enquiry, Source
from waylight.intake.reach import NotReachable, normalised
from waylight.notifications.models import Notification, State
from waylight.privacy import keyring
from waylight.privacy.models import AuditEvent, PersonKey

pytestmark = pytest.mark.django_db
ELSEWHERE = "The clinic in Marsh Lane can see you this week."


def verbs(enquiry: Enquiry) -> list[str]:
    return list(AuditEvent.objects.filter(person=str(enquiry.person_id)).values_list("verb", flat=True))


def take_back(client: Client, secret: str):
    address = followed(secret, "withdraw")
    return press(client, client.get(address), at=address)


def test_what_was_written_stands_sealed_in_the_database() -> None:
    an_enquiry(hours="After six")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_enquiry")
        kept = b"".join(
            value if isinstance(value, bytes) else str(value).encode() for value in cursor.fetchone()
        )
    assert all(word not in kept for word in (NAME.encode(), b"noor@", WORDS.encode(), b"After six"))


def test_the_secret_itself_is_kept_nowhere() -> None:
    enquiry, secret = an_enquiry()
    assert secret not in str(list(Enquiry.objects.values_list()))
    assert Enquiry.objects.of_secret(secret).get() == enquiry


@pytest.mark.parametrize("name", ["sent", "withdraw", "answer"])
@pytest.mark.parametrize("forged", ["x", "A" * 32, "0" * 64, "نور"])
def test_a_forged_secret_leads_nowhere(client: Client, name: str, forged: str) -> None:
    an_enquiry()
    assert client.get(followed(forged, name)).status_code == 404
    assert client.post(followed(forged, name), once()).status_code in {404, 405}
    assert Enquiry.objects.waiting().count() == 1


def test_the_digest_is_no_secret(client: Client) -> None:
    enquiry, _ = an_enquiry()
    assert client.get(followed(enquiry.withdrawal_digest)).status_code == 404


def test_the_page_that_follows_shows_nothing_that_was_written(client: Client) -> None:
    _, secret = an_enquiry()
    for name in ("sent", "withdraw"):
        page = client.get(followed(secret, name)).text
        assert all(word not in page for word in (NAME, "noor@example.org", WORDS))


def test_the_exact_words_of_the_message_are_shown_beforehand(client: Client) -> None:
    _, secret = an_enquiry()
    page = client.get(followed(secret)).text
    assert "The exact words of that message" in page and "your-own-letters" in page


def test_whoever_wants_a_call_reads_what_will_be_said(client: Client) -> None:
    _, secret = an_enquiry(channel="call", address="020 7946 0018", may_leave_message=False)
    assert "What we will say" in client.get(followed(secret)).text


def test_a_broken_promise_is_said(client: Client, clock) -> None:
    clock("2026-11-24 09:00+00:00")
    _, secret = an_enquiry()
    clock("2026-11-25 18:01+00:00")
    page = client.get(followed(secret)).text
    assert "It takes longer than we said, and we are sorry" in page
    assert "by Wednesday 25 November, 18:00 (London time)." not in page


def test_taking_it_back_destroys_the_words(client: Client) -> None:
    enquiry, secret = an_enquiry(hours="After six")
    before = Enquiry.objects.get()
    assert take_back(client, secret)["Location"] == followed(secret)
    assert "What you wrote is destroyed" in client.get(followed(secret)).text
    after = Enquiry.objects.get()
    assert (after.name, after.words, after.contact, after.preferences) == ("", "", {}, {})
    assert not PersonKey.objects.filter(person=str(enquiry.person_id)).exclude(wrapped=b"").exists()
    with pytest.raises(keyring.KeyDestroyed):
        assert before.words
    assert verbs(enquiry) == ["receive-enquiry", "withdraw-enquiry"]


def test_taking_it_back_twice_is_once(client: Client) -> None:
    enquiry, secret = an_enquiry()
    take_back(client, secret)
    assert client.post(followed(secret, "withdraw"), once())["Location"] == followed(secret)
    assert client.get(followed(secret, "withdraw"))["Location"] == followed(secret)
    assert verbs(enquiry).count("withdraw-enquiry") == 1


def test_a_look_at_the_page_takes_nothing_back(client: Client) -> None:
    _, secret = an_enquiry()
    assert client.get(followed(secret, "withdraw")).status_code == 200
    assert Enquiry.objects.get().words == WORDS


def test_what_has_its_answer_is_not_taken_back(client: Client) -> None:
    enquiry, secret = an_enquiry()
    address = followed(secret, "withdraw")
    page = client.get(address)
    enquiries.decline(enquiry, by=cast.eva(), alternative=ELSEWHERE)
    assert "has had its answer" in press(client, page, at=address).text
    assert Enquiry.objects.get().words == WORDS
    assert not Enquiry.objects.get().is_withdrawn


def test_what_was_taken_back_is_not_answered(client: Client) -> None:
    enquiry, secret = an_enquiry()
    held = Enquiry.objects.get()
    take_back(client, secret)
    with pytest.raises(enquiries.AlreadyAnswered):
        enquiries.decline(held, by=cast.eva(), alternative=ELSEWHERE)
    assert not Notification.objects.filter(person_id=enquiry.person_id).exists()
    assert not Decline.objects.exists()


def test_a_manager_still_opens_what_was_taken_back(client: Client) -> None:
    enquiry, secret = an_enquiry()
    take_back(client, secret)
    page = signed_in(cast.eva()).get(f"/office/enquiries/{enquiry.pk}/")
    assert page.status_code == 200 and WORDS not in page.text


def test_a_decline_leads_to_the_alternative(client: Client) -> None:
    enquiry, secret = an_enquiry()
    enquiries.decline(enquiry, by=cast.eva(), alternative=ELSEWHERE)
    message = Notification.objects.get(person_id=enquiry.person_id)
    assert (message.template, message.address, message.state) == (
        "declined",
        "noor@example.org",
        State.QUEUED,
    )
    assert ELSEWHERE not in str(message.words)
    page = client.get(message.link.removeprefix("http://localhost:8000"))
    assert ELSEWHERE in page.text and "Help now" in page.text
    assert ELSEWHERE in client.get(followed(secret)).text
    assert verbs(enquiry) == ["receive-enquiry", "decline-enquiry"]


def test_an_enquiry_is_declined_once() -> None:
    enquiry, _ = an_enquiry()
    held = Enquiry.objects.get()
    enquiries.decline(enquiry, by=cast.eva(), alternative=ELSEWHERE)
    with pytest.raises(enquiries.AlreadyAnswered):
        enquiries.decline(held, by=cast.frank(), alternative="Another")
    assert Decline.objects.get().alternative == ELSEWHERE
    assert Notification.objects.count() == 1


def test_whoever_wants_a_call_is_declined_by_a_person() -> None:
    enquiry, _ = an_enquiry(channel="call", address="020 7946 0018", may_leave_message=False)
    enquiries.decline(enquiry, by=cast.eva(), alternative=ELSEWHERE)
    assert Notification.objects.get().state == State.BY_HAND


def test_no_answer_of_ours_speaks_of_what_somebody_does_or_feels() -> None:
    for _label, text in ALTERNATIVES.values():
        assert not text or "You were right to ask." in text
        assert not any(word in text.lower() for word in ("harm", "risk", "severe", "score"))


@pytest.mark.parametrize("why", ["", "own words", "nonsense"])
def test_no_decline_goes_without_another_way(why: str) -> None:
    assert not DeclineForm({"why": why, "more": " "}).is_valid()


def test_what_a_manager_adds_stands_after_the_answer_chosen() -> None:
    form = DeclineForm({"why": "language", "more": ELSEWHERE})
    assert form.is_valid()
    assert form.cleaned_data == {"alternative": f"{ALTERNATIVES['language'][1]}\n\n{ELSEWHERE}"}


def test_a_manager_enters_what_came_by_telephone() -> None:
    said = WHO | {"name": NAME, "channel": "call", "address": "020 7946 0018", "source": Source.TELEPHONE}
    enquiry = enquiries.enter(by=cast.eva(), **said)
    assert (enquiry.entered_by, enquiry.source) == (cast.eva(), Source.TELEPHONE)
    assert list(Enquiry.objects.waiting()) == [enquiry]


@pytest.mark.parametrize(
    "said", [{"age_band": "16 to 17"}, {"country": "IE"}, {"channel": "email", "address": "noor"}]
)
def test_an_enquiry_that_is_refused_leaves_nothing(said: dict) -> None:
    before = rows()
    with pytest.raises((enquiries.CannotHelp, NotReachable)):
        an_enquiry(**said)
    assert rows() == before


def test_those_who_wait_longest_for_their_promise_stand_first(clock) -> None:
    found = []
    for moment in ("2026-11-25 09:00+00:00", "2026-11-23 09:00+00:00", "2026-11-24 09:00+00:00"):
        clock(moment)
        found.append(an_enquiry()[0])
    assert list(Enquiry.objects.waiting()) == [found[1], found[2], found[0]]


@pytest.mark.parametrize(
    ("channel", "typed", "country", "kept"),
    [
        ("email", "  noor@example.org ", "GB", "noor@example.org"),
        ("sms", "07700 900123", "GB", "+447700900123"),
        ("sms", "٠٧٧٠٠ ٩٠٠١٢٣", "GB", "+447700900123"),
        ("call", "(01) 234 5678", "IE", "+35312345678"),
        ("call", "+30 21 0123 4567", "GB", "+302101234567"),
    ],
)
def test_an_address_is_kept_in_one_form(channel: str, typed: str, country: str, kept: str) -> None:
    assert normalised(channel, typed, country) == kept
    assert normalised(channel, kept, country) == kept


@pytest.mark.parametrize(
    ("channel", "typed"),
    [
        ("email", "a@b"),
        ("email", "a b@example.org"),
        ("email", "a@example..org"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("email", "a@example.org,b@example.org"),
        ("email", f"a@{'x' * 260}.org"),
        ("sms", "07700 900123 ext. 5"),
        ("call", "999"),
        ("call", "my number"),
        ("call", "0" * 100_000),
    ],
)
def test_what_nobody_can_be_reached_at_is_refused(channel: str, typed: str) -> None:
    with pytest.raises(NotReachable):
        normalised(channel, typed, "GB")
