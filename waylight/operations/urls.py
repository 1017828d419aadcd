"""Addresses of this package. Those of the demonstration are in `demo`, and there in demo mode alone."""

from django.urls import path

from waylight.operations import views

app_name = "operations"
urlpatterns = [path("health/", views.health, name="health")]
