"""Each exercise of the library is filled in from its own definition, page by page: kept, read again, sent again."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import ana, clara, david
from tests.exercises import filling
from tests.sign_in import signed_in
from waylight.exercises import asking, catalogue
from waylight.exercises.models import Entry

IDS = sorted(exercise.stem for exercise in catalogue.LIBRARY.glob("*.json"))


def begun(id: str) -> Entry:
    """An entry of Ana's with every question switched on that a therapist can switch on."""
    exercise, now = catalogue.get(id), timezone.now()
    entry = Entry(client=ana(), exercise=id, version=exercise.version, started_at=now, saved_at=now)
    entry.asked = [question.id for question in exercise.questions() if question.off_until_enabled]
    entry.answers, entry.kept_back = {}, {}
    entry.save(force_insert=True)
    return entry


def send(browser: Client, address: str, sent: dict[str, Any]):
    return browser.post(address, sent | {"idempotency_key": str(uuid.uuid4())})


def filled(browser: Client, entry: Entry, *, as_typed: bool = False) -> dict[str, Any]:
    """Fills every page as it comes; what is to be kept. `as_typed`: each is saved as one types, and then sent."""
    kept: dict[str, Any] = {}
    address = reverse("exercises:step", args=[entry.pk, entry.form.steps[0].id])
    for _page in range(2 * len(entry.form.steps)):
        step = entry.form.step(address.split("/")[-2])
        if step is None:
            break
        page = filling.Form(browser.get(address).text)
        assert [id for id in page.ids if page.ids.count(id) > 1] == []
        assert list(page.unlabelled()) == []
        sent, expected = filling.page(entry.form, step, kept, set(entry.asked))
        kept |= expected
        window = {name: page.sent[name] for name in ("window", "was_shown")}
        if as_typed:
            draft = reverse("exercises:draft", args=[entry.pk, step.id])
            assert send(browser, draft, sent | window).status_code == 204
        answer = send(browser, address, sent | window)
        assert answer.status_code == 302, answer.text
        address = answer["Location"].split("#")[0]
    assert address == reverse("exercises:entry", args=[entry.pk])
    return kept


@pytest.mark.hazard("H13")
@pytest.mark.django_db
@pytest.mark.parametrize("id", IDS)
def test_what_is_filled_in_is_kept_and_a_page_that_is_sent_again_changes_nothing(id: str) -> None:
    entry, browser = begun(id), signed_in(ana().user)
    kept = filled(browser, entry, as_typed=True)
    entry = Entry.objects.get()
    assert entry.answers == kept
    assert entry.open_steps() == []
    for step in entry.steps():
        address = reverse("exercises:step", args=[entry.pk, step.id])
        assert send(browser, address, filling.Form(browser.get(address).text).sent).status_code == 302
    assert Entry.objects.get().answers == kept


@pytest.mark.django_db
@pytest.mark.parametrize("id", IDS)
def test_it_is_finished_shared_and_read_by_the_therapist_and_refused_to_the_outsider(id: str) -> None:
    entry, browser = begun(id), signed_in(ana().user)
    filled(browser, entry)
    for act in ("finish", "share"):
        assert send(browser, reverse(f"exercises:{act}", args=[entry.pk]), {}).status_code == 302
    shared = reverse("exercises:shared", args=[entry.pk])
    page = signed_in(clara().user).get(shared).text
    private = [question.text for question in entry.form.questions() if question.stays_private]
    assert [words for words in private if words in page] == []
    assert signed_in(david().user).get(shared).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("id", IDS)
def test_every_page_may_be_left_empty(id: str) -> None:
    entry, browser = begun(id), signed_in(ana().user)
    for step in entry.form.steps:
        address = reverse("exercises:step", args=[entry.pk, step.id])
        page = filling.Form(browser.get(address).text)
        assert send(browser, address, page.sent | {"act": "stop"}).status_code == 302
    begins = {q.id for q in entry.form.questions() if q.begins or q.begins_now or q.begins_as or q.parts}
    kept = Entry.objects.get().answers
    assert [id for id, answer in kept.items() if asking.is_answered(answer) and id not in begins] == []
    assert [
        id for id, answer in kept.items() if isinstance(answer, list) and answer and id not in begins
    ] == []
