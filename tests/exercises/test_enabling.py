"""Eight exercises ask for care: they are off until a therapist, who has read the caution, switches them on for one client."""

import uuid

import pytest
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.exercises import assignments, catalogue, enabling, entries
from waylight.exercises.models import Assignment, Enabled, Entry
from waylight.people.episodes import NotYourClient
from waylight.privacy.models import AuditEvent

pytestmark = [pytest.mark.django_db, pytest.mark.hazard("H08")]
SCAN, DIARY = "mbct-body-scan", "cbt-urge-diary"


def suggest(id: str = SCAN, **agreed) -> Assignment:
    return assignments.assign(ana(), id, by=clara().user, agreed=assignments.Agreed(**agreed))


def begin(id: str = SCAN) -> Entry:
    return entries.start(ana(), id, by=ana().user)


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def test_what_is_off_is_neither_suggested_nor_begun() -> None:
    with pytest.raises(assignments.CautionNotRead):
        suggest()
    with pytest.raises(entries.NotForYouYet):
        begin()
    assert not Assignment.objects.exists()
    assert not Enabled.objects.exists()


@pytest.mark.parametrize("id", [one.id for one in catalogue.library() if not one.is_on_from_the_start])
def test_each_that_is_off_waits_for_the_therapist_and_has_a_caution(id: str) -> None:
    assert catalogue.get(id).caution
    with pytest.raises(entries.NotForYouYet):
        begin(id)
    suggest(id, has_read_caution=True)
    assert begin(id).exercise == id


def test_it_is_on_for_her_alone_and_off_again_when_the_therapist_says_so() -> None:
    suggest(has_read_caution=True)
    ben()
    with pytest.raises(entries.NotForYouYet):
        entries.start(ben(), SCAN, by=ben().user)
    begun = begin()
    enabling.end(Enabled.objects.get(), by=clara().user)
    with pytest.raises(entries.NotForYouYet):
        begin()
    step = begun.form.steps[0]
    entries.save_step(begun, step, {step.questions[0].id: []}, by=ana().user)  # what was begun goes on
    assert list(AuditEvent.objects.filter(verb__endswith="able-exercise").values_list("verb", flat=True)) == [
        "enable-exercise",
        "disable-exercise",
    ]


def test_only_a_therapist_who_cares_for_her_switches_on_or_off() -> None:
    suggest(has_read_caution=True)
    row, exercise = Enabled.objects.get(), catalogue.get("cbt-chain-analysis")
    for other in (david().user, eva(), ben().user, ana().user):
        with pytest.raises(NotYourClient):
            enabling.enable(ana(), exercise, by=other, questions=[], has_read_caution=True)
        with pytest.raises(NotYourClient):
            enabling.end(row, by=other)
    assert Enabled.objects.current().count() == 1


def test_a_question_that_is_off_is_asked_only_when_it_was_switched_on_before_one_began() -> None:
    before = begin(DIARY)
    suggest(DIARY, questions=("hurt_self",))
    after = begin(DIARY)
    assert (before.asked, after.asked) == ([], ["hurt_self"])
    page = catalogue.get(DIARY).steps[1].id
    browser = signed_in(ana().user)
    assert "Did I hurt myself?" not in browser.get(to("step", before.pk, page)).text
    assert "Did I hurt myself?" in browser.get(to("step", after.pk, page)).text


def test_no_other_question_is_switched_on() -> None:
    with pytest.raises(assignments.NoSuchQuestion):
        suggest(DIARY, questions=("urge_peak",))


def test_the_form_shows_caution_when_not_and_stop_rule_and_needs_the_tick() -> None:
    browser, exercise = signed_in(clara().user), catalogue.get(SCAN)
    address = to("suggest", ana().pk, SCAN)
    page = browser.get(address).text
    for words in (*exercise.caution, *exercise.when_not, exercise.stop_rule):
        assert words in page.replace("&#x27;", "'")
    sent = {"why": "Short ones", "idempotency_key": str(uuid.uuid4())}
    refused = browser.post(address, sent).text
    assert "Read the caution" in refused
    assert "Short ones</textarea>" in refused
    ticked = sent | {"has_read_caution": "on", "idempotency_key": str(uuid.uuid4())}
    assert browser.post(address, ticked).status_code == 302
    listed = browser.get(to("assign", ana().pk)).text
    assert "Switched on for them" in listed
    off = browser.post(to("disable", Enabled.objects.get().pk), {"idempotency_key": str(uuid.uuid4())})
    assert off["Location"] == to("assign", ana().pk)
    assert "Switched on for them" not in browser.get(to("assign", ana().pk)).text


def test_a_client_is_told_that_it_is_begun_together() -> None:
    browser = signed_in(ana().user)
    page = browser.get(to("begin", SCAN)).text
    assert "begun together with your therapist" in page
    assert ">Begin</button>" not in page
    assert catalogue.get(SCAN).title not in browser.get(to("more")).text
    sent = browser.post(to("begin", SCAN), {"idempotency_key": str(uuid.uuid4())})
    assert "started together with your therapist first" in sent.text
    suggest(has_read_caution=True)
    assert catalogue.get(SCAN).title in browser.get(to("more")).text
    assert ">Begin</button>" in browser.get(to("begin", SCAN)).text


@pytest.mark.hazard("H06")
def test_no_address_of_hers_says_what_the_exercise_is() -> None:
    address = to("begin", "act-urge-surfing")
    assert "urge" not in address
    assert signed_in(ana().user).get(address).status_code == 200
    for broken in ("urge", "____", "cbt-thought-record"):
        assert signed_in(ana().user).get(f"/me/practice/begin/{broken}/").status_code == 404
