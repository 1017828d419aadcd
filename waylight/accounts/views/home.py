"""One address for all, which leads each to their own first page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from waylight.accounts.models import Role

FIRST_PAGES: dict[str, str] = {
    Role.CLIENT: "home:me",
    Role.THERAPIST: "home:desk",
    Role.MANAGER: "home:office",
}


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect("account_login")
    return redirect(FIRST_PAGES[request.user.role])
