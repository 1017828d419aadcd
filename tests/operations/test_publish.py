"""The static copies: the same pages, the same headers, whole at any moment, and never a private one."""

import gzip
import re
from datetime import UTC, datetime, time, timedelta

import brotli
import pytest
from django.core.management import call_command
from django.test import Client

from tests.cast import a_practice
from waylight.crisis import bake, directory, facts, packing
from waylight.operations import copies, front, publish
from waylight.practice.publish import publish as publish_facts

pytestmark = pytest.mark.django_db

BUILT = directory.built()


@pytest.fixture(autouse=True)
def a_folder_of_its_own(settings, tmp_path, monkeypatch):
    settings.VAR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    few = ["/help-now/", "/help-now/countries/", "/help-now/gb/", "/help-now/kp/", "/now/", "/now/after/"]
    monkeypatch.setattr(bake, "addresses", lambda: few)  # they stand for all
    return tmp_path / "public"


@pytest.fixture(autouse=True)
def the_guide() -> None:
    call_command("publish_guide", verbosity=0)


@pytest.fixture(autouse=True)
def day_of_the_data(clock) -> None:
    clock(datetime.combine(BUILT, time(12), tzinfo=UTC))


def test_every_country_has_a_copy(monkeypatch) -> None:
    monkeypatch.undo()
    addresses = bake.addresses()
    assert len(addresses) == len(set(addresses)) > 250
    assert all(front.ask(address).status_code == 200 for address in addresses)


def test_every_public_page_has_a_copy_with_two_compressed_forms(a_folder_of_its_own) -> None:
    publish.publish_pages()
    pages = [*bake.addresses(), "/", "/robots.txt", "/sitemap.xml", "/privacy/", "/leave/"]
    for address in pages:
        file = publish._file(a_folder_of_its_own, address)
        plain = file.read_bytes()
        assert plain, address
        assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == plain
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == plain


def test_no_private_page_and_no_form_has_a_copy(a_folder_of_its_own) -> None:
    publish.publish_pages()
    names = {file.relative_to(a_folder_of_its_own).parts[0] for file in a_folder_of_its_own.rglob("*")}
    assert not names & {
        "me",
        "desk",
        "office",
        "sign-in",
        "ask",
        "times",
        "home",
        "search",
        "questions",
        "people",
    }
    for file in a_folder_of_its_own.rglob("*.html"):
        assert 'name="csrfmiddlewaretoken"' not in file.read_text(encoding="utf-8")


@pytest.mark.hazard("H03")
@pytest.mark.parametrize(
    "address", ["/help-now/gb/", "/help-now/", "/help-now/countries/", "/now/", "/", "/privacy/"]
)
def test_a_copy_is_what_a_visitor_without_a_cookie_gets(a_folder_of_its_own, address) -> None:
    publish.publish_pages()
    copy = publish._file(a_folder_of_its_own, address).read_bytes()
    assert Client().get(address).content == copy


def test_a_second_run_writes_nothing(a_folder_of_its_own) -> None:
    assert publish.publish_pages() > 10
    assert publish.publish_pages() == 0


@pytest.mark.hazard("H03")
def test_after_half_a_year_the_next_copy_holds_no_line(a_folder_of_its_own, clock) -> None:
    publish.publish_pages()
    file = a_folder_of_its_own / "help-now/gb/index.html"
    line = directory.country("GB", on=BUILT).lines[0].channels[0].href
    assert line in file.read_text(encoding="utf-8")
    clock(datetime.combine(BUILT, time(12), tzinfo=UTC) + timedelta(days=181))
    publish.publish_pages()
    assert line not in file.read_text(encoding="utf-8")
    assert directory.emergency("GB").first.href in file.read_text(encoding="utf-8")


def test_a_page_that_is_gone_loses_its_copy(a_folder_of_its_own) -> None:
    publish.publish_pages()
    copies.write(a_folder_of_its_own / "read/gone/index.html", b"<p>Withdrawn</p>")
    publish.publish_pages()
    assert not list((a_folder_of_its_own / "read").glob("gone/*"))


def test_while_the_database_is_down_the_guide_keeps_its_copies_and_help_is_written(
    a_folder_of_its_own, monkeypatch
) -> None:
    publish.publish_pages()
    real = front.ask

    def ask(address: str):
        answer = real(address)
        if not address.startswith(("/help-now/", "/now/", "/leave/")):
            answer.status_code = 503
        return answer

    monkeypatch.setattr(front, "ask", ask)
    help_file = a_folder_of_its_own / "help-now/gb/index.html"
    help_file.write_bytes(b"old")
    publish.publish_pages()
    assert (a_folder_of_its_own / "privacy/index.html").exists()
    assert help_file.read_bytes() != b"old"


def test_leave_has_an_empty_page_that_leads_to_the_exit_site(a_folder_of_its_own) -> None:
    a_practice(exit_site="https://example.org/news")
    publish_facts()
    publish.publish_pages()
    page = (a_folder_of_its_own / "leave/index.html").read_text(encoding="utf-8")
    assert 'content="0;url=https://example.org/news"' in page
    assert re.sub(r"<head>.*</head>", "", page, flags=re.DOTALL).split("<body>")[1].startswith("</body>")
    assert facts.read().name not in page


def test_the_headers_are_the_ones_that_waylight_gives(settings) -> None:
    publish.publish_pages()
    written = (settings.VAR / "headers.caddy").read_text(encoding="utf-8")
    for name, address in (("help", "/help-now/"), ("leave", "/leave/"), ("guide", "/")):
        part = written.split(f"(waylight_{name}) {{")[1].split("\n}\n")[0]
        answer = Client().get(address)
        for header in ("Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cache-Control"):
            assert f"{header} `{answer[header]}`" in part
        policy = re.search(r"Content-Security-Policy `([^`]+)`", part)
        assert policy and sorted(policy[1].split("; ")) == sorted(
            answer["Content-Security-Policy"].split("; ")
        )
    assert "sha256-" in written


def test_whoever_serves_the_copies_may_read_them_and_nothing_else_is_opened(
    a_folder_of_its_own, settings
) -> None:
    publish.publish_pages()
    assert {file.stat().st_mode & 0o777 for file in a_folder_of_its_own.rglob("*.*")} == {0o644}
    assert settings.VAR.stat().st_mode & 0o777 == 0o711


def test_scripts_and_styles_are_compressed_by_the_names_that_pages_ask_for(settings) -> None:
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "a.123.css").write_text("p{margin:0}" * 99)
    (settings.STATIC_ROOT / "other.css").write_text("p{margin:0}")
    (settings.STATIC_ROOT / "staticfiles.json").write_text(
        '{"paths": {"a.css": "a.123.css", "f.woff2": "f.1.woff2"}}'
    )
    publish.publish_pages()
    names = {file.name for file in settings.STATIC_ROOT.iterdir()}
    assert names == {"a.123.css", "a.123.css.br", "a.123.css.gz", "other.css", "staticfiles.json"}
    assert packing.unpack((settings.STATIC_ROOT / "a.123.css.br").read_bytes()).startswith(b"p{margin:0}")


def test_a_reader_never_sees_half_a_file(tmp_path) -> None:
    file = tmp_path / "page.html"
    copies.write(file, b"one" * 1000)
    before = file.stat().st_ino
    copies.write(file, b"two" * 1000)
    assert file.stat().st_ino != before
    assert not list(tmp_path.glob(".draft-*"))


def test_the_command_says_how_many_files_it_wrote(capsys) -> None:
    call_command("publish_pages")
    assert re.fullmatch(r"\d+ files were written\.\n", capsys.readouterr().out)
