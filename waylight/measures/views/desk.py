"""A therapist's side: ask, every so many weeks or once; enter from paper; read what a client sent, in words and numbers."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.measures import answering, catalogue, giving, showing
from waylight.measures.forms import EntryForm, GiveForm
from waylight.measures.models import Administration, Schedule, Setting
from waylight.measures.views import reach
from waylight.people.models import Client
from waylight.privacy.idempotency import once

PAGE = 20
REFUSED = (giving.AlreadyGiven, giving.AlreadyScheduled, giving.NoText, giving.NotAlone)


@allow(Permission.KEEP_RECORD)
@once
def of_client(request: HttpRequest, pk: Any) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    form = GiveForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            said = _give(client, form.cleaned_data, by=request.user)
        except REFUSED as refusal:
            problem = str(refusal)
        else:
            messages.success(request, said)
            return redirect("measures:of_client", client.pk)
    return render(request, "measures/of_client.html", _of(request, client, form) | {"problem": problem})


def _give(client: Client, wanted: dict[str, Any], *, by: Any) -> str:
    if wanted["when"] == "weeks":
        giving.schedule(client, wanted["instrument"], every_weeks=int(wanted["every_weeks"]), by=by)
        return _("Planned. The first ones wait for them now.")
    setting = Setting.TOGETHER if wanted["when"] == "together" else Setting.ALONE
    row = giving.give(client, wanted["instrument"], setting=setting, by=by)
    if row.instrument != wanted["instrument"]:
        return _("They are asked the %(title)s instead, without the question that asks for a person.") % {
            "title": row.title
        }
    return _("Asked. They see it when they sign in.")


def _of(request: HttpRequest, client: Client, form: GiveForm) -> dict[str, Any]:
    rows = Administration.objects.visible_to(request.user).filter(client=client)
    sent = rows.finished().order_by("-finished_at", "pk")
    return {
        "client": client,
        "form": form,
        "waiting": rows.open().exclude(instrument=catalogue.FEEDBACK).order_by("given_at"),
        "schedules": Schedule.objects.visible_to(request.user).running().filter(client=client),
        "from_paper": [one for one in catalogue.all() if not one.is_after_a_session],
        "page": Paginator(sent, PAGE).get_page(request.GET.get("page")),
    }


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def end_schedule(request: HttpRequest, pk: Any) -> HttpResponse:
    row = get_object_or_404(Schedule.objects.visible_to(request.user), pk=pk)
    giving.end_schedule(row, by=request.user)
    messages.success(request, _("Ended. What was sent stays."))
    return redirect("measures:of_client", row.client_id)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def withdraw(request: HttpRequest, pk: Any) -> HttpResponse:
    row = reach.given(request, pk)
    try:
        giving.put_away(row, by=request.user)
    except giving.NoLongerOpen as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("measures:of_client", row.client_id)


@require_safe
@allow(Permission.KEEP_RECORD)
def given(request: HttpRequest, pk: Any) -> HttpResponse:
    row = reach.given(request, pk)
    if row.finished_at:
        answering.read(row, by=request.user)
    return render(request, "measures/given.html", showing.of_therapist(row))


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def mark_read(request: HttpRequest, pk: Any) -> HttpResponse:
    row = reach.given(request, pk)
    if row.finished_at is None:
        raise Http404
    answering.mark_read(row, by=request.user)
    messages.success(request, _("Marked as read. They can see that you read it."))
    return redirect("measures:given", pk)


@allow(Permission.KEEP_RECORD)
@once
def enter(request: HttpRequest, pk: Any, instrument_id: str) -> HttpResponse:
    client = get_object_or_404(Client.objects.visible_to(request.user), pk=pk)
    instrument = _from_paper(instrument_id)
    form = EntryForm(instrument, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = answering.enter(client, instrument.id, form.answers, by=request.user)
        messages.success(request, _("Kept."))
        return redirect("measures:given", row.pk)
    context = {"client": client, "instrument": instrument, "form": form}
    return render(request, "measures/enter.html", context)


def _from_paper(id: str) -> catalogue.Instrument:
    try:
        found = catalogue.get(id)
    except catalogue.UnknownInstrument as unknown:
        raise Http404 from unknown
    if found.is_after_a_session:
        raise Http404
    return found
