"""Beginning the loop of relief from an exercise: only from what was shared, and nothing is kept until it is saved."""

import pytest
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.care.models import ReliefLoop
from waylight.care.relief import keeping
from waylight.care.relief.places import PLACES
from waylight.exercises import assignments, catalogue, entries
from waylight.exercises.assignments import Agreed
from waylight.exercises.models import Entry
from waylight.home import beginnings

pytestmark = pytest.mark.django_db
MAP = {
    "situation": "My sister rang",
    "thoughts": "I let everybody down",
    "feelings": [{"emotion": "sad", "strength": 70}, {"emotion": "a word of mine"}],
    "body": ["tight_chest"],
    "actions": "I went to my room",
    "exit_point": "Ring Rea first",
}
CHAIN = {
    "about": "another_problem",
    "vulnerability": ["poor_sleep"],
    "trigger": "The bus was full",
    "links": [{"kind": "thought", "text": "Not again"}, {"kind": "body", "text": "Shaking"}],
    "function": ["ease_a_feeling"],
    "long_term": "I slept all day",
    "kept_going": "Rea rang",
    "break_links": [{"link": "Shaking", "skill": "Sit down"}],
}


def written(exercise: str, answers: dict, *, share: bool = True) -> Entry:
    """Assigned, so that it is there also where it waits for a therapist."""
    assignments.assign(ana(), exercise, by=clara().user, agreed=Agreed(has_read_caution=True))
    entry = entries.start(ana(), exercise, by=ana().user)
    for step in entry.form.steps:
        here = {question.id: answers[question.id] for question in step.questions if question.id in answers}
        entry = entries.save_step(entry, step, here, by=ana().user)
    entry = entries.finish(entry, by=ana().user)
    return entries.share(entry, by=ana().user) if share else entry


def own(entry: Entry | None = None, by=None):
    query = f"?entry={entry.pk}" if entry else ""
    return signed_in(by or ana().user).get(reverse("home:loop_beginning") + query)


def test_a_map_of_five_areas_goes_into_its_places() -> None:
    assert beginnings.words_from(written("cbt-five-areas-map", MAP)) == {
        "before": "My sister rang",
        "feeling": "I let everybody down\nSad\na word of mine\nTight chest",
        "relief": "I went to my room",
        "way_out": "Ring Rea first",
    }


def test_a_chain_goes_into_its_places() -> None:
    words = beginnings.words_from(written("cbt-chain-analysis", CHAIN))
    assert words["before"].startswith("The bus was full\n")
    assert words["feeling"] == "Not again\nShaking"
    assert words["after"] == "I slept all day"
    assert words["way_out"] == "Shaking · Sit down\nRea rang"


def test_every_question_that_is_carried_over_is_there_and_every_place_too() -> None:
    for exercise, carried in beginnings.CARRIED.items():
        form = catalogue.get(exercise)
        assert set(carried) <= {place.id for place in PLACES}
        for id in (id for ids in carried.values() for id in ids):
            name, _colon, part = id.partition(":")
            question = form.question(name)
            assert question is not None, id
            assert not part or part in {inner.key for inner in question.parts}


def test_the_form_begins_with_its_words_and_keeps_what_stands_there() -> None:
    entry = written("cbt-five-areas-map", MAP)
    keeping.save(ana(), {"before": "An argument"}, by=ana().user)
    text = own(entry).content.decode()
    assert "An argument" in text
    assert "My sister rang" not in text
    assert "Ring Rea first" in text
    assert ReliefLoop.objects.count() == 1


def test_what_is_not_shared_is_not_offered_to_either() -> None:
    entry = written("cbt-five-areas-map", MAP, share=False)
    assert "Nothing like this is shared." in own().content.decode()
    assert own(entry).status_code == 404
    address = reverse("home:client_loop_beginning", args=[ana().pk])
    assert signed_in(clara().user).get(f"{address}?entry={entry.pk}").status_code == 404


def test_her_therapist_begins_from_it_too_and_nobody_else_does() -> None:
    entry = written("cbt-five-areas-map", MAP)
    address = reverse("home:client_loop_beginning", args=[ana().pk])
    assert "My sister rang" in signed_in(clara().user).get(f"{address}?entry={entry.pk}").content.decode()
    for other in (david().user, eva(), ben().user, ana().user):
        assert signed_in(other).get(f"{address}?entry={entry.pk}").status_code == 404
    assert own(entry, ben().user).status_code == 404


@pytest.mark.parametrize("wrong", ["x", "1", "6a1d7f0e-5c1b-4b8e-9f3a-2d8c4e6b7a90", "' OR 1=1"])
def test_an_entry_that_is_none_is_not_there(wrong: str) -> None:
    answer = signed_in(ana().user).get(reverse("home:loop_beginning"), {"entry": wrong})
    assert answer.status_code == 404
