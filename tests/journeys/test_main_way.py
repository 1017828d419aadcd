"""The main way, from a first visit to a take-away that is kept: once without any script, once with (and with axe)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import ON_POSTGRESQL, Someone
from tests.journeys.people import WITH_AND_WITHOUT_SCRIPTS, Person
from tests.journeys.running import Running, a_practice

PIN = "829461"
# Words that nobody else writes: none of them may be found in the database, in a log or in an address.
SAID = {
    "words": "kestrel over the quarry",
    "topic": "marmalade and the loud evening",
    "place": "9 Thistle Yard",
    "worked_on": "pebbles in the glove",
    "take_away": "Hold the blue mug until it is warm",
    "why": "for when the tram is late",
    "situation": "the hallway light again",
    "thought": "nobody would notice the clock",
    "fairer": "my aunt rang back twice",
    "contact": "Aunt Persimmon",
}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One of its own: other journeys book times that would be in the way."""
    with a_practice(tmp_path_factory.mktemp("way"), on_postgresql=ON_POSTGRESQL) as running:
        yield running


@WITH_AND_WITHOUT_SCRIPTS
def test_from_a_first_visit_to_a_take_away_that_is_kept(practice: Running, someone: Someone, js: bool):
    name, email = ("Quill", "quill@example.org") if js else ("Rowan", "rowan@example.org")
    device = "desktop" if js else "phone"
    client = Person(someone(device, js=js, timezone_id="Europe/Athens"), js=js, name="client")
    staff = Person(someone("desktop", js=js), js=js, name="staff")

    a_visitor_reads_and_asks(client, name, email)
    a_manager_offers_a_first_talk(staff, name)
    times = staff.mail_with(email, r"http://localhost:\d+/times/\S+")
    the_client_books_and_moves(client, times)
    the_client_signs_in_and_fills_in_the_papers(client, staff, email)
    the_therapist_meets_and_writes_up(staff, name)
    the_client_keeps_the_take_away_and_practises(client, email)
    the_therapist_reads_what_was_shared(staff, name)
    nobody_else_sees_it(someone("desktop", js=js))
    nothing_that_was_typed_is_left_in_the_open(practice, client, staff)


def a_visitor_reads_and_asks(visitor: Person, name: str, email: str) -> None:
    visitor.go("/")
    visitor.page.get_by_role("link", name="Help now").first.click()
    visitor.judge()
    visitor.page.get_by_role("link", name="United Kingdom").first.click()
    visitor.sees("You are in: United Kingdom")
    for address in (
        "/read/self-harm-explained/",
        "/read/when-to-seek-help/",
        "/read/how-therapy-helps/",
        "/for-someone/",
    ):
        visitor.go(address)
    visitor.go("/people/")
    visitor.sees("Dr Clara Vale")
    visitor.does_not_see("Tom Reed")
    visitor.go("/ask/")
    visitor.press("Next")
    visitor.sees("There is a problem")
    visitor.choose("Who is it for?", "For me")
    visitor.choose("How old", "18 to 24")
    visitor.pick("Which country", "IE")
    visitor.press("Next")
    visitor.write("What can we call you?", name)
    visitor.choose("How can we reach you?", "E-mail")
    visitor.write("Your email address", email)
    visitor.choose("Who else can see", "Nobody else")
    visitor.choose("may we leave", "No")
    visitor.write("anything you want to say", SAID["words"])
    visitor.press("Next")
    visitor.sees(SAID["words"])
    visitor.press("Send")
    visitor.sees("Larkfield")
    sent = visitor.page.url
    visitor.page.go_back()
    visitor.page.goto(sent)
    visitor.judge()


def a_manager_offers_a_first_talk(manager: Person, name: str) -> None:
    manager.steps_in_as("Eva, a manager")
    manager.page.get_by_role("navigation", name="Main").get_by_role("link", name="Enquiries").first.click()
    for enquiry in manager.page.get_by_role("link", name="For me, 18 to 24, Ireland").all():
        address = enquiry.get_attribute("href")
    manager.go(address)
    expect(manager.page.get_by_role("heading", level=1)).to_have_text(name)
    manager.sees(SAID["words"])
    row = manager.page.get_by_role("row").filter(has_text="Dr Clara Vale")
    manager.press("Offer", within=row)
    manager.sees("Dr Clara Vale was offered")


def the_client_books_and_moves(client: Person, times: str) -> None:
    client.go(times)
    if client.js:
        client.follow("Show the times on these")
    else:
        client.page.locator("summary").filter(has_text="Change the city").click()
        client.pick("Where you are", "Europe/Athens")
        client.press("Show these times")
    client.sees("Athens")
    third_day(client).nth(3).click()
    client.judge()
    client.write("What you want to talk about", SAID["topic"])
    client.write("can call", "+30 21 0123 4567")
    client.press("Book this time")
    client.sees("your time, Athens")
    client.sees("where Clara is")
    with client.page.expect_download() as download:
        client.page.get_by_role("link", name="Put it in a calendar").click()
    calendar = download.value.path().read_text()
    assert "SUMMARY:Appointment" in calendar
    assert "Clara" not in calendar
    client.follow("Move it")
    third_day(client).nth(5).click()
    client.press("Move to this time")
    client.sees("your time")


def third_day(client: Person) -> Locator:
    """Its times are beyond the cut-off, so that what is booked there can still be moved."""
    return client.page.locator("details.slot-day").nth(2).locator("button.slot-time")


