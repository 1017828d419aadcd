"""The scripts of a call come all at once, none after another."""

import re
from pathlib import Path

from waylight import video

VIDEO = Path(video.__file__).parent
MODULES = VIDEO / "static" / "video" / "modules"


def imported_by(name: str) -> set[str]:
    """A module and all that it brings in."""
    found = re.findall(r'from "\./([\w-]+)\.js"|^import "\./([\w-]+)\.js"', _text(name), re.MULTILINE)
    return {name}.union(*(imported_by(one or other) for one, other in found))


def _text(name: str) -> str:
    return (MODULES / f"{name}.js").read_text(encoding="utf-8")


def test_the_page_of_a_call_asks_for_every_script_at_once() -> None:
    asked = re.findall(
        r"video/modules/([\w-]+)\.js", (VIDEO / "templates/video/modules.html").read_text(encoding="utf-8")
    )
    assert set(asked) == imported_by("room") - {"room"}


def test_no_address_of_a_server_stands_in_a_script() -> None:
    """Where browsers may meet comes from the practice's own settings: never a stranger's STUN."""
    ours = list(MODULES.glob("*.js"))
    assert ours
    assert [
        file.name for file in ours if re.search(r"\b(stuns?|turns?):\S", file.read_text(encoding="utf-8"))
    ] == []
