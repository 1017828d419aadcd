"""Addresses of this package. The room's address is its appointment's; the call itself is a page of home."""

from django.urls import path

from waylight.video.views import door

app_name = "video"
urlpatterns = [
    path("room/<uuid:pk>/", door.page, name="door"),
]
