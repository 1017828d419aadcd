"""The pages of what waits to be read, as each of the cast meets them."""

import itertools
import re
import uuid

import pytest
from django.urls import reverse

from tests import cast
from tests.people.reading_by import greta, something_to_read, with_a_deputy
from tests.sign_in import signed_in
from waylight.people import reading
from waylight.people.models import Acknowledgement, Deputy
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H02")]


def page(user, name: str, *args) -> str:
    answer = signed_in(user).get(reverse(name, args=args))
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def send(user, name: str, *args, **fields):
    return signed_in(user).post(reverse(name, args=args), {"idempotency_key": str(uuid.uuid4()), **fields})


def test_the_desk_shows_a_plain_line_with_the_promise_and_no_word_of_the_answer(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    with_a_deputy()
    something_to_read()
    for name in ("home:desk", "people:waiting"):
        text = page(cast.clara().user, name)
        assert "An answer of A. needs you to read it" in text
        assert "Promised: read by Tuesday 24 November, 18:00" in text
        assert "Several days" not in text
        assert "Ana" not in text
    assert "needs you to read it" not in page(cast.david().user, "home:desk")


def test_headings_go_down_one_by_one_on_each_page_that_lists_what_waits() -> None:
    something_to_read()
    for name in ("home:desk", "people:waiting"):
        levels = [int(level) for level in re.findall(r"<h(\d)", page(cast.clara().user, name))]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (name, levels)


def test_the_page_quotes_the_words_and_asks_what_was_done() -> None:
    item = something_to_read()
    text = page(cast.clara().user, "people:item", item.pk)
    assert "They chose “Several days”." in text
    assert "What did you do?" in text
    assert cast.ana().user.email in text
    assert not re.search(r"\b(score|risk|level|severe|positive)\b", text, re.IGNORECASE)
    assert AuditEvent.objects.filter(verb="read-what-waits").count() == 1


def test_saying_nothing_of_what_was_done_keeps_it_waiting() -> None:
    item = something_to_read()
    answer = send(cast.clara().user, "people:item", item.pk, done=" ")
    assert "Write what you did. It can be short." in answer.text
    assert not Acknowledgement.objects.exists()
    answer = send(cast.clara().user, "people:item", item.pk, done="Called her")
    assert answer["Location"] == reverse("people:waiting")
    assert "Nothing waits for you." in page(cast.clara().user, "people:waiting")
    assert "Called her" in page(cast.clara().user, "people:item", item.pk)


def test_whoever_comes_second_keeps_their_words_and_sees_what_the_first_one_did() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    reading.pass_on(item.promised_by)
    send(cast.clara().user, "people:item", item.pk, done="I called her")
    answer = send(deputy.user, "people:item", item.pk, done="I wrote to her")
    assert answer.status_code == 200
    assert "Somebody else has read this already." in answer.text
    assert "I called her" in answer.text
    assert Acknowledgement.objects.count() == 1


def test_a_deputy_opens_this_answer_and_nothing_of_the_record() -> None:
    deputy, item = with_a_deputy(), something_to_read()
    assert signed_in(deputy.user).get(reverse("people:item", args=[item.pk])).status_code == 404
    reading.pass_on(item.promised_by)
    text = page(deputy.user, "people:item", item.pk)
    assert "They chose “Several days”." in text
    assert "not their record" in text
    assert reverse("home:client", args=[item.client_id]) not in text
    assert signed_in(deputy.user).get(reverse("home:client", args=[item.client_id])).status_code == 404
    assert "Passed to you, in place of Dr Clara Demo." in page(deputy.user, "home:desk")
    assert "Dr Greta Demo has it too" in page(cast.clara().user, "home:desk")


@pytest.mark.parametrize("who", ["ana", "ben", "david", "eva"])
def test_nobody_else_finds_it(who: str) -> None:
    item = something_to_read()
    users = {"ana": cast.ana().user, "ben": cast.ben().user, "david": cast.david().user, "eva": cast.eva()}
    assert signed_in(users[who]).get(reverse("people:item", args=[item.pk])).status_code == 404
    assert send(users[who], "people:item", item.pk, done="Seen").status_code == 404


def test_the_office_sees_that_something_waits_and_never_whose_or_what(clock) -> None:
    clock("2026-11-24 10:00+00:00")
    cast.a_practice(reads_within_working_days=0)
    something_to_read()
    assert "1 answer waits to be read. There is still time." in page(cast.eva(), "home:office")
    clock("2026-11-24 18:01+00:00")
    assert "1 answer waits for longer than was promised" in page(cast.eva(), "home:office")
    text = page(cast.eva(), "people:office_reading")
    assert "For Dr Clara Demo" in text
    assert "That time has passed." in text
    assert "Nobody reads in their place. Choose somebody here" in text
    for hidden in ("Ana", "A.", "Several days", str(cast.ana().pk)):
        assert hidden not in text


def test_the_office_names_a_deputy_who_then_has_it() -> None:
    item = something_to_read()
    here = greta()
    field = f"of-{cast.clara().pk}-deputy"
    send(cast.eva(), "people:name_deputy", cast.clara().pk, **{field: str(here.pk)})
    assert Deputy.objects.get().deputy == here
    reading.pass_on(item.promised_by)
    assert "Passed to Dr Greta Demo" in page(cast.eva(), "people:office_reading")
    send(cast.eva(), "people:name_deputy", cast.clara().pk, **{field: "nobody"})
    assert not Deputy.objects.current().exists()


@pytest.mark.parametrize("value", ["999999", "", "-1", "somebody"])
def test_a_deputy_who_does_not_work_here_is_refused(value: str) -> None:
    answer = send(
        cast.eva(), "people:name_deputy", cast.clara().pk, **{f"of-{cast.clara().pk}-deputy": value}
    )
    assert answer["Location"] == reverse("people:office_reading")
    assert not Deputy.objects.exists()


def test_therapists_find_no_page_of_the_office() -> None:
    assert signed_in(cast.clara().user).get(reverse("people:office_reading")).status_code == 404
    assert send(cast.clara().user, "people:name_deputy", cast.clara().pk).status_code == 404
