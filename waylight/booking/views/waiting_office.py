"""Places and waiting, as a manager sees them: who has room, who waits, what is offered to whom."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking import offers, zones
from waylight.booking.forms import chosen_start
from waylight.booking.models import Kind, TimeOffer, WaitingListEntry
from waylight.booking.views import waiting_one
from waylight.booking.views.waiting_one import within_reach
from waylight.booking.waiting import board, entries, offering, showing
from waylight.booking.waiting.forms import RemovalForm, StaffWishForm, initial
from waylight.intake.models import Enquiry
from waylight.people.models import Client, EpisodeOfCare, Therapist
from waylight.practice import wait
from waylight.privacy import audit, keyring
from waylight.privacy.idempotency import once
from waylight.ui.refusals import Refusal

PAGE = 25


@allow(Permission.ANSWER_ENQUIRIES)
def everyone(request: SignedIn) -> HttpResponse:
    """Who has room, and who waits, the longest first."""
    now = timezone.now()
    rows = showing.places(WaitingListEntry.objects.visible_to(request.user).open())
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    keyring.load(page)
    context = {
        "page": page,
        "places": [showing.Place(row) for row in page],
        "rooms": board.rooms(Kind.FIRST_TALK, now).values(),
        "languages": showing.languages_of(WaitingListEntry.objects.visible_to(request.user).open()),
        "wait": wait.read(),
    }
    return render(request, "booking/office_waiting.html", context)


@allow(Permission.ANSWER_ENQUIRIES)
def page(request: SignedIn, pk: str) -> HttpResponse:
    return waiting_one.show(request, within_reach(request, pk))


@allow(Permission.ANSWER_ENQUIRIES)
@once
def wishes(request: SignedIn, pk: str) -> HttpResponse:
    entry = within_reach(request, pk)
    form = StaffWishForm(request.POST or None, initial=initial(entry))
    context: dict[str, Any] = {"form": form, "zone": entry.zone, "entry": entry}
    if request.method == "POST" and form.is_valid():
        try:
            entries.change_wishes(entry, form.wishes(entry.zone), by=request.user)
        except Refusal as refusal:
            context["problem"] = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("booking:waiting_one", pk=pk)
    return render(request, "booking/office_wishes.html", context)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def offer(request: SignedIn, pk: str) -> HttpResponse:
    """Offers one certain time by hand."""
    entry = within_reach(request, pk)
    slug, _bar, start = request.POST.get("time", "").partition("|")
    therapist = Therapist.objects.visible_to(request.user).filter(slug=slug).first()
    starts_at = chosen_start(start)
    if therapist is None or starts_at is None:
        return waiting_one.show(request, entry, problem=_("Choose one of the times."))
    try:
        offering.offer(entry, therapist, starts_at, by=request.user)
    except Refusal as refusal:
        return waiting_one.show(request, entry, problem=str(refusal))
    messages.success(request, _("The offer is on its way."))
    return redirect("booking:waiting_one", pk=pk)


ANSWERS: dict[str, Any] = {"yes": offering.accept, "no": offering.decline, "back": offering.withdraw}


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def answer(request: SignedIn, pk: str) -> HttpResponse:
    """What the person said on the telephone; or the offer is taken back."""
    entry = within_reach(request, pk)
    act = ANSWERS.get(request.POST.get("answer", ""))
    now_offered = TimeOffer.objects.open().filter(entry=entry).select_related("entry").first()
    if act is None or now_offered is None:
        return waiting_one.show(request, entry, problem=_("Nothing is offered to this person just now."))
    try:
        act(now_offered, by=request.user)
    except Refusal as refusal:
        return waiting_one.show(request, entry, problem=str(refusal))
    messages.success(request, _("Noted."))
    return redirect("booking:waiting_one", pk=pk)


@require_POST
@allow(Permission.ANSWER_ENQUIRIES)
@once
def removal(request: SignedIn, pk: str) -> HttpResponse:
    entry, form = within_reach(request, pk), RemovalForm(request.POST)
    if not form.is_valid():
        return waiting_one.show(request, entry, removal=form, form=form)
    try:
        entries.take_off(entry, by=request.user, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return waiting_one.show(request, entry, problem=str(refusal))
    messages.success(request, _("They are off the list."))
    return redirect("booking:waiting")


@allow(Permission.ANSWER_ENQUIRIES)
@once
def add(request: SignedIn, pk: str) -> HttpResponse:
    """Somebody who asked waits for a first talk, since nothing fits now."""
    enquiry = get_object_or_404(Enquiry.objects.visible_to(request.user), pk=pk)
    audit.record("read-enquiry", by=request.user, person=enquiry.person_id, about=enquiry)
    wished = {name: enquiry.preferences.get(name, "") for name in ("therapist", "language")}
    form = StaffWishForm(request.POST or None, initial=wished)
    context: dict[str, Any] = {"form": form, "zone": enquiry.zone, "enquiry": enquiry}
    if request.method == "POST" and form.is_valid():
        try:
            entry = entries.add_enquiry(enquiry, form.wishes(enquiry.zone), by=request.user)
        except Refusal as refusal:
            context["problem"] = str(refusal)
        else:
            messages.success(request, _("They are on the list, and are told so."))
            return redirect("booking:waiting_one", pk=entry.pk)
    status = 409 if "problem" in context else 200
    return render(request, "booking/office_wishes.html", context, status=status)


@allow(Permission.ANSWER_ENQUIRIES)
@once
def add_client(request: SignedIn, pk: str) -> HttpResponse:
    """Somebody in care waits for a further time, when they asked for it by telephone."""
    client = get_object_or_404(Client.objects.visible_to(request.user).select_related("user"), pk=pk)
    audit.record("read-contact", by=request.user, person=client.pk, about=client)
    episode = EpisodeOfCare.objects.filter(client=client).newest_open()
    form, zone = StaffWishForm(request.POST or None), zones.zone_of(client)
    context: dict[str, Any] = {"form": form, "zone": zone, "client": client}
    if request.method == "POST" and form.is_valid():
        kind = offers.kind_for(client, episode.therapist) if episode else Kind.FIRST_TALK
        try:
            entry = entries.add_client(client, kind, form.wishes(zone), by=request.user)
        except Refusal as refusal:
            context["problem"] = str(refusal)
        else:
            messages.success(request, _("They are on the list."))
            return redirect("booking:waiting_one", pk=entry.pk)
    status = 409 if "problem" in context else 200
    return render(request, "booking/office_wishes.html", context, status=status)
