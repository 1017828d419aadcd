"""People whose pages stay open through all tests of a file, and the judge of what they see there."""

from playwright.sync_api import Browser, Page

from tests.journeys.browsing import Watch, axe, look, somebody
from tests.journeys.measures import wrong_at_a_glance, wrong_when_looked_at_closely
from tests.journeys.people import Person
from tests.journeys.running import Running


class House:
    """The people who are here, each with a page that stays open through all tests of this file."""

    def __init__(self, browser: Browser, practice: Running) -> None:
        self.browser, self.practice = browser, practice
        self.here: dict[str, tuple[Page, Watch]] = {}

    def person(self, who: str) -> Person:
        if who not in self.here:
            self.here[who] = somebody(self.browser, self.practice.address, "phone", dark=False, js=True)
            if who != "A visitor":
                Person(self.here[who][0], js=False, name="states").steps_in_as(who)
        return Person(self.here[who][0], js=False, name="states")  # judged here, not at each step

    def leave(self) -> list[str]:
        for page, _watch in self.here.values():
            page.context.close()
        return [fault for _page, watch in self.here.values() for fault in watch.faults]


def judge(person: Person, *, closely: bool = False) -> None:
    page = person.page
    page.wait_for_load_state()  # after a press its styles may not be there yet
    wrong = wrong_at_a_glance(page)
    if closely:
        wrong |= wrong_when_looked_at_closely(page)
    nothing_is(wrong, page)


def examine(page: Page, name: str, *, closely: bool = False) -> None:
    """Judges the page as it is now, with axe and at a glance, and takes its picture."""
    page.wait_for_load_state()
    axe(page)
    look(page, name)
    nothing_is(wrong_at_a_glance(page) | (wrong_when_looked_at_closely(page) if closely else {}), page)


def nothing_is(wrong: dict[str, list[str]], page: Page) -> None:
    found = "\n".join(f"  {what}: {name}" for what, names in wrong.items() for name in names)
    assert not found, f"{page.url}\n{found}"
