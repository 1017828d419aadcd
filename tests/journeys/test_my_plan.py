"""A plan of one's own: written together, approved by the client, printed, given, brought back; without scripts and with."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Someone
from tests.journeys.people import WITH_AND_WITHOUT_SCRIPTS, Person
from tests.journeys.running import Running

# Words that nobody else writes: none of them may be found in the database, in a log or in an address.
LINE, STEP, TO = "heron at the sluice", "Fold the grey jumper twice", "Cousin Marigold"
A6 = (297, 420)  # points


@pytest.mark.hazard("H05", "H06")
@WITH_AND_WITHOUT_SCRIPTS
def test_a_plan_is_written_together_approved_printed_and_given(
    practice: Running, someone: Someone, js: bool, tmp_path: Path
) -> None:
    client = Person(someone("phone", js=js), js=js, name="plan-client")
    staff = Person(someone("desktop", js=js), js=js, name="plan-staff")
    mine = f"{STEP}{' again' if js else ''}"

    the_therapist_writes_and_proposes(staff, mine)
    the_client_looks_changes_and_approves(client, mine, js)
    the_card_is_small_and_says_nothing_of_what_it_is(client, mine, tmp_path)
    a_copy_is_given_and_leaves_the_private_part_out(client)
    an_earlier_version_comes_back_as_a_draft(client)
    every_page_can_be_looked_at(client)
    nobody_else_sees_it(someone("desktop", js=js), mine)
    kept = practice.dump() + practice.logs()
    assert not [words for words in (LINE, mine, TO) if words in kept]


def the_therapist_writes_and_proposes(staff: Person, mine: str) -> None:
    staff.steps_in_as("Dr Clara Vale")
    staff.go("/desk/clients/")
    staff.page.get_by_role("table").get_by_role("link", name=re.compile(r"\bA\.")).first.click()
    staff.follow("Open their plan")
    staff.follow("Things I can do on my own")
    lines = staff.page.locator("ol.written-lines input[type=text]")
    lines.last.fill(mine)
    staff.press("Add a line")
    expect(staff.page.locator("ol.written-lines input[type=text]").last).to_have_value("")
    staff.press("Save")
    staff.sees(mine)
    staff.press("Propose it")
    staff.sees("Proposed by Dr Clara Vale")


def the_client_looks_changes_and_approves(client: Person, mine: str, js: bool) -> None:
    client.steps_in_as("Ana, a client")
    client.sees("Dr Clara Vale changed")
    client.follow("Open my plan")
    client.does_not_see(mine)
    client.follow("Look at the changes")
    client.sees(mine)
    part = client.page.locator("section.card").filter(has_text="Things I can do on my own")
    part.get_by_role("link", name="Change it").click()
    client.judge()
    fields = client.page.locator("ol.written-lines input[type=text]")
    place = next(n for n in range(fields.count()) if fields.nth(n).input_value() == mine)
    fields.nth(place).locator("xpath=ancestor::li").get_by_role("button", name="Move up").click()
    if js:
        expect(client.page.locator("[data-said]").first).to_have_text(f"Moved to {place}")
    else:
        client.sees(f"Moved to {place}.")
    expect(fields.nth(place - 1)).to_have_value(mine)
    client.page.locator("summary").filter(has_text="Show ideas").click()
    client.press("Breathe out slowly" if js else "Name five things")
    client.press("Save")
    client.go("/me/plan/parts/others/")
    client.page.locator("#others, ol.written-lines").first.locator("input[type=text]").last.fill(LINE)
    client.press("Save")
    client.go("/me/plan/changes/")
    client.sees(LINE)
    client.press("Approve")
    client.sees("This is your plan now")
    client.sees(mine)
    call = client.page.get_by_role("link", name="Call Rea")
    assert call.get_attribute("href") == "tel:07700900101"


def the_card_is_small_and_says_nothing_of_what_it_is(client: Person, mine: str, folder: Path) -> None:
    client.follow("Print a card")
    card = client.page.locator("article.a6")
    expect(card).to_contain_text(mine)
    expect(card).not_to_contain_text(re.compile("plan|therap|Larkfield|harm", re.IGNORECASE))
    expect(client.page).to_have_title("My card")
    client.page.pdf(path=folder / "card.pdf", prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", (folder / "card.pdf").read_bytes())
    assert [tuple(round(float(side) / 3) for side in box) for box in boxes] == [tuple(s // 3 for s in A6)]


def a_copy_is_given_and_leaves_the_private_part_out(client: Person) -> None:
    client.go("/me/plan/copies/")
    client.sees("This copy is older than your plan.")
    client.press("I gave them the new one")
    client.sees("they have the new one")
    client.go("/me/plan/copies/")
    client.follow("Make a copy")
    client.press("Write it down")
    client.sees("Write who it is for.")
    client.write("Who is it for?", TO)
    client.choose("How do they get it?", "On paper")
    client.press("Look at it first")
    client.sees("How the copy reads")
    client.press("Write it down")
    client.sees(TO)
    client.sees(LINE)
    client.does_not_see("keeps the box")
    client.go("/me/plan/copies/")
    row = client.page.get_by_role("article").filter(has_text=TO)
    client.press("They don’t have it any more", within=row)
    expect(client.page.get_by_role("article").filter(has_text=TO)).to_have_count(0)


def an_earlier_version_comes_back_as_a_draft(client: Person) -> None:
    client.go("/me/plan/history/")
    client.page.get_by_role("link", name="Open version 1").last.click()
    client.judge()
    client.press("Bring this back")
    client.sees("back as a draft")
    client.sees("Removed")
    client.press("Approve")
    client.sees("Approved by you")
    client.does_not_see(LINE)


def every_page_can_be_looked_at(client: Person) -> None:
    for address in (
        "",
        "parts/",
        "parts/ask_for_help/",
        "parts/safer_space/",
        "parts/where_kept/",
        "first/",
        "phone/",
    ):
        client.go(f"/me/plan/{address}")
        width = client.page.locator("html").bounding_box()
        assert width and width["width"] <= 390


def nobody_else_sees_it(page: Page, mine: str) -> None:
    other = Person(page, js=False, name="plan-other")
    other.steps_in_as("Dr David Osei")
    other.go("/desk/clients/")
    other.does_not_see("A.")
