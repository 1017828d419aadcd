"""The loop of relief: one drawing, written by client and therapist, of which nothing is ever lost."""

import uuid
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.care.models import ReliefLoop
from waylight.care.models.plans import VersionStands
from waylight.care.relief import drawing, keeping
from waylight.care.relief.places import PLACES, ROUND, joined
from waylight.privacy.models import AuditEvent

WORDS = ("", "One", "Two", "One more")
OWN = ("loop", "loop_words", "loop_history")
pytestmark = pytest.mark.django_db


def save(by=None, was_shown: int = 0, **parts: str):
    return keeping.save(ana(), parts, by=by or ana().user, was_shown=was_shown)


def page(name: str, *args, by=None) -> str:
    answer = signed_in(by or ana().user).get(reverse(f"care:{name}", args=args))
    assert answer.status_code == 200, name
    return answer.content.decode()


def post(name: str, *args, by=None, **fields):
    form = {"idempotency_key": uuid.uuid4(), "was_shown": 0} | fields
    return signed_in(by or ana().user).post(reverse(f"care:{name}", args=args), form)


def test_client_and_therapist_write_the_same_one_and_each_saving_stays() -> None:
    save(before="An argument")
    save(clara().user, was_shown=1, before="An argument", feeling="Tight chest")
    save(was_shown=2, before="An argument", feeling="Tight chest")  # the same words: nothing new
    found = keeping.history(ana(), by=ana().user)
    assert [(row.number, row.saved_by, sorted(row.parts)) for row in found] == [
        (2, clara().user, ["before", "feeling"]),
        (1, ana().user, ["before"]),
    ]


def test_two_who_write_in_different_places_at_once_both_find_their_words() -> None:
    save(before="An argument")
    save(clara().user, was_shown=1, before="An argument", feeling="Tight chest")
    loop, both = save(was_shown=1, before="An argument", after="Tired")
    assert loop and loop.parts == {"before": "An argument", "feeling": "Tight chest", "after": "Tired"}
    assert both == []


def test_two_who_write_in_the_same_place_at_once_both_find_their_words_and_are_told() -> None:
    save(before="An argument")
    save(clara().user, was_shown=1, before="An argument with her sister")
    loop, both = save(was_shown=1, before="My sister rang")
    assert loop and loop.parts["before"] == "An argument with her sister\n\nMy sister rang"
    assert [place.id for place in both] == ["before"]


@pytest.mark.parametrize(("base", "theirs", "mine"), list(product(WORDS, repeat=3)))
def test_no_word_that_somebody_changed_is_lost(base: str, theirs: str, mine: str) -> None:
    """Every way in which two people can leave one place."""
    found, both = joined({"urge": base}, {"urge": theirs}, {"urge": mine})
    for words in (theirs, mine):
        assert words == base or words in found.get("urge", "")
    assert both == [] or base not in (theirs, mine)
    assert set(found) <= {"urge"}


def test_the_database_takes_no_number_twice_and_no_saving_is_changed() -> None:
    row, _both = save(before="An argument")
    assert row
    with pytest.raises(VersionStands):
        row.save()
    for number in (1, 0):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReliefLoop.objects.create(
                client=ana(), number=number, saved_at=timezone.now(), saved_by=ana().user
            )


def test_the_outsider_a_manager_and_another_client_neither_read_nor_write_it() -> None:
    save(before="An argument")
    for other in (david().user, eva(), ben().user):
        with pytest.raises(keeping.NotYours):
            save(other, before="Mine")
        assert keeping.history(ana(), by=other) == []
        for name in OWN:
            assert signed_in(other).get(reverse(f"care:client_{name}", args=[ana().pk])).status_code == 404
        assert post("client_loop_words", ana().pk, by=other, before="Mine").status_code == 404
    assert "An argument" not in page("loop", by=ben().user)


def test_a_therapists_reading_is_recorded_and_the_clients_own_is_not() -> None:
    save(before="An argument")
    page("loop")
    assert not AuditEvent.objects.filter(verb="read-loop").exists()
    page("client_loop", ana().pk, by=clara().user)
    assert AuditEvent.objects.get(verb="read-loop").actor == str(clara().user.pk)


