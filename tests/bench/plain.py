"""The baseline of start-up: as little Django as answers a page over ASGI."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="of nothing")


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<!doctype html><title>Plain</title><h1>Plain</h1>")


urlpatterns = [path("help-now/", page)]
application = get_asgi_application()
