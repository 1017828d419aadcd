"""Pages load nothing from elsewhere, carry no code inside, and send every form once."""

import re

from tests.repository.reading import files, lines_with, name, templates, text, without_comments

FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)

# Forms that are answered by a library, or write nothing, with the reason.
WITHOUT_KEY = {
    "waylight/ui/templates/ui/sign_out.html": "ends the session; doing it twice is the same",
    "waylight/ui/templates/ui/safety_and_lock.html": "locks the screen; doing it twice is the same",
}


def pages() -> list:
    return files("*.html")


def post_forms() -> list[tuple[str, str]]:
    return [(name(file), form) for file in pages() for form in FORM.findall(without_comments(text(file)))]


def test_every_form_that_writes_carries_its_key() -> None:
    bare = {page for page, form in post_forms() if not re.search(r"{%\s*once\s*%}", form)}
    assert bare == set(WITHOUT_KEY)


def test_every_post_form_carries_its_csrf_token() -> None:
    assert [page for page, form in post_forms() if "{% csrf_token %}" not in form] == []


def test_no_address_of_somebody_else_is_in_a_page_a_style_or_a_script() -> None:
    """Links that lead outside come from data, where somebody checks them."""
    where = [*templates(), *files("*.css"), *files("*.js"), *files("*.svg")]
    where = [file for file in where if file.name not in {"OFL.txt", "LICENSE"}]
    found = lines_with(r"(https?:)?//[a-z0-9-]+\.[a-z]", where, flags=re.IGNORECASE)
    assert [line for line in found if not re.search(r"www\.w3\.org|^\S+:\d+: (//|\*|/\*)", line)] == []


def test_pages_carry_no_style_and_no_script_inside() -> None:
    inline = r"\sstyle=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+=[\"']|javascript:"
    assert lines_with(inline, pages(), flags=re.IGNORECASE) == []


def test_scripts_do_not_make_code_from_text() -> None:
    assert (
        lines_with(r"\beval\(|new Function|innerHTML|document\.write|setAttribute\(.style", files("*.js"))
        == []
    )


def test_scripts_are_modules_of_our_own() -> None:
    assert lines_with(r"<script(?![^>]*type=\"(module|application/json)\")", pages()) == []


def test_nothing_escapes_the_escaping() -> None:
    assert lines_with(r"\|safe\b|{% autoescape off %}", pages()) == []
