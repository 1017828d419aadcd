"""Addresses of this package."""

from django.urls import path

from waylight.fhir.views import api, mine, office

app_name = "fhir"
urlpatterns = [
    path("fhir/metadata", api.metadata, name="metadata"),
    path("fhir/<slug:type>", api.search, name="search"),
    path("fhir/<slug:type>/<str:id>", api.read, name="read"),
    path("fhir/", api.anything_else, name="anything_else"),
    path("fhir/<path:path>", api.anything_else, name="anywhere_else"),
    path("me/settings/data/", mine.page, name="my_data"),
    path("me/settings/data/record/", mine.record, name="record"),
    path("me/settings/data/systems/<uuid:pk>/", mine.choose, name="choose"),
    path("office/systems/", office.index, name="systems"),
    path("office/systems/new/", office.add, name="add_system"),
    path("office/systems/<uuid:pk>/", office.system, name="system"),
    path("office/systems/<uuid:pk>/token/", office.make_token, name="make_token"),
    path("office/systems/<uuid:pk>/end/", office.end, name="end_system"),
]
