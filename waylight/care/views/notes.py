"""A therapist's page for the note of one session: write, preview, sign and close, add."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.booking import refusals
from waylight.booking.models import Appointment
from waylight.care import closing, notes
from waylight.care.forms.notes import AdditionForm, JottingForm, NoteForm
from waylight.care.models import Ending, SessionNote
from waylight.notifications import notify
from waylight.privacy.idempotency import once, repeatable

CANNOT_WRITE = (notes.NotItsTherapist, notes.NotBegunYet, notes.WasCancelled)
CANNOT_CLOSE = (
    closing.TakeAwayMissing,
    closing.TakeAwayTooLong,
    closing.ReasonMissing,
    closing.NotAFirstTalk,
    closing.WordsElsewhere,
    refusals.Refused,
)


@allow(Permission.KEEP_RECORD)
@repeatable  # what was typed is kept even when closing is refused; a note is saved, and a session closed, once
def page(request: HttpRequest, pk: Any) -> HttpResponse:
    appointment = _within_reach(request, pk)
    try:
        note = notes.open_note(appointment, by=request.user)
    except CANNOT_WRITE as refusal:
        return render(request, "care/not_open.html", {"appointment": appointment, "why": str(refusal)})
    if request.method == "POST":
        return _write(request, note)
    return _signed(request, note) if note.is_signed else _writing(request, note, NoteForm.of(note))


@require_POST
@allow(Permission.KEEP_RECORD)
@repeatable
def draft(request: HttpRequest, pk: Any) -> HttpResponse:
    """Saves as one types: 204 when it is kept, else a sentence why not."""
    appointment = _within_reach(request, pk)
    form = NoteForm(request.POST, kind=appointment.kind, is_draft=True)
    if not form.is_valid():
        return HttpResponse(_("Something is too long to save."), status=422, content_type="text/plain")
    try:
        note = notes.open_note(appointment, by=request.user)
        notes.save_draft(note, form.parts, by=request.user, **form.seen)
    except (*CANNOT_WRITE, notes.AlreadySigned) as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@allow(Permission.KEEP_RECORD)
@repeatable
def jotting(request: HttpRequest, pk: Any) -> HttpResponse:
    """Saves the jot pad of the room as one types: 204 when it is kept, else a sentence why not."""
    appointment = _within_reach(request, pk)
    form = JottingForm(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Something is too long to save."), status=422, content_type="text/plain")
    try:
        note = notes.open_note(appointment, by=request.user)
        notes.jot(note, form.cleaned_data["jotted"], by=request.user, **form.seen)
    except (*CANNOT_WRITE, notes.AlreadySigned) as refusal:
        return HttpResponse(str(refusal), status=409, content_type="text/plain")
    return HttpResponse(status=204)


@require_POST
@allow(Permission.KEEP_RECORD)
@once
def additions(request: HttpRequest, pk: Any) -> HttpResponse:
    note = get_object_or_404(_notes_of(request).exclude(signature=None), appointment_id=pk)
    form = AdditionForm(request.POST)
    if not form.is_valid():
        return _signed(request, notes.open_note(note.appointment, by=request.user), form=form)
    notes.add(note, form.cleaned_data["words"], by=request.user)
    messages.success(request, _("Added."))
    return redirect("care:note", pk)


def _write(request: HttpRequest, note: SessionNote) -> HttpResponse:
    form = NoteForm(request.POST, kind=note.appointment.kind, is_draft=True)
    if not form.is_valid():
        return _writing(request, note, form)
    try:
        note = notes.save_draft(note, form.parts, by=request.user, **form.seen)
    except notes.AlreadySigned as refusal:
        return _too_late(request, note, form, str(refusal))
    if str(form.seen["window"]) in note.aside:
        messages.info(request, _("This note was open in two windows. Both are kept."))
        return redirect("care:note", note.appointment_id)
    acts = {"preview": _preview, "together": _together, "close": _close}
    return acts.get(request.POST.get("act", ""), _later)(request, note)


def _later(request: HttpRequest, note: SessionNote) -> HttpResponse:
    messages.success(request, _("Saved. You can finish the note later."))
    return redirect("home:desk")


def _preview(request: HttpRequest, note: SessionNote) -> HttpResponse:
    return redirect(f"{reverse('care:note', args=[note.appointment_id])}?preview=1#preview")


def _together(request: HttpRequest, note: SessionNote) -> HttpResponse:
    notes.put_together(note, by=request.user)
    messages.success(request, _("Both are in the note now."))
    return redirect("care:note", note.appointment_id)


def _close(request: HttpRequest, note: SessionNote) -> HttpResponse:
    form = NoteForm(request.POST, kind=note.appointment.kind)
    if not form.is_valid():
        return _writing(request, note, form)
    words = {name: form.parts[name] or "" for name in ("take_away", "reason", "done_instead")}
    try:
        closing.close_session(note.appointment, by=request.user, ending=form.parts["ending"], **words)
    except closing.AlreadyClosed:
        return redirect("care:note", note.appointment_id)
    except CANNOT_CLOSE as refusal:
        return _writing(request, note, form, problem=str(refusal))
    messages.success(request, _("Signed and closed."))
    nobody_came = form.parts["ending"] == Ending.NOBODY_CAME
    return redirect("booking:missed" if nobody_came else "care:note", note.appointment_id)


def _too_late(request: HttpRequest, note: SessionNote, form: NoteForm, problem: str) -> HttpResponse:
    """The note was signed meanwhile. Words that are not in it stand in the box for adding."""
    unkept = [form.parts[name] for name in notes.WORDS if form.parts[name] not in (note.parts.get(name), "")]
    if not unkept:
        return redirect("care:note", note.appointment_id)
    return _signed(request, note, form=AdditionForm(initial={"words": "\n\n".join(unkept)}), problem=problem)


def _writing(request: HttpRequest, note: SessionNote, form: NoteForm, problem: str = "") -> HttpResponse:
    take_away = str(form["take_away"].value() or "")
    context = {
        "form": form,
        "problem": problem,
        "note": note,
        "appointment": note.appointment,
        "elsewhere": [_only_there(note, parts) for parts in note.aside.values()],
        "is_previewed": "preview" in request.GET,
        "take_away": take_away,
        "length": len(take_away),
        "longest": closing.LONGEST,
        "message": notify.preview("take-away-ready", closing.message_words()),
        "needs_reason": form["ending"].value() not in (None, "", Ending.TOOK_PLACE),
    }
    return render(request, "care/note.html", context)


def _only_there(note: SessionNote, parts: dict[str, Any]) -> list[tuple[str, str]]:
    """Label and words of what another window wrote and the note does not hold."""
    labels = {name: str(field.label) for name, field in NoteForm.base_fields.items()}
    there = ((name, parts.get(name) or "") for name in notes.WORDS)
    return [(labels[name], words) for name, words in there if words not in (note.parts.get(name) or "")]


def _signed(
    request: HttpRequest, note: SessionNote, form: AdditionForm | None = None, problem: str = ""
) -> HttpResponse:
    context = {
        "note": note,
        "appointment": note.appointment,
        "closing": note.appointment.closing,
        "is_as_signed": notes.is_as_signed(note),
        "additions": note.addenda.select_related("added_by", "note").order_by("added_at"),
        "form": form or AdditionForm(),
        "problem": problem,
    }
    return render(request, "care/signed.html", context)


def _within_reach(request: HttpRequest, pk: Any) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).select_related("client", "therapist")
    return get_object_or_404(rows, pk=pk)


def _notes_of(request: HttpRequest) -> Any:
    return SessionNote.objects.visible_to(request.user).select_related(
        "appointment__therapist", "appointment__client", "signature"
    )
