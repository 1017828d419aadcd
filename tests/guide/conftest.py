"""Every test of the guide begins with the pages that Waylight ships, as they are after the first start."""

import pytest

from waylight.guide import kept, reading, seeds


@pytest.fixture(autouse=True)
def shipped_pages(request: pytest.FixtureRequest) -> None:
    """The process keeps what is published; ids of rows come again in each test, so it must forget."""
    reading._kept = None
    kept._pages.clear()
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        seeds.publish_texts()
