"""One question a page, saved by itself; and the page of support after an answer that needs a person (REQUIREMENTS R-3.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.second_factor import needs_second_factor
from waylight.crisis import visitor
from waylight.measures import answering, giving, showing
from waylight.measures.catalogue import Question
from waylight.measures.forms import AnswerForm, initial_of
from waylight.measures.models import Administration
from waylight.measures.views import mine, reach
from waylight.people import reading
from waylight.privacy.idempotency import once


@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def question(request: HttpRequest, pk: Any, question_id: str) -> HttpResponse:
    row = reach.own(request, pk)
    if not row.is_open:
        return redirect("measures:page", pk)
    if row.support_due:
        return redirect("measures:support", pk)
    try:
        row = answering.settle(row)
    except answering.CannotBeAsked as refusal:
        return mine.show(request, row, problem=str(refusal))
    asked = row.form.question(question_id)
    if asked is None or not asked.is_asked(row.answered):
        return redirect("measures:page", pk)
    if request.method == "POST":
        return _save(request, row, asked)
    form = AnswerForm(asked, initial=initial_of(asked, row.answered))
    return _show(request, row, asked, form)


@require_safe
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
def support(request: HttpRequest, pk: Any) -> HttpResponse:
    """Shown before the next question. It is not a reward and not a wall: one may go on, stop, or ask for somebody."""
    row = reach.own(request, pk)
    item = answering.left_to_read(row)
    if item is None:
        return redirect("measures:page", pk)
    answering.show_support(row, by=request.user)
    context = {
        "administration": row,
        "item": item,
        "country": visitor.country_of(request) or visitor.country(row.client.country),
        "next": answering.next_question(row) if row.is_open else None,
    }
    return render(request, "measures/support.html", context)


@require_POST
@allow(Permission.USE_OWN_AREA)
@needs_second_factor
@once
def ask_for_contact(request: HttpRequest, pk: Any) -> HttpResponse:
    item = answering.left_to_read(reach.own(request, pk))
    if item is None:
        return redirect("measures:page", pk)
    reading.ask_for_contact(item, by=request.user)
    messages.success(request, _("Asked. Nobody has read it yet. If it cannot wait, use Help now."))
    return redirect("measures:support", pk)


def _save(request: HttpRequest, row: Administration, asked: Question) -> HttpResponse:
    form = AnswerForm(asked, request.POST)
    act = request.POST.get("act", "on")
    if not (form.is_empty and act != "on"):  # one may leave without an answer
        if not form.is_valid():
            return _show(request, row, asked, form)
        try:
            row = answering.answer(row, asked, form.value, by=request.user)
        except giving.NoLongerOpen as refusal:
            return mine.show(request, reach.own(request, row.pk), problem=str(refusal))
    if row.support_due:
        return redirect("measures:support", row.pk)
    return _onward(request, row, asked, act)


def _onward(request: HttpRequest, row: Administration, asked: Question, act: str) -> HttpResponse:
    if act == "stop":
        messages.success(request, _("Saved. You can go on whenever you like."))
        return redirect("measures:mine")
    beside = showing.before(row, asked) if act == "back" else showing.after(row, asked)
    if beside is None:
        return redirect("measures:page", row.pk)
    return redirect("measures:question", row.pk, beside.id)


def _show(request: HttpRequest, row: Administration, asked: Question, form: AnswerForm) -> HttpResponse:
    questions = row.form.asked(row.answered)
    context = {
        "administration": row,
        "instrument": row.form,
        "question": asked,
        "number": questions.index(asked) + 1,
        "count": len(questions),
        "most": len(row.form.questions),  # an answer may open one more; then the number does not grow
        "before": showing.before(row, asked),
        "form": form,
    }
    return render(request, "measures/question.html", context)
