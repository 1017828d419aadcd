"""Agreements: one text on a page, yes or no, to be read again and changed at any time."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waylight.intake import consents
from waylight.intake.forms.papers import AgreementForm
from waylight.intake.models import Consent, ConsentText
from waylight.intake.views.reach import own_client, own_papers
from waylight.people.models import Client
from waylight.privacy.idempotency import once


@require_safe
@own_papers
def everything(request: HttpRequest) -> HttpResponse:
    client = own_client(request)
    return render(request, "intake/agreements.html", {"agreements": consents.standing(client)})


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def agreement(request: HttpRequest, purpose: str) -> HttpResponse:
    client = own_client(request)
    text = get_object_or_404(ConsentText.objects.current(), purpose=purpose)
    form, problem = AgreementForm(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        try:
            consents.give(
                client, _text_read(request, purpose), bool(form.cleaned_data["is_given"]), by=request.user
            )
            messages.success(request, _("Saved. You can change it at any time."))
            return _next(client, text)
        except consents.TextReplaced as refusal:
            form, problem = AgreementForm(), str(refusal)
    answers = consents.history(client).filter(text__purpose=purpose)
    context = {"text": text, "form": form, "answers": answers, "problem": problem}
    return render(request, "intake/agreement.html", context)


@require_safe
@own_papers
def earlier(request: HttpRequest, purpose: str, version: int) -> HttpResponse:
    """A version that the client answered, as it was then."""
    answers = Consent.objects.visible_to(request.user).filter(text__purpose=purpose, text__version=version)
    answer = get_object_or_404(answers.select_related("text").order_by("-given_at")[:1])
    return render(request, "intake/earlier_agreement.html", {"text": answer.text, "answer": answer})


def _text_read(request: HttpRequest, purpose: str) -> ConsentText:
    """The version that stood on the page, which may be replaced by now."""
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        version = 0
    return get_object_or_404(ConsentText, purpose=purpose, version=version)


def _next(client: Client, text: ConsentText) -> HttpResponse:
    """To the next text that has no answer, after this one; then to the list."""
    left = [one.purpose for one in consents.missing(client) if one.position > text.position]
    return redirect("intake:agreement", purpose=left[0]) if left else redirect("intake:agreements")
