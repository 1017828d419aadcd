"""The database stops in the middle of the night: Help now is still there."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ON_POSTGRESQL, Someone
from tests.journeys.people import Person
from tests.journeys.running import Running, a_practice


@pytest.fixture
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One of its own, since nobody else can use it afterwards."""
    with a_practice(tmp_path_factory.mktemp("stopped"), on_postgresql=ON_POSTGRESQL) as running:
        yield running


@contextmanager
def the_database_stopped(practice: Running) -> Iterator[None]:
    if not practice.database:
        file = practice.folder / "waylight.sqlite3"
        aside = file.rename(file.with_suffix(".aside"))
        file.mkdir()  # a folder cannot be opened as a database
        yield
        file.rmdir()
        aside.rename(file)
        return
    import psycopg

    name = practice.database.rpartition("/")[2]
    with psycopg.connect("dbname=postgres", autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'.encode())


@pytest.mark.hazard("H03")
def test_help_now_answers_while_the_database_is_down(practice: Running, someone: Someone):
    person = Person(someone("phone", js=False), js=False, name="stopped")
    person.steps_in_as("Ana, a client")
    person.go("/help-now/gb/")
    before = person.page.get_by_role("main").inner_text()
    with the_database_stopped(practice):
        person.go("/help-now/gb/")
        assert person.page.get_by_role("main").inner_text() == before
        person.go("/help-now/")
        person.sees("You are in: United Kingdom")
        person.follow("This number did not work")
        person.page.get_by_role("radio").first.check()
        person.press("Send")
        person.sees("We could not note that just now.")
        expect(person.page.locator("a[href^='tel:']").first).to_be_visible()
        person.go("/help-now/countries/")
        person.follow("Ireland")
        person.sees("You are in: Ireland")
        answer = person.page.goto("/me/")
        assert answer is not None
        assert answer.status in {500, 503}
        expect(person.page.get_by_role("link", name="Help now").first).to_be_visible()
        leaving = person.page.request.get("/leave/", max_redirects=0)
        assert leaving.status == 303
    assert "ana@example.org" not in practice.logs()
