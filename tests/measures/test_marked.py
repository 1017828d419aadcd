"""Every word of these pages is marked for translation. Published questions stay as they were published."""

import pytest

from tests import cast, unmarked
from tests.measures.going import answer_all, given, send, sent, to, with_a_deputy
from tests.people.reading_by import something_to_read
from tests.unmarked import abroad
from waylight.measures import catalogue

pytestmark = pytest.mark.django_db
NAMES = ["Dr Clara Demo", "Dr Greta Demo", "Clara", "Ana", "United Kingdom"]


@pytest.fixture
def content() -> list[str]:
    return [form.title for form in catalogue.all() if not form.is_after_a_session]


def plain(browser, address: str, *, but) -> list[str]:
    page = browser.get(address)
    assert page.status_code == 200
    assert 'lang="en-XA"' in page.text
    return unmarked.words(page.text, but=[*but, *NAMES])


def test_every_word_of_the_pages_is_marked(longer, content) -> None:
    cast.a_practice(telephone="+44 1632 960000")
    with_a_deputy()
    done = sent("phq8", 1, None)
    row, waits = answer_all(given("phq9"), *[1] * 9, 1), given("gad7")
    me, desk = abroad(cast.ana().user, longer), abroad(cast.clara().user, longer)
    for address in (
        to("mine"),
        to("page", waits.pk),
        to("support", row.pk),
        to("page", row.pk),
        to("question", row.pk, "difficulty"),
        to("page", done.pk),
    ):
        assert plain(me, address, but=content) == []
    item = something_to_read(words="")
    for address in (
        to("of_client", cast.ana().pk),
        to("given", done.pk),
        to("enter", cast.ana().pk, "wsas"),
        "/desk/reading/",
        f"/desk/reading/{item.pk}/",
    ):
        assert plain(desk, address, but=content) == []
    for address in (to("of_client", cast.ana().pk), to("enter", cast.ana().pk, "gad7")):
        assert unmarked.words(send(desk, address).text, but=[*content, *NAMES]) == []
    assert unmarked.words(send(me, to("question", waits.pk, "1")).text, but=[*content, *NAMES]) == []
    lead = abroad(cast.eva(), longer)
    for address in (to("office_feedback"), to("instruments"), "/office/reading/"):
        assert plain(lead, address, but=content) == []
