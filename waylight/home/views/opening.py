"""Before you open: the list, what somebody answers for, the test of mail, and the act itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.home import mail_test, opening
from waylight.home.forms import CodeForm, StatementForm
from waylight.practice import opening as practice_opening
from waylight.practice.models import Practice, Subject
from waylight.privacy.idempotency import once


@allow(Permission.KEEP_SETTINGS)
def page(request: SignedIn) -> HttpResponse:
    return _show(request)


@allow(Permission.KEEP_SETTINGS)
@once
def state(request: SignedIn, subject: str) -> HttpResponse:
    if subject not in opening.BY_HAND:
        raise Http404
    form = StatementForm(request.POST or None, initial={"done_on": timezone.localdate()})
    problem = ""
    if form.is_valid():
        try:
            practice_opening.state(subject, by=request.user, **form.cleaned_data)
            messages.success(request, _("Kept, with your name."))
            return redirect("home:opening")
        except practice_opening.CannotState as refusal:
            problem = str(refusal)
    context = {
        "title": opening.TITLES[Subject(subject)],
        "subject": subject,
        "form": form,
        "problem": problem,
    }
    return render(request, "home/opening_statement.html", context)


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def send_mail_test(request: SignedIn) -> HttpResponse:
    mail_test.send(request.user, request.session, now=timezone.now())
    messages.success(request, _("A message is on its way to you. Its code can be typed in for 30 minutes."))
    return redirect("home:opening")


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def take_mail_test(request: SignedIn) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, code_form=form, form=form)
    try:
        mail_test.take(form.cleaned_data["code"], request.user, request.session, now=timezone.now())
    except (mail_test.NoCode, mail_test.WrongCode) as refusal:
        form.add_error("code", str(refusal))
        return _show(request, code_form=form, form=form)
    messages.success(request, _("Mail goes out and comes in."))
    return redirect("home:opening")


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def open_practice(request: SignedIn) -> HttpResponse:
    try:
        opening.open_practice(by=request.user, on=timezone.localdate())
    except opening.NotReady as refusal:
        return _show(request, problem=str(refusal))
    messages.success(request, _("The practice is open. People can ask for a first talk."))
    return redirect("home:opening")


@require_POST
@allow(Permission.KEEP_SETTINGS)
@once
def go_back(request: SignedIn) -> HttpResponse:
    practice_opening.go_back_to_preparing(by=request.user)
    messages.success(request, _("The practice takes no enquiries now. What runs with clients goes on."))
    return redirect("home:opening")


def _show(request: SignedIn, **extra: Any) -> HttpResponse:
    lines = opening.lines(timezone.localdate())
    context = {
        "lines": lines,
        "left": [line for line in lines if line.is_needed and not line.is_done],
        "opened_on": Practice.current().opened_on,
        "code_form": CodeForm(),
        "is_code_out": mail_test.is_waiting(request.session, timezone.now()),
    } | extra
    return render(request, "home/opening.html", context)
