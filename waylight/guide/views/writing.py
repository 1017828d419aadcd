"""Writing, publishing and withdrawing pages of the guide."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.guide import editing
from waylight.guide.forms import PlaceForm, PublicationForm, Sources, TextForm, WithdrawalForm
from waylight.guide.models import GuidePage
from waylight.guide.views.office import kept_page, revision_of, show_revision
from waylight.privacy.idempotency import once

LAST = 1000  # a new page stands at the end of its shelf


@allow(Permission.EDIT_GUIDE)
@once
def add(request: SignedIn) -> HttpResponse:
    place = PlaceForm(request.POST or None)
    form = TextForm(request.POST or None, initial=TextForm.of_nothing())
    sources = Sources(request.POST or None, prefix="sources")
    is_whole = all([place.is_valid(), form.is_valid(), sources.is_valid()])
    if request.method == "POST" and is_whole and not sources.wants_another:
        values = place.cleaned_data
        try:
            editing.add_page(
                values.pop("slug"), form.text(sources.rows), **values, order=LAST, by=request.user
            )
        except editing.CannotDo as refusal:
            return _show(request, form, sources, place=place, problem=str(refusal))
        messages.success(request, _("Kept as a draft."))
        return redirect("guide:revision", slug=place.data["slug"], number=1)
    return _show(request, form, sources, place=place)


@allow(Permission.EDIT_GUIDE)
@once
def write(request: SignedIn, slug: str) -> HttpResponse:
    """A new version, from the newest or the one that `from` names."""
    page = kept_page(slug)
    number = request.POST.get("based_on") or request.GET.get("from") or str(page.newest.number)
    base = revision_of(page, int(number) if number.isdecimal() and len(number) < 9 else 0)
    form = TextForm(request.POST or None, initial=TextForm.of(base))
    sources = Sources(request.POST or None, prefix="sources", initial=base.sources)
    is_whole = all([form.is_valid(), sources.is_valid()])
    if request.method != "POST" or not is_whole or sources.wants_another:
        return _show(request, form, sources, page=page, base=base)
    draft = editing.save_draft(page, form.text(sources.rows), based_on=base.number, by=request.user)
    messages.success(request, _saved(draft.number, base.number, page.newest.number))
    return redirect("guide:revision", slug=slug, number=draft.number)


@require_POST
@allow(Permission.EDIT_GUIDE)
@once
def restore(request: SignedIn, slug: str, number: int) -> HttpResponse:
    draft = editing.restore(revision_of(kept_page(slug), number), by=request.user)
    messages.success(request, _("This is a new draft with that text."))
    return redirect("guide:revision", slug=slug, number=draft.number)


@require_POST
@allow(Permission.EDIT_GUIDE)
@once
def ask_for_review(request: SignedIn, slug: str, number: int) -> HttpResponse:
    try:
        editing.ask_for_review(revision_of(kept_page(slug), number), by=request.user)
    except editing.CannotDo as refusal:
        return show_revision(request, slug, number, problem=str(refusal))
    messages.success(request, _("Therapists find it on their list now."))
    return redirect("guide:revision", slug=slug, number=number)


@require_POST
@allow(Permission.EDIT_GUIDE)
@once
def publish(request: SignedIn, slug: str, number: int) -> HttpResponse:
    revision = revision_of(kept_page(slug), number)
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return show_revision(request, slug, number, publication=form, form=form)
    try:
        editing.publish(revision, by=request.user, **form.cleaned_data)
    except editing.CannotDo as refusal:
        return show_revision(request, slug, number, publication=form, problem=str(refusal))
    messages.success(request, _("Published. Everybody can read it within five minutes."))
    return redirect("guide:kept", slug=slug)


@allow(Permission.EDIT_GUIDE)
@once
def withdraw(request: SignedIn, slug: str) -> HttpResponse:
    page, problem = get_object_or_404(GuidePage, slug=slug), ""
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        try:
            editing.withdraw(page, by=request.user, **form.cleaned_data)
        except editing.CannotDo as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Taken down. Its address says where to go."))
            return redirect("guide:kept", slug=slug)
    return render(request, "guide/office/withdraw.html", {"page": page, "form": form, "problem": problem})


def _saved(number: int, based_on: int, newest: int) -> str:
    if number == based_on:
        return _("Nothing changed, so there is no new version.")
    if newest > based_on:
        return _(
            "Kept as version %(number)s. There is a newer text than the one you began with: compare them."
        ) % {"number": number}
    return _("Kept as a draft.")


def _show(request: SignedIn, form: TextForm, sources: Any, **more: Any) -> HttpResponse:
    return render(request, "guide/office/write.html", {"form": form, "sources": sources} | more)
