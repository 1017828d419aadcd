"""Skills for a hard moment: at hand without a database or a script, one thing at a time, never the only thing on offer."""

import re

import pytest
from django.urls import reverse

from tests.visiting import shown
from waylight.crisis import bake, offline, pages, skills

SKILLS = ["breathe", "look", *skills.MENUS]
PAGES = [reverse(f"crisis:{name}") for name in ("more", *SKILLS, "cards")]
# Of the data's banned_menu_terms, in the forms in which a menu could say them (REQUIREMENTS N9, 4.3).
BANNED = r"\b(band|snap|ice|red pen|skin|blood|cold|hit|punch|pinch|bite|scratch|hungry|hunger|starve|purge|alcohol)\b"
pytestmark = [pytest.mark.hazard("H08", "H16"), pytest.mark.usefixtures("day_of_the_data")]


def links(page: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', page[page.index("<main") : page.index("</main>")])


def test_each_is_two_taps_from_ten_minutes(visitor):
    assert reverse("crisis:more") in links(shown(visitor, reverse("crisis:now")))
    assert {reverse(f"crisis:{name}") for name in [*SKILLS, "cards"]} <= set(
        links(shown(visitor, reverse("crisis:more")))
    )


@pytest.mark.parametrize("name", SKILLS)
def test_each_says_when_to_stop_and_leads_to_grounding_and_to_people(visitor, name):
    page = shown(visitor, reverse(f"crisis:{name}"))
    assert "If it makes things worse, stop." in page
    assert {reverse("crisis:help_now"), reverse("crisis:more"), reverse("crisis:now")} <= set(links(page))
    assert reverse("crisis:look") in links(page) or name == "look"


@pytest.mark.parametrize("address", PAGES)
def test_there_is_nothing_to_type_to_open_or_to_send(visitor, address):
    page = shown(visitor, address)
    own = page[page.index("<main") : page.index("<kept-plan")] if "<kept-plan" in page else page
    assert not re.search(r"<(input|textarea|form|select|details|audio|video|iframe)\b", own)


@pytest.mark.parametrize("name", skills.MENUS)
def test_another_one_leads_through_the_whole_menu_and_back(visitor, name):
    page = shown(visitor, reverse(f"crisis:{name}"))
    after = dict(
        re.findall(r'id="a(\d+)".*?href="#a(\d+)"', page),
    )
    seen, here = [], "1"
    while here not in seen:
        seen.append(here)
        here = after[here]
    assert (here, len(seen)) == ("1", len(skills.MENUS[name].items))


@pytest.mark.parametrize("name", skills.MENUS)
def test_each_thing_shows_once_it_is_chosen_with_a_way_on(visitor, name):
    page = shown(visitor, reverse(f"crisis:{name}"))
    menu = skills.MENUS[name]
    for number, item, after in menu.places:
        assert f'href="#b{number}">{menu.take}' in page
        assert re.search(
            rf'id="b{number}" tabindex="-1"><h2>{item.words}</h2><p>{menu.then}</p><p><a[^>]*#a{after}"', page
        )


def test_the_first_thing_is_the_last_of_its_page_where_plain_styles_can_show_it_alone(visitor):
    for name, menu in skills.MENUS.items():
        page = shown(visitor, reverse(f"crisis:{name}"))
        assert page.rindex('<section class="one') == page.index('<section class="one" id="a1"')
        assert str(menu.items[0].words) in page


@pytest.mark.hazard("H07")
def test_no_menu_offers_what_hurts_or_comes_close_to_it():
    for menu in skills.MENUS.values():
        assert [str(item.words) for item in menu.items if re.search(BANNED, str(item.words).lower())] == []


@pytest.mark.hazard("H05")
def test_they_open_without_a_signal_and_with_everything_behind_them_dead():
    assert {f"crisis:{name}" for name in ("more", *SKILLS, "cards")} <= set(offline.PAGES)
    assert {reverse(f"crisis:{name}") for name in ("more", *SKILLS)} <= set(bake.addresses())


@pytest.mark.hazard("H05")
def test_what_a_phone_keeps_for_them_is_small():
    assert (
        sum(len(pages.ten_minutes(name, None).br) for name in ("more", *SKILLS, "cards")) <= 40_000
    )  # bytes


def test_breathing_is_counted_in_words_and_its_circle_waits_until_it_is_asked_for(visitor):
    page = shown(visitor, reverse("crisis:breathe"))
    assert "while you count 1, 2, 3, 4, 5, 6." in page
    assert '<div class="pace" hidden>' in page
    assert '<p class="go" hidden>' in page


def test_attention_to_the_breath_is_never_the_first_thing_that_is_offered(visitor):
    offered = links(shown(visitor, reverse("crisis:more")))
    assert offered.index(reverse("crisis:look")) < offered.index(reverse("crisis:breathe"))
    assert [item.code for item in skills.MENUS["steady"].items][-1] == "breath"
