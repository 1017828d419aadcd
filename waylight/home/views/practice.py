"""The practice's own settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.home.forms import PracticeForm
from waylight.practice.models import Practice
from waylight.practice.publish import save_settings
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_SETTINGS)
@once
def settings(request: SignedIn) -> HttpResponse:
    practice = Practice.current()
    form = PracticeForm(request.POST or None, initial=PracticeForm.of(practice))
    if form.is_valid():
        save_settings(form.onto(practice), by=request.user)
        messages.success(request, _("Saved."))
        return redirect("home:practice")
    return render(request, "home/practice.html", {"form": form})
