from django.urls import path

from waylight.crisis.views import help_now, leaving, offline, ten_minutes

app_name = "crisis"

urlpatterns = [
    path("help-now/", help_now.help_now, name="help_now"),
    path("help-now/countries/", help_now.countries, name="countries"),
    path("help-now/<str:code>/", help_now.country, name="country"),
    path("leave/", leaving.leave, name="leave"),
    path("now/", ten_minutes.now, name="now"),
    path("now/after/", ten_minutes.hurt, name="hurt"),
    path("now/plan/", ten_minutes.kept_plan, name="kept_plan"),
    path("now/no-signal/", ten_minutes.no_signal, name="no_signal"),
    path("now/signing-out/", ten_minutes.signed_out, name="signed_out"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
