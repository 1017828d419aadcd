from django.urls import path

from waylight.crisis import pages
from waylight.crisis.views import help_now, leaving, offline, ten_minutes

app_name = "crisis"

urlpatterns = [
    path("help-now/", help_now.help_now, name="help_now"),
    path("help-now/countries/", help_now.countries, name="countries"),
    path("help-now/<str:code>/", help_now.country, name="country"),
    path("leave/", leaving.leave, name="leave"),
    *(
        path(f"now/{address}", ten_minutes.page, {"name": name}, name=name)
        for name, address in pages.TEN_MINUTES.items()
    ),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