def test_its_words_stand_sealed_in_the_database() -> None:
    save(before="An argument")
    with connection.cursor() as cursor:
        cursor.execute("SELECT parts FROM care_reliefloop")
        assert b"argument" not in bytes(cursor.fetchone()[0])


def test_it_is_written_and_read_on_its_pages_by_both() -> None:
    assert "begin by yourself" in page("loop")
    assert post("loop_words", before="An argument", way_out="Ring Rea").status_code == 302
    for text in (page("loop"), page("client_loop", ana().pk, by=clara().user)):
        assert "An argument" in text
        assert "Ring Rea" in text
    post("client_loop_words", ana().pk, by=clara().user, was_shown=1, before="An argument", urge="Now")
    assert "by Dr Clara Demo" in page("loop_history")
    answer = post("loop_words", was_shown=1, before="An argument", urge="Loud")
    assert answer.status_code == 302
    assert "Now\n\nLoud" in page("loop_words").replace("\r\n", "\n")


def test_words_that_are_too_long_are_shown_again() -> None:
    text = post("loop_words", before="ab " * 400).content.decode()
    assert "Your words are still here." in text
    assert not ReliefLoop.objects.exists()


@pytest.mark.hazard("H20")
def test_nothing_asks_what_is_done_or_how_and_nothing_blames() -> None:
    text = page("loop_words")
    assert "Please leave that out." in text
    for words in ("how often", "with what", "where on", "how many", "blame", "weak", "your fault", "relapse"):
        assert words not in text.lower()


def test_a_page_asks_the_database_little() -> None:
    for number in range(10):
        save(was_shown=number, before=f"Words {number}")
    browser = signed_in(clara().user)
    for name in OWN:
        address = reverse(f"care:client_{name}", args=[ana().pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as seen:
            browser.get(address)
        assert len([q for q in seen.captured_queries if q["sql"].startswith("SELECT")]) < 12


def test_the_drawing_has_a_box_for_each_place_and_cuts_what_is_too_long() -> None:
    labels = [str(place.label) for place in PLACES]
    drawn = drawing.draw(labels, ["word " * 200, "x" * 500, *[""] * 5])
    assert len(drawn.boxes) == len(drawn.arrows) == len(ROUND)
    assert [len(box.lines) for box in drawn.boxes] == [4, 4, 0, 0, 0, 0]
    assert drawn.boxes[0].lines[-1].words.endswith("…")
    with pytest.raises(ValueError, match="six places"):
        drawing.draw(labels[:3], [""] * 3)


@given(st.lists(st.text(max_size=700), min_size=7, max_size=7))
def test_no_words_leave_their_box(words: list[str]) -> None:
    for box in drawing.draw([str(place.label) for place in PLACES], words).boxes:
        assert all(box.y < line.y < box.y + box.height for line in box.lines)
        assert all(len(line.words) <= drawing.LETTERS for line in box.lines)


def test_what_is_saved_while_two_write_says_which_drawing_it_is_now_and_what_stands_in_it() -> None:
    first = post("loop_draft", before="A hard day").json()
    assert (first["was_shown"], first["words"]["before"], first["words"]["after"]) == (1, "A hard day", "")
    same = post("loop_draft", before="A hard day", was_shown=1).json()
    assert same["was_shown"] == 1
    hers = post(
        "client_loop_draft", ana().pk, by=clara().user, before="A hard day", after="Tired", was_shown=1
    )
    assert hers.json()["was_shown"] == 2
    late = post("loop_draft", before="A hard day, and alone", was_shown=1).json()
    assert late["was_shown"] == 3
    assert (late["words"]["before"], late["words"]["after"]) == ("A hard day, and alone", "Tired")


def test_a_drawing_is_saved_as_one_writes_by_those_two_alone() -> None:
    for someone in (david().user, eva(), ben().user):
        assert post("client_loop_draft", ana().pk, by=someone, before="x").status_code == 404
    assert post("loop_draft", before="x" * 601).status_code == 422
    assert not ReliefLoop.objects.exists()
