"""Addresses of this package."""

from django.urls import path

from waylight.people import views

app_name = "people"
urlpatterns = [
    path("people/", views.everyone, name="list"),
    path("people/<slug:slug>/", views.therapist, name="therapist"),
]
