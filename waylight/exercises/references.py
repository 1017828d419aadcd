"""What a question offers that is answered from elsewhere: earlier answers, people, skills, helplines, the library.

`from` is one of `here:<question>` (answers in this same entry), `entry:<exercise>:<question>` (the client's latest
answers there), `library:<group or therapy>`, `contacts`, `services`, `skills`. What is kept is the words, not a link:
an answer stays as it was when a contact or a skill is gone. Own words are always possible beside it.
"""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from waylight.crisis import directory, visitor
from waylight.exercises import asking, catalogue, skills
from waylight.exercises.catalogue import Exercise, Question
from waylight.exercises.models import Entry
from waylight.privacy import keyring

LOOKED_AT = 5  # earlier entries, newest first, until one has an answer


def options(question: Question, entry: Entry) -> list[tuple[str, str]]:
    """(answer, words) to choose from, without doubles, for the client who writes this entry.

    An entry without a client is a preview: nothing of anybody's is offered.
    """
    sources = question.chosen_from if entry.client_id else ()
    found = (words for source in sources for words in _found(source, entry))
    return [(words, words) for words in dict.fromkeys(filter(None, found))]


def _found(source: str, entry: Entry) -> Iterator[str]:
    name, _colon, rest = source.partition(":")
    match name:
        case "here":
            yield from _said(entry.form, rest, entry.answers)
        case "entry":
            exercise, _colon, id = rest.partition(":")
            yield from _latest(entry, exercise, id)
        case "library":
            yield from (one.title for one in catalogue.all() if rest in {one.group, one.therapy})
        case "contacts":
            yield from _contacts(entry)
        case "services":
            yield from _services(entry)
        case "skills":
            yield from skills.names(entry.client)


def _latest(entry: Entry, exercise: str, id: str) -> Iterator[str]:
    earlier = Entry.objects.filter(client=entry.client_id, exercise=exercise).exclude(pk=entry.pk)
    for one in earlier.order_by("-saved_at", "pk")[:LOOKED_AT]:
        words = list(_said(one.form, id, one.answers))
        if words:
            yield from words
            return


def _said(exercise: Exercise, id: str, answers: dict[str, Any]) -> Iterator[str]:
    """The words of an answer; of rows those of the part, else of their first part."""
    for question in exercise.questions():
        given = answers.get(question.id)
        part = next((part for part in question.parts if part.id == id), None)
        if part or (question.id == id and question.parts):
            wanted = part or question.parts[0]
            for row in given if isinstance(given, list) else [given or {}]:
                yield from _words(wanted, row.get(wanted.key))
        elif question.id == id:
            yield from _words(question, given)


def _words(question: Question, answer: Any) -> Iterator[str]:
    for one in answer if isinstance(answer, list) else [answer]:
        if asking.is_answered(one):
            yield question.label_of(str(one))


def _contacts(entry: Entry) -> Iterator[str]:
    """Whom the client named as those to call."""
    found = list(entry.client.contacts.filter(may_call=True).order_by("position"))
    keyring.load(found)
    return (contact.name for contact in found)


def _services(entry: Entry) -> Iterator[str]:
    """Helplines of the client's country by name. Their numbers stay under Help now, where they are kept right."""
    country = visitor.country(entry.client.country, on=timezone.localdate())
    if country is None:
        return iter(())
    return (line.name for line in directory.lines_for(country, entry.client.age_band))
