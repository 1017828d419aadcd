"""What a client keeps for a hard moment: the public skills say what the library says; the own list and cards are theirs."""

import pytest

from waylight.crisis import skills as public
from waylight.exercises import catalogue


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
