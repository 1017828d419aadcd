"""The addresses of these tests: those of accounts and crisis, and a few pages as the packages above would write them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from waylight.accounts.second_factor import needs_second_factor

received: list[dict[str, str]] = []


def times(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"times in {timezone.get_current_timezone_name()}")


@needs_second_factor
def record(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        received.append(request.POST.dict())
    return HttpResponse("what only she may read")


def of_staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a list of clients")


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


HOME = [
    path("me/", times, name="me"),
    path("me/record/", record, name="record"),
    path("desk/", of_staff, name="desk"),
    path("office/", of_staff, name="office"),
    path("public/", public, name="public"),
]
urlpatterns = [
    path("", include("waylight.crisis.urls")),
    path("", include("waylight.accounts.urls")),
    path("", include((HOME, "home"))),
]
