"""Addresses of this package."""

from django.urls import path

from waylight.care.views import notes, take_aways

app_name = "care"
urlpatterns = [
    path("desk/notes/<uuid:pk>/", notes.page, name="note"),
    path("desk/notes/<uuid:pk>/draft/", notes.draft, name="draft"),
    path("desk/notes/<uuid:pk>/additions/", notes.additions, name="additions"),
    path("me/take-aways/", take_aways.everything, name="take_aways"),
    path("me/take-aways/<uuid:pk>/", take_aways.one, name="take_away"),
]
