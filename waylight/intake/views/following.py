"""What happens to what one asked: sent, taken back, answered. Each address holds a secret and shows nothing personal."""

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from waylight.intake import enquiries
from waylight.intake.models import Decline, Enquiry, ForWhom, digest_of
from waylight.notifications import notify
from waylight.notifications.models import Channel
from waylight.practice import deadlines
from waylight.privacy.idempotency import once

SAMPLE = "your-own-letters"  # stands where the message will have its secret


@login_not_required
@require_safe
def sent(request: HttpRequest, secret: str) -> HttpResponse:
    enquiry = get_object_or_404(Enquiry.objects.of_secret(secret))
    context: dict[str, Any] = {"enquiry": enquiry, "secret": secret, "address": request.build_absolute_uri()}
    if enquiry.answered_at is None:
        context |= _to_come(enquiry)
    return render(request, "intake/sent.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@once
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    enquiry = get_object_or_404(Enquiry.objects.of_secret(secret))
    problem = ""
    if request.method == "POST" and not enquiry.is_withdrawn:
        try:
            enquiries.withdraw(enquiry)
        except enquiries.AlreadyAnswered as refusal:
            problem = str(refusal)
    if enquiry.answered_at is not None and not problem:
        return redirect("intake:sent", secret=secret)
    return render(request, "intake/withdraw.html", {"secret": secret, "problem": problem})


@login_not_required
@require_safe
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    found = get_object_or_404(Decline, digest=digest_of(secret))
    return render(request, "intake/answer.html", {"answer": found})


def _to_come(enquiry: Enquiry) -> dict[str, Any]:
    """By when, and what the message will look like, word for word."""
    channel = enquiry.contact["channel"]
    link = settings.BASE_URL + reverse("booking:times", kwargs={"secret": SAMPLE})
    return {
        "promise": deadlines.in_words(enquiry.answer_due_at),
        "is_late": enquiry.answer_due_at < timezone.now(),
        "by_email": channel == Channel.EMAIL,
        "by_call": channel == Channel.CALL,
        "for_someone": enquiry.for_whom == ForWhom.SOMEONE,
        "message": notify.preview("offer", {"link": link}, channel),
        "sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
    }
