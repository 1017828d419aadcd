"""The task list of the papers, "About you" and "Where you usually are", and a copy of all."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from waylight.accounts import accounts
from waylight.accounts.signed_in import SignedIn
from waylight.intake import consents, papers
from waylight.intake.forms.papers import AboutForm, PlaceForm
from waylight.intake.views.reach import own_client, own_papers
from waylight.people.models import Client
from waylight.privacy import audit
from waylight.privacy.idempotency import once
from waylight.ui.forms import Form


@require_safe
@own_papers
def tasks(request: HttpRequest) -> HttpResponse:
    return render(request, "intake/papers.html", {"tasks": papers.tasks(own_client(request))})


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def about(request: SignedIn) -> HttpResponse:
    client = own_client(request)
    form = AboutForm(
        _typed(request),
        initial=papers.answers(client, "about"),
        asks_discreet=request.user.discreet is None,
    )
    if request.method == "POST" and form.is_valid() and "discreet" in form.fields:
        accounts.keep_settings(request.user, {"discreet": form.cleaned_data.pop("discreet")})
    return _part(request, client, "about", form)


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def place(request: HttpRequest) -> HttpResponse:
    client = own_client(request)
    form = PlaceForm(
        _typed(request),
        initial=papers.answers(client, "place"),
        country=client.country,
        is_finished=_is_finished(request),
    )
    return _part(request, client, "place", form)


@require_safe
@own_papers
def copy(request: HttpRequest) -> HttpResponse:
    client = own_client(request)
    summary = papers.summary(client, by=request.user)
    return render(request, "intake/copy.html", {"papers": summary, "agreements": consents.standing(client)})


def _part(request: HttpRequest, client: Client, part: str, form: Form) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        is_finished = _is_finished(request)
        papers.save(client, part, form.cleaned_data, is_finished=is_finished, by=request.user)
        messages.success(request, _("Saved.") if is_finished else _("Saved. You can come back to it."))
        return redirect("intake:papers")
    audit.record("read-papers", by=request.user, person=client.pk, about=client)
    return render(request, f"intake/{part}.html", {"form": form})


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _is_finished(request: HttpRequest) -> bool:
    return request.POST.get("then") == "done"
