"""What Waylight ships comes into the database once, and never over what the practice wrote."""

import dataclasses

import pytest
from django.core.management import call_command

from tests import cast
from tests.guide.test_workflow import a_draft, approved, next_year, scars
from waylight.guide import editing, pages, reading, seeds
from waylight.guide.models import SHIPPED, GuidePage, Publication, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(monkeypatch):
    """`file("scars", markdown="…")` is the next version of Waylight with that file changed, or a new one."""

    def change(slug: str, **fields: object) -> int:
        files = pages.all_pages()
        base = files.get(slug) or dataclasses.replace(files["scars"], slug=slug)
        changed = files | {slug: dataclasses.replace(base, **fields)}
        monkeypatch.setattr(seeds, "all_pages", lambda: changed)
        return seeds.publish_texts()

    return change


def counts() -> tuple[int, int, int]:
    return GuidePage.objects.count(), Revision.objects.count(), Publication.objects.count()


def test_every_file_is_published_and_says_that_no_clinician_here_checked_it():
    shown = reading.library().pages
    assert set(shown) == set(pages.all_pages())
    assert {page.reviewed_by for page in shown.values()} == {""}
    assert set(Publication.objects.values_list("published_by", flat=True)) == {SHIPPED}


def test_doing_it_again_changes_nothing(capsys):
    before = counts()
    call_command("publish_guide")
    assert counts() == before
    assert "Pages taken in: 0" in capsys.readouterr().out


def test_a_changed_file_is_published_where_the_practice_did_nothing(file):
    assert file("scars", markdown="Newer words.") == 1
    assert reading.library().page("scars").markdown == "Newer words."
    assert seeds.publish_texts() == 0


def test_a_new_file_is_a_new_page(file):
    assert file("another-page", title="Another page") == 1
    assert reading.library().page("another-page").title == "Another page"


def test_a_changed_file_is_only_a_draft_where_the_practice_wrote(file):
    a_draft("Our words.")
    file("scars", markdown="Newer words.")
    assert reading.library().page("scars").markdown != "Newer words."
    newest = scars().revisions.newest_first()[0]
    assert (newest.markdown, newest.note, newest.is_shipped) == ("Newer words.", seeds.NEWER, True)
    assert seeds.publish_texts() == 0


def test_a_changed_file_does_not_replace_what_a_clinician_checked(file):
    shipped = scars().revisions.get(number=1)
    editing.publish(approved(shipped), next_review_on=next_year(), by=cast.eva())
    file("scars", markdown="Newer words.")
    page = reading.library().page("scars")
    assert (page.markdown, page.reviewed_by) == (shipped.markdown, "Dr Clara Demo, Psychotherapist")


def test_a_page_that_was_taken_down_stays_down(file):
    editing.withdraw(scars(), reason="Not for us.", by=cast.eva())
    file("scars", markdown="Newer words.")
    with pytest.raises(reading.WithdrawnPage):
        reading.library().page("scars")


def test_a_moved_file_moves_its_page(file):
    file("scars", order=3, parent="therapy")
    assert (scars().order, scars().shelf) == (3, "therapy")


def test_another_difficulty_is_another_set_of_pages_without_new_code(file, client):
    file("eating", topic="eating problems", title="What eating problems are", parent="read")
    for address in ("/", "/read/"):
        text = client.get(address).content.decode()
        assert "Eating problems</h2>" in text
        assert "Self-harm</h2>" in text
        assert text.index("Self-harm</h2>") < text.index("Eating problems</h2>") < text.index("/read/eating/")
    assert client.get("/read/eating/").status_code == 200
    assert "/read/eating/" in client.get("/sitemap.xml").content.decode()
