"""The office's pages about the guide that change nothing: the list, a page with its history, a text, a difference."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.guide import advice, differences, people, reading
from waylight.guide.forms import PublicationForm
from waylight.guide.models import GuidePage, Revision
from waylight.guide.views import public
from waylight.practice.models import Practice

ON_A_PAGE = 25


@allow(Permission.EDIT_GUIDE)
def everything(request: SignedIn) -> HttpResponse:
    """Those due for review first, then those with something to do, then the others."""
    today = timezone.localdate()
    pages = sorted(GuidePage.objects.with_history(), key=lambda page: page.urgency(today))
    shown = Paginator(pages, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "pages": shown,
        "due": {page.pk for page in pages if page.is_due(today)},
    }
    return render(request, "guide/office/list.html", context)


@allow(Permission.EDIT_GUIDE)
def page(request: SignedIn, slug: str) -> HttpResponse:
    found = kept_page(slug)
    newest_first = list(reversed(found.revisions.all()))
    shown = Paginator(newest_first, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": found,
        "is_due": found.is_due(timezone.localdate()),
        "shown": shown,
        "revisions": people.named(shown, "made_by"),
    }
    return render(request, "guide/office/page.html", context)


@allow(Permission.EDIT_GUIDE)
def revision(request: SignedIn, slug: str, number: int) -> HttpResponse:
    return show_revision(request, slug, number)


@allow(Permission.EDIT_GUIDE)
def preview(request: SignedIn, slug: str, number: int) -> HttpResponse:
    return as_public(request, get_object_or_404(GuidePage, slug=slug), number)


@allow(Permission.EDIT_GUIDE)
def difference(request: SignedIn, slug: str) -> HttpResponse:
    """From one version to another; without numbers, what changed last."""
    found = kept_page(slug)
    numbers = [revision.number for revision in found.revisions.all()]
    after = _number(request.GET.get("to"), numbers, numbers[-1])
    before = _number(request.GET.get("from"), numbers, max(numbers[0], after - 1))
    old, new = (get_object_or_404(Revision, page=found, number=number) for number in (before, after))
    context = {
        "page": found,
        "numbers": numbers,
        "before": before,
        "after": after,
        "parts": differences.of_texts(old.in_words(), new.in_words()),
    }
    return render(request, "guide/office/difference.html", context)


def kept_page(slug: str) -> GuidePage:
    return get_object_or_404(GuidePage.objects.with_history(), slug=slug)


def revision_of(page: GuidePage, number: int) -> Revision:
    return get_object_or_404(Revision.objects.select_related("page"), page=page, number=number)


def show_revision(request: SignedIn, slug: str, number: int, **extra: Any) -> HttpResponse:
    """One text with what may be done with it; also when an act was refused."""
    found = kept_page(slug)
    one = revision_of(found, number)
    context = {
        "page": found,
        "revision": people.named([one], "made_by")[0],
        "text": reading.preview_of(found, number),
        "advice": advice.on(one),
        "is_public": found.published_number == one.number,
        "publication": PublicationForm(initial={"next_review_on": one.next_review_on}),
    } | extra
    return render(request, "guide/office/revision.html", context)


def as_public(request: HttpRequest, page: GuidePage, number: int) -> HttpResponse:
    """The text exactly as the public would read it; only that nobody keeps it."""
    revision_of(page, number)
    value = reading.preview_of(page, number)
    response = HttpResponse(public.show(request, Practice.current(), value, more=[]))
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _number(said: str | None, known: list[int], otherwise: int) -> int:
    return int(said) if said and said.isdecimal() and int(said[:9]) in known else otherwise
