"""Who to call, and who not to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from waylight.intake import papers
from waylight.intake.forms.papers import ContactForm
from waylight.intake.views.reach import own_client, own_papers
from waylight.people import contacts
from waylight.people.models import EmergencyContact
from waylight.privacy import audit
from waylight.privacy.idempotency import once

TASK = "contacts"


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def everyone(request: HttpRequest) -> HttpResponse:
    """The list; "That is everyone" completes the part."""
    client = own_client(request)
    if request.method == "POST":
        papers.finish(client, TASK, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("intake:papers")
    audit.record("read-papers", by=request.user, person=client.pk, about=client)
    rows = EmergencyContact.objects.visible_to(request.user).order_by("position", "created_at")
    return render(request, "intake/contacts.html", {"contacts": rows, "most": contacts.MOST})


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def new(request: HttpRequest) -> HttpResponse:
    client, problem = own_client(request), ""
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            contacts.add_contact(client, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("intake:contacts")
        except contacts.TooManyContacts as refusal:
            problem = str(refusal)
    return render(request, "intake/contact.html", {"form": form, "problem": problem})


@require_http_methods(["GET", "HEAD", "POST"])
@own_papers
@once
def change(request: HttpRequest, pk: str) -> HttpResponse:
    contact = _within_reach(request, pk)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(contact, name) for name in ContactForm.base_fields},
    )
    if form.is_valid():
        contacts.change_contact(contact, **form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("intake:contacts")
    audit.record("read-papers", by=request.user, person=contact.client_id, about=contact)
    return render(request, "intake/contact.html", {"form": form, "contact": contact})


@require_POST
@own_papers
@once
def remove(request: HttpRequest, pk: str) -> HttpResponse:
    contacts.remove_contact(_within_reach(request, pk), by=request.user)
    messages.success(request, _("Removed."))
    return redirect("intake:contacts")


def _within_reach(request: HttpRequest, pk: str) -> EmergencyContact:
    return get_object_or_404(EmergencyContact.objects.visible_to(request.user), pk=pk)
