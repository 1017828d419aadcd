"""What people do on the pages, by the words that they see. Each step needs no script."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import axe, look

# What scripts add lies in the browser: one database is enough.
WITH_AND_WITHOUT_SCRIPTS = pytest.mark.parametrize(
    "js",
    [
        pytest.param(False, id="without scripts"),
        pytest.param(True, id="with scripts", marks=pytest.mark.only_on("sqlite")),
    ],
)


class Person:
    """Somebody before a browser. With scripts, each page is judged by axe and its picture is taken."""

    def __init__(self, page: Page, *, js: bool, name: str) -> None:
        self.page, self.js, self.name = page, js, name
        self.seen: set[str] = set()

    def go(self, address: str) -> None:
        self.page.goto(address)
        self.judge()

    def judge(self) -> None:
        """Looks at the page as it is now, once for each heading."""
        self.page.wait_for_load_state()  # after a press the old styles are gone and the new ones may not be there yet
        heading = self.page.locator("h1").first.inner_text()
        if self.js and heading not in self.seen:
            self.seen.add(heading)
            axe(self.page)
            look(self.page, f"{self.name}-{re.sub('[^a-z0-9]+', '-', heading.lower())[:40]}")

    def press(self, words: str, *, within: Any = None) -> None:
        where = within or self.page.get_by_role("main")
        where.get_by_role("button", name=words).and_(
            self.page.locator("button:not([tabindex='-1'])")
        ).first.click()
        self.judge()

    def follow(self, words: str) -> None:
        self.page.get_by_role("main").get_by_role("link", name=words, exact=False).first.click()
        self.judge()

    def write(self, label: str, words: str) -> None:
        self.page.get_by_role("main").get_by_label(label, exact=False).first.fill(words)

    def choose(self, question: str, answer: str) -> None:
        """One of the answers under a question."""
        self.page.get_by_role("group", name=re.compile(re.escape(question))).get_by_label(
            answer, exact=True
        ).check()

    def pick(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=False).first.select_option(value)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def steps_in_as(self, who: str) -> None:
        self.go("/demo/")
        card = (
            self.page.get_by_role("main")
            .locator("section.card")
            .filter(has=self.page.get_by_role("heading", name=who))
        )
        card.get_by_role("button").click()
        self.judge()

    def mail_with(self, to: str, wanted: str) -> str:
        """What looks as wanted (a pattern) in the newest message to that address. The worker sends within a second or two."""
        for _ in range(60):
            self.page.goto("/demo/mail/")
            for letter in self.page.locator("article.card").filter(has_text=f"To {to}").all():
                if found := re.search(wanted, letter.inner_text()):
                    return found.group(0)
            self.page.wait_for_timeout(250)
        raise AssertionError(f"No mail to {to} with {wanted} came.")
