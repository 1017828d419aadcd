"""Every word on every page is marked for translation, whoever opens it and whatever a form refuses (docs/decisions/0009).

The pages are shown in English with accents (tests/pseudo.py); what is plain English there is not marked. What may stay
English is content or a name, and listed here with its reason.
"""

import json
import re
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client as Browser

from tests import unmarked
from tests.repository import said
from tests.repository.reading import PRODUCT, name, own_python, templates, text, tree, without_comments
from tests.repository.routes import Route, every_route
from tests.repository.test_quiet import is_page
from tests.repository.test_roles import World
from tests.unmarked import abroad
from waylight.crisis import skills
from waylight.exercises.catalogue import library
from waylight.guide import kept, pages, reading, seeds
from waylight.measures import catalogue
from waylight.operations.languages import marked
from waylight.people.models import Registration

# Words are the same on either database; that each page opens on both is asked in test_roles.
pytestmark = [pytest.mark.django_db, pytest.mark.only_on("sqlite")]

# Not in any catalogue, with the reason.
PEOPLE = ("Dr Clara Demo", "Dr David Demo", "Eva Demo", "Frank Demo", "Clara", "Ana", "Rea", "Aunt Rosa")
AS_THEY_ARE = {
    "London": "a city is called as its time zone is",
    "Psychotherapist": "a title, as the therapist writes it",
    "Practitioner psychologist": "a title, as the register writes it",
    "Health and Care Professions Council": "the name of a register",
    "You have a note": "a message, in the language of whoever gets it",
    "1\u00a0day, 8\u00a0hours": "Django’s own words, translated in its catalogues",
    "This field is required": "Django’s own words, for a form that no page of ours sends",
    "medium": "the middle of a scale, as the exercise says it",
    "TOTAL_FORMS": "the same",
    "INITIAL_FORMS": "the same",
    "Hidden field": "the same",
}
# Pages that are left out, with the reason.
NOT_LOOKED_AT = {
    "crisis:leave": "ends the visit",
    "crisis:left": "has no words",
    "accounts:choose_language": "changes the language",
    "account_logout": "ends the session",
    "accounts:lock": "closes what the others need",
    "accounts:end_session": "ends a session",
}
# Of a template: texts to translate, examples of code, the style sheet, and the name of an area for it.
MARKED = re.compile(
    r"{% blocktranslate\b.*?{% endblocktranslate %}|<(code|pre|style)\b.*?</\1>|{% block area %}\w+{% endblock %}",
    re.DOTALL,
)
SENTENCE = re.compile(r"[A-Z“][a-z’]+,? [a-z]")
# Sentences of code that no page shows, with the reason.
FOR_US = {
    "config/": "stops the start of a server, and says why",
    "operations/": "the demonstration, the worker’s log and the answer to a monitor",
    "privacy/": "declarations, and refusals that an error page says in its own words",
    "booking/calendar_days.py": "caught, and the page says what to do",
    "booking/outside/events.py": "caught, and kept as a code",
    "crisis/facts.py": "a broken file, for the log",
    "measures/packs.py": "a broken file, for the log",
    "notifications/bounces.py": "the answer to a mail server",
    "notifications/carriers.py": "what a service said of a message, for the log",
    "notifications/gateway.py": "stops the start of a server; and an address that is none, which a page says in its own words",
    "notifications/mail.py": "an address that is none, which a page says in its own words",
    "notifications/views.py": "the answer to a machine",
    "notifications/templates.py": "a message that nobody wrote, for whoever calls it",
    "exercises/addresses.py": "an address that is none, which is answered with a page",
    "fhir/capability.py": "the answer to a machine",
    "fhir/resources/": "the record as machines read it; what people chose and wrote is in their own words",
    "fhir/views/api.py": "the answer to a machine",
    "guide/reading.py": "caught, and answered with a page",
    "video/asking.py": "the line between pages of the room, which say in their own words what became of it",
    "video/callers.py": "the same",
    "video/limits.py": "the same",
    "video/line.py": "the same",
    "video/wire.py": "the same",
    "practice/promises.py": "settings forbid a practice without working days",
}
OF_ROWS = {
    "Appointment it",
    "Client it",
    "Group it",
    "Group member it",
    "Group session it",
    "Guest it",
    "Interruption it",
    "About the practice, not about a person.",
    "The practice's own text.",
}
DEMONSTRATION = "demo/"  # the invented practice is English
EVERYBODY = ("visitor", "ana", "clara", "eva")


@pytest.fixture(autouse=True)
def the_guide(db: None) -> None:
    reading._kept = None
    kept._pages.clear()
    seeds.publish_texts()


@cache
def content() -> frozenset[str]:
    """Reviewed texts with versions, and what countries and helplines say of themselves."""
    exercises = [words for file, words in said.said_in_data() if "exercises" in file.parts]
    found = {line for words in exercises for line in words.split("\n")}
    found |= {
        each for page in pages.all_pages().values() for each in (page.title, page.description, page.topic)
    }
    found |= set(strings_of(json.loads(text(PRODUCT / "crisis/data/helplines.json"))))
    found |= {line for one in library() for line in (one.evidence, *one.sources)}
    asked = [
        part for one in library() for question in one.questions() for part in (question, *question.parts)
    ]
    found |= {f"{one.top}: {one.high}" for one in asked if one.high}  # the end of a scale
    found |= {form.title for form in catalogue.all() if not form.is_after_a_session}
    found |= {line.rstrip("?") for line in found}
    return frozenset(line for line in found if " " in line or line[:1].isupper())  # no codes: “call”, “text”


