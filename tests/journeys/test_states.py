"""Every page of visitors, clients and the office in all its states: full, empty, with errors, with very long words.

One browser, one page for each person. Each state is judged on a phone; those of CLOSELY in every way that we know.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import look
from tests.journeys.house import House, judge, nothing_is
from tests.journeys.measures import shift, wrong_by_keyboard
from tests.journeys.people import Person
from tests.journeys.running import Running

pytestmark = pytest.mark.only_on("sqlite")  # what it proves lies in the browser

MOST_SHIFT = 0.02
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2
OPEN = (
    "/", "/read/", "/read/self-harm-explained/", "/read/when-to-seek-help/", "/search/?q=school", "/search/?q=zzzz", "/search/",
    f"/search/?q={LONG}", "/people/", "/ask/", "/questions/", "/for-me/", "/for-someone/", "/how-it-works/", "/cost/",
    "/shared-phones/", "/what-we-cannot-protect/", "/privacy/", "/accessibility/", "/complaints/", "/language/", "/sign-in/",
    "/help-now/", "/help-now/countries/", "/help-now/gb/", "/help-now/af/", "/help-now/kp/", "/help-now/zz/",
    "/help-now/gb/not-working/", "/now/", "/now/after/", "/now/plan/", "/now/no-signal/", "/now/signing-out/",
    "/nothing-is-here/",
)  # fmt: skip
PLAN = (
    "", "parts/", "parts/by_myself/", "parts/ask_for_help/", "parts/safer_space/", "changes/", "history/", "history/2/",
    "card/", "first/", "phone/", "copies/", "copies/new/",
)  # fmt: skip
HERS = (
    *(f"/me/plan/{page}" for page in PLAN),
    *("/me/", "/me/papers/", "/me/papers/about/", "/me/practice/", "/me/take-aways/", "/me/sessions/"),
    *("/sign-in/settings/", "/me/nothing-is-here/"),
)
EMPTY = (
    "/me/",
    "/me/plan/",
    "/me/plan/parts/",
    "/me/plan/history/",
    "/me/plan/copies/",
    "/me/plan/phone/",
    "/me/take-aways/",
)
OFFICE = (
    "/office/", "/office/helplines/", "/office/helplines/gb/", "/office/guide/", "/office/guide/new/", "/office/opening/",
    *(f"/office/guide/when-to-seek-help/{page}" for page in ("", "text/", "differences/", "1/", "2/", "withdrawal/")),
)  # fmt: skip
CLOSELY = {
    "/", "/read/when-to-seek-help/", "/ask/", "/questions/", "/help-now/gb/", "/help-now/", "/now/", "/now/after/", "/me/plan/",
    "/me/plan/parts/ask_for_help/", "/me/plan/copies/new/", "/office/opening/", "/office/guide/when-to-seek-help/text/",
}  # fmt: skip


@pytest.fixture(scope="module")
def house(browser: Browser, practice: Running) -> Iterator[House]:
    house = House(browser, practice)
    yield house
    assert house.leave() == []


@pytest.mark.parametrize("address", OPEN)
def test_whoever_visits_can_use_the_page_and_nothing_jumps(house: House, address: str) -> None:
    visitor = house.person("A visitor")
    visitor.go(address)
    assert shift(visitor.page) <= MOST_SHIFT
    judge(visitor, closely=address in CLOSELY)


@pytest.mark.parametrize("address", HERS)
def test_a_client_can_use_her_pages(house: House, address: str) -> None:
    ana = house.person("Ana, a client")
    ana.go(address)
    judge(ana, closely=address in CLOSELY)


@pytest.mark.parametrize("address", EMPTY)
def test_a_client_with_nothing_kept_finds_no_empty_page(house: House, address: str) -> None:
    ben = house.person("Ben, another client")
    ben.go(address)
    expect(ben.page.locator("h1")).to_be_visible()
    judge(ben)


@pytest.mark.parametrize("address", OFFICE)
def test_a_manager_can_use_the_office(house: House, address: str) -> None:
    eva = house.person("Eva, a manager")
    eva.go(address)
    judge(eva, closely=address in CLOSELY)


@pytest.mark.parametrize(
    ("who", "address", "button"),
    [
        ("Ana, a client", "/me/papers/people/new/", "Save"),
        ("Eva, a manager", "/office/guide/new/", "Keep as a draft"),
    ],
)
def test_a_form_that_was_refused_says_what_is_wrong(
    house: House, who: str, address: str, button: str
) -> None:
    person = house.person(who)
    person.go(address)
    person.press(button)
    person.sees("There is a problem")
    judge(person, closely=True)


def test_a_therapist_can_check_a_page_and_read_a_plan(house: House) -> None:
    clara = house.person("Dr Clara Vale")
    for address, links in (("/desk/guide/", "main article a"), ("/desk/clients/", "main table a:text('A.')")):
        clara.go(address)
        judge(clara)
        clara.page.locator(links).first.click()
        judge(clara)
    clara.follow("Open their plan")
    judge(clara)


def asks_without_an_answer(visitor: Person) -> None:
    visitor.go("/ask/")
    visitor.press("Next")
    visitor.sees("There is a problem")


def asks_with_very_long_words(visitor: Person) -> None:
    visitor.go("/ask/")
    visitor.choose("Who is it for?", "For me")
    visitor.choose("How old", "18 to 24")
    visitor.pick("Which country", "IE")
    visitor.press("Next")
    visitor.write("What can we call you?", LONG[:60])
    visitor.choose("How can we reach you?", "E-mail")
    visitor.write("Your email address", f"{LONG[:50]}@example.org".replace("ä", "a").replace("ü", "u"))
    visitor.choose("Who else can see", "Nobody else")
    visitor.choose("may we leave", "No")
    visitor.write("anything you want to say", f"{LONG} {LONG}")
    visitor.press("Next")
    visitor.sees(LONG)


def is_in_danger(visitor: Person) -> None:
    visitor.go("/help-now/gb/")
    visitor.go("/questions/")
    visitor.press("Begin")
    visitor.choose("Are you safe right now?", "No, or I am not sure")
    visitor.press("Next")


def ends_the_questions(visitor: Person) -> None:
    visitor.go("/questions/")
    visitor.press("Begin")
    for _ in range(6):
        visitor.page.get_by_label("I’d rather not say").check()
        visitor.press("Next")
    expect(visitor.page.get_by_role("main").locator("article.door")).to_have_count(3)


def answers_nothing(visitor: Person) -> None:
    visitor.go("/questions/")
    visitor.press("Begin")
    visitor.press("Next")
    visitor.sees("Choose an answer.")


def sends_a_form_that_is_not_ours(visitor: Person) -> None:
    visitor.go("/ask/")
    visitor.page.evaluate("() => document.querySelector('main [name=csrfmiddlewaretoken]').remove()")
    with visitor.page.expect_response(lambda answer: answer.status == 403):
        visitor.press("Next")


STATES = (
    asks_without_an_answer,
    asks_with_very_long_words,
    is_in_danger,
    ends_the_questions,
    answers_nothing,
    sends_a_form_that_is_not_ours,
)


@pytest.mark.parametrize("come_to", STATES, ids=lambda state: state.__name__)
def test_on_the_way_each_state_can_be_used(house: House, come_to: Callable[[Person], None]) -> None:
    visitor = house.person("A visitor")
    come_to(visitor)
    judge(visitor, closely=come_to is ends_the_questions)
    look(visitor.page, f"states-{come_to.__name__.replace('_', '-')}")


@pytest.mark.hazard("H05")
def test_in_ten_minutes_each_choice_can_be_used_and_nothing_moves_for_who_wants_no_motion(
    house: House,
) -> None:
    visitor = house.person("A visitor")
    visitor.go("/now/")
    for choice in visitor.page.locator("details summary").all():
        choice.click()
        judge(visitor)
    assert visitor.page.evaluate("() => document.getAnimations().length") == 0


@pytest.mark.hazard("H05")
def test_a_plan_that_is_kept_here_shows_in_ten_minutes(house: House) -> None:
    ana = house.person("Ana, a client")
    ana.go("/me/plan/phone/")
    ana.page.get_by_role("radio", name="Nothing").check()
    ana.press("Keep it on this phone")
    expect(ana.page.locator("keep-plan [role=status]")).to_contain_text("Done.")
    judge(ana)
    ana.go("/now/")
    ana.page.get_by_role("button", name="Open the whole plan").click()
    expect(ana.page.get_by_role("link", name="Call Rea")).to_be_visible()
    judge(ana, closely=True)


def test_very_long_words_in_a_plan_break_nothing(house: House) -> None:
    ben = house.person("Ben, another client")
    for part, words in (("by_myself", LONG), ("ask_for_help", LONG[:60])):
        ben.go(f"/me/plan/parts/{part}/")
        ben.page.locator("ol.written-lines input[type=text]").first.fill(words)
        ben.press("Save")
    judge(ben)
    ben.go("/me/plan/changes/")
    judge(ben)
    ben.press("Approve")
    for address in ("/me/plan/", "/me/plan/card/", "/me/plan/first/", "/me/plan/history/", "/me/"):
        ben.go(address)
        judge(ben)
    ben.go("/me/plan/copies/new/")
    ben.press("Write it down")
    ben.sees("There is a problem")
    judge(ben)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("A visitor", "/now/"),
        ("A visitor", "/help-now/gb/"),
        ("A visitor", "/ask/"),
        ("A visitor", "/"),
        ("Ana, a client", "/me/plan/"),
        ("Ana, a client", "/me/plan/parts/ask_for_help/"),
        ("Ana, a client", "/me/plan/copies/new/"),
    ],
)
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_keyboard_alone_reaches_everything_and_the_dock_hides_no_focus(
    house: House, who: str, address: str, forced: str
) -> None:
    person = house.person(who)
    person.page.emulate_media(forced_colors=forced)
    person.go(address)
    wrong = wrong_by_keyboard(person.page)
    person.page.emulate_media(forced_colors="none")
    nothing_is(wrong, person.page)


@pytest.mark.hazard("H16")
def test_the_six_questions_can_be_answered_by_keyboard_alone(house: House) -> None:
    visitor = house.person("A visitor")
    visitor.go("/questions/")
    keys = visitor.page.keyboard
    visitor.page.get_by_role("button", name="Begin").focus()
    keys.press("Enter")
    for number in range(1, 7):
        visitor.sees(f"Question {number} of 6")
        visitor.page.wait_for_load_state()
        nothing_is(wrong_by_keyboard(visitor.page), visitor.page)
        visitor.page.get_by_role("radio").first.focus()
        keys.press("ArrowUp")  # round to the last: I’d rather not say
        keys.press("Enter")
    expect(visitor.page.get_by_role("main").locator("article.door")).to_have_count(3)
