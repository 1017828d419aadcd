"""How it goes for everybody together, for the practice."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.home import outcomes
from waylight.home.suppression import FEWEST


@require_safe
@allow(Permission.SEE_OUTCOMES)
def page(request: SignedIn) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "tables": outcomes.tables(by=request.user, today=today),
        "last_on": outcomes.counted_until(today) - timedelta(days=1),
        "fewest": FEWEST,
    }
    return render(request, "home/outcomes.html", context)
