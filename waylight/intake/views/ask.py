"""Ask for a first talk: who, how to reach you, check, send. Nothing is kept before "send" (UI.md J2)."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from waylight.crisis import directory, visitor
from waylight.intake import enquiries, envelope
from waylight.intake.forms.ask import ReachForm, WhoForm
from waylight.practice import deadlines
from waylight.practice.models import Practice
from waylight.privacy.idempotency import once
from waylight.ui.forms import Form
from waylight.ui.middleware import findable

OLD = _("This page was open for more than a day. Look at your answers and send them again.")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
@findable
def ask(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    answers, problem = _earlier(request)
    if step in ("who", "reach"):
        answers[step] = _typed(request, step)
    if Practice.current().is_preparing:
        return _not_open(request, answers)
    if request.POST.get("go") in ("who", "reach"):
        return _show(
            request, request.POST["go"], answers, form=_form(request.POST["go"], answers, is_open=True)
        )
    return _next(request, step, answers, problem)


def _next(request: HttpRequest, step: str, answers: dict[str, Any], problem: str) -> HttpResponse:
    """The first page that still lacks an answer; then the check; then, at "send", the enquiry."""
    who = _form("who", answers)
    if not who.is_valid():
        return _show(request, "who", answers, form=who, problem=problem)
    band, country = who.cleaned_data["age_band"], who.cleaned_data["country"]
    try:
        enquiries.refuse_whom_we_cannot_help(band, country)
    except enquiries.CannotHelp as refusal:
        return _cannot_help(request, who, refusal)
    reach = _form("reach", answers)
    if not reach.is_valid():
        return _show(request, "reach", answers, form=reach, problem=problem)
    if step != "check" or problem:
        return _show(request, "check", answers, who=who, reach=reach, problem=problem)
    try:
        _enquiry, secret = enquiries.enquire(**who.cleaned_data, **reach.cleaned_data)
    except enquiries.NotOpen:  # it closed at this very moment
        return _not_open(request, answers)
    return redirect("intake:sent", secret=secret)


def _earlier(request: HttpRequest) -> tuple[dict[str, Any], str]:
    """The answers of earlier pages, and a sentence when they cannot simply be taken on."""
    sealed = request.POST.get("envelope", "")
    if not sealed:
        return {}, ""
    try:
        opened = envelope.open_(sealed, timezone.now())
    except envelope.TornEnvelope as refusal:
        return {}, str(refusal)
    return opened.answers, str(OLD) if opened.is_old and request.POST.get("step") == "check" else ""


def _typed(request: HttpRequest, step: str) -> dict[str, str]:
    names = WhoForm.base_fields if step == "who" else ReachForm.base_fields
    return {name: request.POST.get(name, "") for name in names}


def _form(step: str, answers: dict[str, Any], *, is_open: bool = False) -> Form:
    """The form of a page; `is_open`: as it was filled in, to be changed, without its errors."""
    said = answers.get(step)
    given: dict[str, Any] = {"initial": said} if is_open else {"data": said}
    if step == "who":
        return WhoForm(**given)
    country = answers.get("who", {}).get("country", "")
    return ReachForm(**given, dialled_from=country, today=timezone.localdate())


def _show(request: HttpRequest, step: str, answers: dict[str, Any], **more: Any) -> HttpResponse:
    now = timezone.now()
    sealed = {name: said for name, said in answers.items() if name != step}
    context = {
        "step": step,
        "envelope": envelope.close(sealed, now),
        "for_someone": answers.get("who", {}).get("for_whom") == "someone",
        "promise": deadlines.in_words(deadlines.answer_due_at(now)),
    }
    return render(request, f"intake/ask_{step}.html", context | more)


def _not_open(request: HttpRequest, answers: dict[str, Any]) -> HttpResponse:
    """Nothing is taken, and nothing is lost: what was typed stands there to be copied, and sealed to be sent later."""
    chosen = visitor.country(answers.get("who", {}).get("country", ""))
    context = {
        "country": chosen or visitor.country_of(request),
        "envelope": envelope.close(answers, timezone.now()) if answers else "",
        "words": answers.get("reach", {}).get("words", ""),
    }
    return render(request, "intake/not_open.html", context)


def _cannot_help(request: HttpRequest, who: Form, refusal: enquiries.CannotHelp) -> HttpResponse:
    band, country = who.cleaned_data["age_band"], who.cleaned_data["country"]
    here = visitor.country(country)
    context = {
        "refusal": refusal,
        "country": here,
        "lines": directory.lines_for(here, band) if here else [],
        "for_someone": who.cleaned_data["for_whom"] == "someone",
    }
    return render(request, "intake/cannot_help.html", context)
