"""The six questions: one a page, nothing kept. Answered before session and database are asked.

The form writes nothing, so it carries no key against a second sending, and no token against forgery: whoever forged it would
only see a page. That token would be a cookie, and these pages leave none.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from waylight.crisis import facts, visitor
from waylight.crisis.sessionless import sessionless
from waylight.intake import envelope, six_questions
from waylight.intake.forms.questions import QuestionForm
from waylight.privacy.idempotency import repeatable
from waylight.ui.forms import RATHER_NOT

PURPOSE = "six questions"
KEPT_FOR = 300  # seconds that a cache may keep the first page
OLD = _("This page was open for more than a day, so your answers are gone. You can begin again.")

Answers = dict[str, str]


@sessionless
@require_http_methods(["GET", "HEAD", "POST"])
@repeatable
def questions(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "intake/questions.html", is_first=True)
    answers, problem = _earlier(request)
    if problem:
        return _page(request, "intake/questions.html", problem=problem)
    number, wanted = _number(request, "number"), _number(request, "go")
    if number is None:
        return _question(request, wanted or 1, answers)
    form = QuestionForm(six_questions.QUESTIONS[number - 1], request.POST)
    if form.is_valid():
        answers[six_questions.QUESTIONS[number - 1].key] = form.cleaned_data["answer"]
    if wanted is not None:
        return _question(request, wanted, answers)
    if not form.is_valid():
        return _question(request, number, answers, form=form)
    return _after(request, number, answers)


def _after(request: HttpRequest, number: int, answers: Answers) -> HttpResponse:
    """The next question; after the last one the first that was left out, or the end."""
    following = range(number + 1, six_questions.HOW_MANY + 1)
    left_out = (n for n in range(1, number) if six_questions.QUESTIONS[n - 1].key not in answers)
    coming = next(iter(following), None) or next(left_out, None)
    if coming is None:
        return _end(request, answers)
    last = six_questions.QUESTIONS[number - 1].answer(answers[six_questions.QUESTIONS[number - 1].key])
    return _question(request, coming, answers, in_danger=bool(last and last.touches_danger))


def _end(request: HttpRequest, answers: Answers) -> HttpResponse:
    return _page(
        request,
        "intake/questions_end.html",
        sentences=six_questions.sentences(answers),
        in_danger=six_questions.touches_danger(answers),
        number=six_questions.HOW_MANY,
        envelope=_sealed(answers),
    )


def _question(
    request: HttpRequest,
    number: int,
    answers: Answers,
    *,
    form: QuestionForm | None = None,
    in_danger: bool = False,
) -> HttpResponse:
    question = six_questions.QUESTIONS[number - 1]
    shown = form or QuestionForm(question, initial={"answer": answers.get(question.key)})
    return _page(
        request,
        "intake/question.html",
        form=shown,
        number=number,
        in_all=six_questions.HOW_MANY,
        in_danger=in_danger,
        envelope=_sealed(answers),
    )


def _earlier(request: HttpRequest) -> tuple[Answers, str]:
    """The answers of earlier pages, and a sentence when they cannot be read any more."""
    sealed = request.POST.get("envelope", "")
    if not sealed:
        return {}, ""
    try:
        opened = envelope.open_(sealed, timezone.now(), purpose=PURPOSE)
    except envelope.TornEnvelope as refusal:
        return {}, str(refusal)
    return ({}, str(OLD)) if opened.is_old else (_known(opened.answers), "")


def _known(answers: dict[str, Any]) -> Answers:
    """Without answers to a question that has changed since."""
    return {
        question.key: said
        for question in six_questions.QUESTIONS
        if (said := answers.get(question.key)) == RATHER_NOT or (said and question.answer(said))
    }


def _sealed(answers: Answers) -> str:
    return envelope.close(answers, timezone.now(), purpose=PURPOSE)


def _number(request: HttpRequest, field: str) -> int | None:
    """The number of a question that a field or a button names; None when it names none."""
    text = request.POST.get(field, "")
    known = {str(number): number for number in range(1, six_questions.HOW_MANY + 1)}
    return known.get(text)


def _page(request: HttpRequest, template: str, *, is_first: bool = False, **context: Any) -> HttpResponse:
    """A page that knows the practice from the published facts. The first one is everybody's; the others are one's own.

    Those may not be shared and not be indexed, but the browser may show them again at Back: told to store nothing, it shows
    an error instead, and would send the same answers anyway.
    """
    shared = {"request": request, "practice": facts.read(), "country": visitor.country_of(request)}
    response = HttpResponse(render_to_string(template, shared | context))
    if is_first:
        patch_cache_control(response, public=True, max_age=KEPT_FOR)
    else:
        patch_cache_control(response, private=True, no_cache=True)
    return response
