"""Takes the pictures in docs/pictures from a demonstration practice of its own: `.venv/bin/python -m tests.journeys.pictures`.

Then make them small: `pngquant --force --ext .png --quality 75-95 docs/pictures/*.png`.
"""

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.browsing import SIZES, somebody
from tests.journeys.running import ROOT, Running, a_practice, chromium

FOLDER = ROOT / "docs" / "pictures"


@dataclass(frozen=True)
class Picture:
    """What is shown to whom; `height` in pixels, from the top of the page. No `who` is a visitor.

    `follow`: links to go on by, each by its name, or by CSS where it begins with "a[".
    """

    name: str
    address: str
    who: str = ""
    device: str = "desktop"
    height: int = 900
    follow: tuple[str, ...] = ()

    @property
    def is_dark(self) -> bool:
        return self.name.endswith("dark")


ANA = "a[href^='/desk/clients/']"
SUGGEST = (ANA, "Suggest an exercise", "a[href$='/cft-compassionate-self/']")
PREPARE = (ANA, "a[href^='/desk/appointments/']", "Prepare: what")
PICTURES = [
    Picture("home-desktop-light", "/"),
    Picture("ten-minutes-phone-dark", "/now/", device="phone", height=844),
    Picture("client-today-phone-dark", "/me/", "Ana", "phone", 844),
    Picture("times-phone-light", "/me/sessions/new/", "Ana", "phone", 844),
    Picture("messages-desktop-light", "/me/settings/messages/", "Ana", height=1400),
    Picture("therapist-today-desktop-light", "/desk/", "Dr Clara", height=1000),
    Picture(
        "hours-desktop-light",
        "/office/registrations/",
        "Eva",
        height=1150,
        follow=("Dr Clara", "Hours, breaks"),
    ),
    Picture("calendar-desktop-light", "/office/calendar/", "Eva", height=640),
    Picture("waiting-desktop-light", "/office/waiting/", "Eva", height=720),
    Picture("waiting-person-desktop-light", "/office/waiting/", "Eva", height=720, follow=("K.",)),
    Picture("own-exercises-desktop-light", "/office/exercises/", "Eva", height=640),
    Picture("system-desktop-light", "/office/systems/", "Eva", height=860, follow=("Greenfield",)),
    Picture("suggest-desktop-light", "/desk/clients/", "Dr Clara", height=1250, follow=SUGGEST),
    Picture(
        "to-read-desktop-light",
        "/desk/reading/",
        "Dr Clara",
        height=900,
        follow=("a[href^='/desk/reading/']",),
    ),
    Picture("prepare-desktop-light", "/desk/clients/", "Dr Clara", height=1500, follow=PREPARE),
]


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        a_practice(Path(folder), on_postgresql=False) as practice,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for picture in PICTURES:
            take(browser, practice, picture)


def take(browser: Browser, practice: Running, picture: Picture) -> None:
    page, _watch = somebody(browser, practice.address, picture.device, dark=picture.is_dark, js=True)
    if picture.who:
        step_in(page, picture.who)
    page.goto(picture.address, wait_until="networkidle")
    for step in picture.follow:
        main = page.get_by_role("main")
        link = main.locator(step) if step.startswith("a[") else main.get_by_role("link", name=step)
        link.first.click()
        page.wait_for_load_state("networkidle")
    # The page is given this height, so that what stands at the foot of the window stands at the foot of the picture.
    page.set_viewport_size({"width": SIZES[picture.device]["width"], "height": picture.height})
    page.screenshot(path=FOLDER / f"{picture.name}.png")
    page.context.close()


def step_in(page: Page, who: str) -> None:
    page.goto("/demo/")
    name = page.get_by_role("heading", name=re.compile(f"^{who}"))
    page.get_by_role("main").locator("section.card").filter(has=name).get_by_role("button").click()
    page.wait_for_load_state()


if __name__ == "__main__":
    main()