def the_client_signs_in_and_fills_in_the_papers(client: Person, staff: Person, email: str) -> None:
    client.follow("Sign in and begin")
    client.write("Your e-mail address", email)
    client.press("Send me a code")
    code = staff.mail_with(email, r"(?<=Your code is )[\w-]+")
    client.write("The code", code)
    client.press("Sign in")
    client.go("/me/papers/")
    client.follow("A PIN")
    client.page.locator("main input[type=password]").nth(0).fill(PIN)
    client.page.locator("main input[type=password]").nth(1).fill(PIN)
    client.press("Use this PIN")
    client.go("/me/papers/about/")
    client.write("Your full name", "Sorrel Example")
    client.press("this part is done")
    client.go("/me/papers/people/new/")
    client.write("name", SAID["contact"])
    client.page.get_by_role("group").get_by_label("Yes").first.check()
    client.write("number", "+353 1 555 0101")
    client.press("Save")
    client.sees(SAID["contact"])
    client.go("/me/papers/agreements/")
    for purpose in ("treatment", "notes", "telling"):
        client.go(f"/me/papers/agreements/{purpose}/")
        assert not client.page.locator("input[type=radio]:checked").count(), "nothing is ticked beforehand"
        client.page.get_by_label("Yes", exact=True).check()
        client.press("Save")


def the_therapist_meets_and_writes_up(staff: Person, name: str) -> None:
    staff.go("/demo/")
    option = staff.page.locator("select#appointment option").filter(has_text=f"{name} with").first
    staff.page.locator("select#appointment").select_option(option.get_attribute("value"))
    staff.press("Bring it forward")
    staff.sees("It starts in five minutes.")
    staff.steps_in_as("Dr Clara Vale")
    staff.sees(SAID["topic"])
    staff.follow("Get ready")
    expect(staff.page.get_by_role("heading", level=1)).to_have_text(name)
    staff.sees(SAID["contact"])
    staff.press("Save the check-in")
    staff.sees("Ask where they are.")
    staff.write("Where are they right now?", SAID["place"])
    staff.choose("Can anyone hear?", "No, I am alone")
    staff.write("Number to call back", "+30 21 0123 4567")
    staff.press("Save the check-in")
    staff.page.get_by_role("link", name="Safety steps").first.click()
    staff.judge()
    staff.sees(SAID["place"])
    staff.page.go_back()
    staff.choose("How did the call go?", "We spoke")
    staff.press("Note the call")
    staff.write("What you worked on", SAID["worked_on"])
    staff.choose("Did you talk about safety?", "Yes")
    staff.press("Sign and close")
    staff.sees("Write something to take away")
    staff.write("Take-away", SAID["take_away"])
    staff.press("Preview")
    staff.sees(SAID["take_away"])
    staff.press("Sign and close")
    staff.sees("Add to this note")
    staff.page.get_by_role("link", name="Clients").first.click()
    staff.judge()
    staff.page.get_by_role("table").get_by_role("link").first.click()
    staff.judge()
    staff.follow("Suggest an exercise")
    staff.follow("Thought record")
    staff.write("Why", SAID["why"])
    staff.press("Suggest it")
    staff.sees(SAID["why"])


def the_client_keeps_the_take_away_and_practises(client: Person, email: str) -> None:
    client.go("/me/")
    client.sees(SAID["take_away"])
    client.follow("Open or print it")
    client.sees(SAID["take_away"])
    client.go("/me/practice/")
    client.sees(SAID["why"])
    client.follow("Thought record")
    client.sees("Dr Clara Vale")
    client.press("Begin")
    answer_the_thought_record(client)
    client.press("Share")
    client.sees("Dr Clara Vale")


def answer_the_thought_record(client: Person) -> None:
    main = client.page.get_by_role("main")
    client.write("What was happening?", SAID["situation"])
    client.write("When was this?", "2026-11-20T19:30")
    client.press("Save and go on")
    main.locator("select").first.select_option(index=1)
    client.press("Save and go on")
    main.locator("input[type=text], textarea").first.fill(SAID["thought"])
    client.press("Save and go on")
    for _ in range(2):
        client.press("Save and go on")
    main.locator("input[type=text], textarea").first.fill("the post came")
    client.press("Save and go on")
    main.locator("textarea").first.fill("I would make tea")
    client.press("Save and go on")
    main.locator("textarea").first.fill(SAID["fairer"])
    for _ in range(3):
        client.press("Save and go on")
    client.press("Finish")


def the_therapist_reads_what_was_shared(staff: Person, name: str) -> None:
    staff.go("/desk/")
    staff.page.get_by_role("link", name=f"Open what {name[0]}. shared").click()
    staff.judge()
    staff.sees(SAID["situation"])
    staff.press("Mark as read")


def nobody_else_sees_it(page: Page) -> None:
    outsider = Person(page, js=False, name="outsider")
    outsider.steps_in_as("Dr David Osei")
    for address in ("/desk/", "/desk/clients/"):
        outsider.go(address)
        outsider.does_not_see(SAID["topic"])


def nothing_that_was_typed_is_left_in_the_open(practice: Running, *people: Person) -> None:
    kept = practice.dump() + practice.logs()
    found = [what for what, words in SAID.items() if words in kept]
    assert not found, f"found in the open: {found}"
    assert "Sorrel Example" not in kept
    assert "302101234567" not in kept
