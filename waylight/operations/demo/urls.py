"""Addresses of the demonstration, there in demo mode alone."""

from django.urls import path

from waylight.operations.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.door, name="door"),
    path("as/<str:who>/", views.step_in, name="step_in"),
    path("mail/", views.mail, name="mail"),
    path("bring-forward/", views.bring_forward, name="bring_forward"),
]
