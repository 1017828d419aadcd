"""Pages load nothing from elsewhere, carry no code inside, and send every form once."""

import re

from tests.repository import said
from tests.repository.reading import files, lines_with, name, templates, text, without_comments

FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL | re.IGNORECASE)

# Pages of six questions: nothing is kept, so sending twice is the same, and the token would be a cookie that says who was here.
NOTHING_KEPT = {
    f"waylight/intake/templates/intake/{page}.html" for page in ("question", "questions", "questions_end")
}
# Forms that are answered by a library, or write nothing, with the reason.
WITHOUT_KEY = {
    "waylight/ui/templates/ui/own_account.html": "ends the session; doing it twice is the same",
    "waylight/ui/templates/ui/safety_and_lock.html": "locks the screen; doing it twice is the same",
    "waylight/booking/templates/booking/gone.html": "keeps a time; after Back, with another time, that one is wanted",
    "waylight/booking/templates/booking/times.html": "keeps a time; after Back, with another time, that one is wanted",
    "waylight/accounts/templates/accounts/kept.html": "sends the kept form again, with the key it came with",
    "waylight/fhir/templates/fhir/my_data.html": "a file to keep; fetching it twice is the same",
    "waylight/practice/templates/practice/not_working.html": "counts one up, to a cap; it works without the database",
    "waylight/operations/templates/operations/demo/door.html": "steps in as somebody; doing it twice is the same",
}
# Forms that anybody may send without a cookie, with the reason.
WITHOUT_TOKEN = {
    "waylight/practice/templates/practice/not_working.html": "no session, so nobody to forge a form for",
}


def pages() -> list:
    return files("*.html")


def post_forms() -> list[tuple[str, str]]:
    return [(name(file), form) for file in pages() for form in FORM.findall(without_comments(text(file)))]


def test_every_form_that_writes_carries_its_key() -> None:
    bare = {page for page, form in post_forms() if not re.search(r"{%\s*once\s*%}", form)}
    assert bare == set(WITHOUT_KEY) | NOTHING_KEPT


def test_every_post_form_carries_its_csrf_token() -> None:
    bare = {page for page, form in post_forms() if "{% csrf_token %}" not in form}
    assert bare == set(WITHOUT_TOKEN) | NOTHING_KEPT


def test_nothing_is_loaded_from_somebody_else() -> None:
    """A link may lead outside: it asks nobody for anything until it is followed."""
    where = [*templates(), *files("*.css"), *files("*.js"), *files("*.svg")]
    outside = re.compile(r"https?://(?!www\.w3\.org/)\S+|[\"'(]//[a-z]\S*", re.IGNORECASE)
    loaded = [
        f"{name(file)}: {address}"
        for file in where
        if file.name not in {"OFL.txt", "LICENSE"}
        for address in outside.findall(re.sub(r"<a\s[^>]*>", "", text(file)))
    ]
    assert loaded == []


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


def test_scripts_hold_no_words_for_people() -> None:
    """What a script says stands in the page, where it is marked for translation (docs/decisions/0009)."""
    for_people = re.compile(r"^[A-Z][a-z]+( [a-z]|…)|[a-z][.…]$")
    held = [(file.name, line) for file, words in said.said_in_scripts() for line in words.split("\n")]
    found = [(script, line) for script, line in held if for_people.search(line)]
    assert found == [("passkey.js", "No challenge")]  # an error that no page shows