def strings_of(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list | dict):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings_of(each)


def routes() -> list[Route]:
    return [
        route
        for route in every_route()
        if route.is_ours and route.name not in NOT_LOOKED_AT and not route.pattern.startswith(DEMONSTRATION)
    ]


def address(route: Route, world: World) -> str:
    if "slug" in route.converters and "guide" in route.name:
        return route.address({"slug": "scars"} | ({"number": 1} if "number" in route.converters else {}))
    return world.address(route)


def somebody(who: str, world: World, language: str) -> Browser:
    browser = abroad(world.users[who], language) if who in world.users else Browser()
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = (
        language  # crisis pages and pages without a session follow it
    )
    return browser


def send(browser: Browser, where: str) -> HttpResponse:
    return browser.post(where, {"idempotency_key": str(uuid.uuid4())}, follow=True)


def plain(page: HttpResponse) -> list[str]:
    names = {*PEOPLE, *AS_THEY_ARE, *content(), *Registration.objects.values_list("number", flat=True)}
    return unmarked.words(page.text, but=names) if is_page(page) else []


def test_every_sentence_of_code_is_marked() -> None:
    """A label, a refusal or a notice that no walk meets. Commands and the log speak to us."""
    found: dict[str, set[str]] = {}
    for file in own_python():
        known = {said.plain(each) for one in marked.in_python(text(file)) for each in (one.text, one.plural)}
        sentences = {words for words in said.of_code(tree(file)) if SENTENCE.match(words)}
        where = name(file).removeprefix("waylight/")
        unknown = sentences - known - OF_ROWS
        if unknown and "management" not in file.parts and not where.startswith(tuple(FOR_US)):
            found[where] = unknown
    assert found == {}


def test_every_text_of_a_template_is_marked() -> None:
    """Also those of a branch that no walk takes."""
    found = {name(file): unmarked_in(text(file)) for file in templates() if "demo" not in file.parts}
    assert {file: words for file, words in found.items() if words and file.endswith(".html")} == {}


def unmarked_in(source: str) -> list[str]:
    """Plain words outside of what is marked: between tags, in what is read aloud, and handed to an include."""
    bare = MARKED.sub("", without_comments(source))
    handed = re.findall(r'\b\w+="([A-Z][^"]*)"', " ".join(re.findall(r"{% (?:include|with)\b.*?%}", bare)))
    shown = re.sub(r"{%.*?%}|{{.*?}}", " ", bare, flags=re.DOTALL)
    aloud = re.findall(r'\b(?:alt|aria-label|data-label|placeholder|title)="([^"]*)"', shown)
    between = re.sub(r"<[^>]*>|&\w+;|\bdata-[\w-]+(?:=\"[a-z]*\")?", " ", shown)
    return re.findall(r"\b[A-Za-z]{3,}\b", " ".join([between, *aloud, *handed]))


def test_what_may_stay_english_hides_next_to_nothing_else() -> None:
    """Of the marked texts themselves, hardly one would pass for content or a name.

    The skills for now say what the library says, word for word, and are marked all the same.
    """
    menus = skills.MENUS.values()
    of_both = {
        str(words)
        for menu in menus
        for words in (menu.title, menu.then, *(each.words for each in menu.items))
    }
    names = {*PEOPLE, *AS_THEY_ARE, *content()} - of_both
    texts = [each.text for each in marked.everything() if re.search(r"(?<![({\w])[a-z]{3,}", each.text)]
    hidden = [each for each in texts if not unmarked.words(each, but=names)]
    assert len(hidden) < len(texts) / 100, hidden


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_word_of_every_page_is_marked(who: str, longer: str) -> None:
    world = World()
    browser = somebody(who, world, longer)
    shown = {route.name: browser.get(address(route, world)) for route in routes()}
    assert {name: words for name, page in shown.items() if (words := plain(page))} == {}
    assert sum(is_page(page) for page in shown.values()) > 20


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_word_of_what_a_form_refuses_is_marked(who: str, longer: str) -> None:
    """Each form is sent empty, and what comes after it is looked at too."""
    world = World()
    browser = somebody(who, world, longer)
    shown = {route.name: send(browser, address(route, world)) for route in routes()}
    assert {name: words for name, page in shown.items() if (words := plain(page))} == {}
    assert any("data-problem" in page.text for page in shown.values() if is_page(page)) or who == "visitor"


def test_plain_words_of_a_template_are_found_wherever_they_stand() -> None:
    assert unmarked_in('<p title="Loud">Save {% translate "Kept" %}</p>{% include "a.html" with one="Two" %}') == [
        "Save", "Loud", "Two",
    ]  # fmt: skip
    assert unmarked_in('{% if a %}<b>Left</b>{% endif %}<p data-said="off" class="note">{{ words }}</p>') == [
        "Left"
    ]
