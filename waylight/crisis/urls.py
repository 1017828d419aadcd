from django.urls import path

from waylight.crisis import offline, ten_minutes, views

app_name = "crisis"

urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
    path("help-now/countries/", views.countries, name="countries"),
    path("help-now/<str:code>/", views.country, name="country"),
    path("leave/", views.leave, name="leave"),
    path("now/", ten_minutes.now, name="now"),
    path("now/after/", ten_minutes.hurt, name="hurt"),
    path("now/plan/", ten_minutes.kept_plan, name="kept_plan"),
    path("now/no-signal/", ten_minutes.no_signal, name="no_signal"),
    path("now/signing-out/", ten_minutes.signed_out, name="signed_out"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
]
