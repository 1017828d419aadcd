"""Every address, in the order of the layers."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("waylight.crisis.urls")),
    path("", include("waylight.practice.urls")),
    path("", include("waylight.notifications.urls")),
    path("", include("waylight.accounts.urls")),
    path("", include("waylight.people.urls")),
    path("", include("waylight.intake.urls")),
    path("", include("waylight.booking.urls")),
    path("", include("waylight.care.urls")),
    path("", include("waylight.exercises.urls")),
    path("", include("waylight.measures.urls")),
    path("", include("waylight.video.urls")),
    path("", include("waylight.video.groups.urls")),
    path("", include("waylight.home.urls")),
    path("", include("waylight.fhir.urls")),
    path("", include("waylight.operations.urls")),
    path("", include("waylight.guide.urls")),
]

if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("waylight.operations.demo.urls")))

handler400 = "waylight.ui.views.bad_request"
handler403 = "waylight.ui.views.not_allowed"
handler404 = "waylight.ui.views.not_found"
handler500 = "waylight.ui.views.went_wrong"
