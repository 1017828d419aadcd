"""What a client keeps for a hard moment: the public skills say what the library says; the own list and cards are theirs."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cast import ana, ben, clara, david, eva
from tests.sign_in import signed_in
from waylight.crisis import skills as public
from waylight.exercises import assignments, cards, catalogue, entries, references, skills
from waylight.exercises.models import Skill
from waylight.people import contacts
from waylight.privacy.keyring import PRIVATE


def to(name: str, *args) -> str:
    return reverse(f"exercises:{name}", args=args)


def send(browser: Client, address: str, **fields):
    return browser.post(address, {"idempotency_key": uuid.uuid4()} | fields)


@pytest.mark.hazard("H07", "H08")
@pytest.mark.parametrize("name", ["comfort", "busy", "release"])
def test_a_public_menu_holds_the_things_of_the_library_and_no_others(name):
    menu = public.MENUS[name]
    options = [
        q.options for step in catalogue.get(menu.exercise).steps for q in step.questions if q.id == "activity"
    ]
    assert [tuple((item.code, str(item.words)) for item in menu.items)] == options
    assert str(menu.title) == catalogue.get(menu.exercise).title


def test_what_is_steady_is_what_the_library_offers_as_an_anchor():
    menu = public.MENUS["steady"]
    options = {
        q.id: {code for code, _ in q.options}
        for step in catalogue.get(menu.exercise).steps
        for q in step.questions
    }
    assert {item.code for item in menu.items} == options["anchor"]


def a_card(client=None, *, favourite: bool = True, **answers):
    client = client or ana()
    entry = entries.start(client, cards.EXERCISE, by=client.user)
    given = {"title": "At night", "remind": "It passes.\nIt did on Sunday.", "favourite": favourite} | answers
    for step in entry.form.steps:
        known = {q.id: given[q.id] for q in step.questions if q.id in given}
        entry = entries.save_step(entry, step, known, by=client.user)
    return entry


@pytest.mark.django_db
def test_the_own_list_comes_first_and_the_skills_of_everybody_follow():
    skills.add(ana(), ["Call  Rea", "call rea", "Warm socks"], by=ana().user)
    assert skills.names(ana())[:2] == ["Call Rea", "Warm socks"]
    assert "Something to comfort me" in skills.names(ana())
    assert "Call Rea" not in skills.names(ben())


@pytest.mark.django_db
def test_what_is_hidden_leaves_the_list_and_can_come_back():
    skills.add(ana(), ["Warm socks"], by=ana().user)
    (socks,) = skills.of(ana(), by=ana().user)
    skills.hide(skills.hide(socks, by=ana().user), by=ana().user)
    assert "Warm socks" not in skills.names(ana())
    skills.add(ana(), ["warm socks"], by=ana().user)
    assert skills.names(ana())[0] == "Warm socks"
    skills.remove(socks, by=ana().user)
    assert Skill.objects.count() == 0


@pytest.mark.django_db
def test_nobody_else_reads_or_changes_the_list():
    skills.add(ana(), ["Warm socks"], by=ana().user)
    (socks,) = skills.of(ana(), by=ana().user)
    for other in (ben().user, clara().user, david().user, eva()):
        assert skills.of(ana(), by=other) == []
        assert not Skill.objects.visible_to(other).exists()
        for verb in (skills.hide, skills.show, skills.remove):
            with pytest.raises(skills.NotYours):
                verb(socks, by=other)
        with pytest.raises(skills.NotYours):
            skills.add(ana(), ["Theirs"], by=other)


@pytest.mark.django_db
def test_a_list_that_is_full_says_so_and_nothing_is_lost():
    skills.add(ana(), [f"Thing {number}" for number in range(skills.MOST)], by=ana().user)
    with pytest.raises(skills.ListIsFull):
        skills.add(ana(), ["One more"], by=ana().user)
    assert Skill.objects.count() == skills.MOST
    with pytest.raises(skills.NothingToAdd):
        skills.add(ana(), ["  "], by=ana().user)


@pytest.mark.django_db
@pytest.mark.hazard("H06")
def test_its_words_are_sealed_with_the_key_that_goes_first():
    skills.add(ana(), ["Warm socks"], by=ana().user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM exercises_skill")
        (sealed,) = cursor.fetchone()
    assert b"socks" not in bytes(sealed)
    assert Skill._meta.get_field("words").key == PRIVATE


@pytest.mark.django_db
def test_a_card_that_is_made_can_use_what_is_on_the_list():
    skills.add(ana(), ["Warm socks"], by=ana().user)
    entry = entries.start(ana(), cards.EXERCISE, by=ana().user)
    (question,) = [q for step in entry.form.steps for q in step.questions if q.id == "do"]
    assert ("Warm socks", "Warm socks") in references.options(question, entry)


@pytest.mark.django_db
@pytest.mark.parametrize(("activity", "is_kept", "words"), [
    ("soft_clothes", True, ["Put on soft clothes"]), ("sit with Rea", True, ["sit with Rea"]), ("soft_clothes", False, []),
])  # fmt: skip
def test_what_was_tried_comes_onto_the_list_when_that_was_ticked(activity, is_kept, words):
    assignments.assign(ana(), "cbt-alternatives-comfort", by=clara().user)
    entry = entries.start(ana(), "cbt-alternatives-comfort", by=ana().user)
    given = {"activity": activity, "keep": is_kept}
    for step in entry.form.steps:
        known = {q.id: given[q.id] for q in step.questions if q.id in given}
        entry = entries.save_step(entry, step, known, by=ana().user)
    entries.finish(entries.finish(entry, by=ana().user), by=ana().user)
    assert [skill.words for skill in skills.of(ana(), by=ana().user)] == words


@pytest.mark.django_db
def test_cards_at_hand_are_those_that_were_marked_newest_first():
    a_card(title="First", do=["Warm socks"], when_i_feel="alone")
    a_card(title="Not this one", favourite=False)
    a_card(title="Second")
    found = cards.at_hand(ana(), by=ana().user)
    assert [card.title for card in found] == ["Second", "First"]
    assert (found[1].can, found[1].when) == (("Warm socks",), "alone")
    assert cards.at_hand(ana(), by=clara().user) == []


@pytest.mark.django_db
def test_a_contact_of_ones_own_comes_with_the_number():
    contacts.add_contact(
        ana(), name="Rea", relation="", telephone="07700 900101", may_call=True, by=ana().user
    )
    a_card(contact="Rea")
    (card,) = cards.at_hand(ana(), by=ana().user)
    assert (card.contact, card.telephone) == ("Rea", "07700 900101")


@pytest.mark.django_db
def test_what_a_phone_keeps_is_told_from_what_there_is_now_without_a_word_of_it():
    entry = a_card()
    before = cards.copy(ana(), by=ana().user)
    user = ana().user
    assert user is not None
    assert before["tag"] == user.device_tag
    assert before["stamp"] == cards.copy(ana(), by=ana().user)["stamp"]
    step = next(step for step in entry.form.steps if any(q.id == "remind" for q in step.questions))
    entries.save_step(entry, step, {"remind": "Other words"}, by=ana().user)
    assert cards.copy(ana(), by=ana().user)["stamp"] != before["stamp"]


@pytest.mark.django_db
@pytest.mark.hazard("H05", "H16")
def test_tools_open_without_the_second_step_and_then_show_nothing_of_ones_own():
    a_card()
    skills.add(ana(), ["Warm socks"], by=ana().user)
    page = signed_in(ana().user, unlocked=False).get(to("tools")).content.decode()
    assert reverse("crisis:comfort") in page
    assert "It passes." not in page
    assert "Warm socks" not in page
    page = signed_in(ana().user).get(to("tools")).content.decode()
    assert "It passes." in page
    assert "Warm socks" in page


@pytest.mark.django_db
def test_the_list_is_kept_by_its_pages_without_a_script():
    browser = signed_in(ana().user)
    assert "Pick something" in send(browser, to("own_list"), own=" ").content.decode()
    send(browser, to("own_list"), own="Warm socks", comfort=["Put on soft clothes"])
    assert skills.names(ana())[:2] == ["Put on soft clothes", "Warm socks"]
    page = browser.get(to("own_list")).content.decode()
    assert 'value="Put on soft clothes"' not in page
    socks = next(one for one in skills.of(ana(), by=ana().user) if one.words == "Warm socks")
    for act, is_shown in (("hide_skill", False), ("show_skill", True), ("remove_skill", False)):
        assert send(browser, to(act, socks.pk)).status_code == 302
        assert ("Warm socks" in skills.names(ana())) == is_shown
    assert send(signed_in(ben().user), to("hide_skill", socks.pk)).status_code == 404


@pytest.mark.django_db
@pytest.mark.hazard("H06")
def test_the_copy_for_the_phone_needs_the_second_step():
    a_card()
    assert signed_in(ana().user).get(to("cards_copy")).json()["cards"][0]["title"] == "At night"
    assert signed_in(ana().user, unlocked=False).get(to("cards_copy")).status_code == 302
    assert signed_in(ben().user).get(to("cards_copy")).json()["cards"] == []


@pytest.mark.django_db
def test_tools_ask_few_questions_of_the_database(django_assert_max_num_queries):
    for number in range(5):
        a_card(title=str(number))
    skills.add(ana(), [f"Thing {number}" for number in range(10)], by=ana().user)
    browser = signed_in(ana().user)
    browser.get(to("tools"))
    with django_assert_max_num_queries(12):
        browser.get(to("tools"))
