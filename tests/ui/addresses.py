"""A few addresses for tests of ui: it needs no other package."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from waylight.ui import views


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page", headers={"Cache-Control": "public, max-age=300"})


def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def some(package: str, **addresses: str) -> object:
    return path("", include(([path(there, page, name=name) for name, there in addresses.items()], package)))


urlpatterns = [
    path("page/", page),
    path("public/", public),
    path("broken/", broken),
    path("sign-out/", page, name="account_logout"),
    some("crisis", help_now="help-now/", leave="leave/", manifest="manifest.webmanifest"),
    some("home", me="me/", desk="desk/", clients="desk/clients/", safety="desk/safety/"),
    some("booking", mine="me/sessions/"),
    some("people", list="people/"),
    some("accounts", lock="lock/"),
]
handler400 = views.bad_request
handler403 = views.not_allowed
handler404 = views.not_found
handler500 = views.went_wrong
