"""One page before a session."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from waylight.accounts.permissions import Permission, allow
from waylight.accounts.signed_in import SignedIn
from waylight.booking.models import Appointment
from waylight.home import preparing, seeing


@require_safe
@allow(Permission.KEEP_RECORD)
def page(request: SignedIn, pk: str) -> HttpResponse:
    rows = Appointment.objects.visible_to(request.user).select_related("client", "therapist")
    appointment = get_object_or_404(rows, pk=pk)
    over = seeing.span(request.GET.get("period", ""))
    context = {
        "appointment": appointment,
        "client": appointment.client,
        "period": over.period,
        "found": preparing.before(appointment, over, by=request.user),
    }
    return render(request, "home/prepare.html", context)
