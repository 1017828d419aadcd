"""Addresses of this package."""

from django.urls import path

from waylight.people.views import public, reading

app_name = "people"
urlpatterns = [
    path("people/", public.everyone, name="list"),
    path("people/<slug:slug>/", public.therapist, name="therapist"),
    path("desk/reading/", reading.waiting, name="waiting"),
    path("desk/reading/<uuid:pk>/", reading.item, name="item"),
    path("office/reading/", reading.office, name="office_reading"),
    path("office/reading/<int:number>/deputy/", reading.name_deputy, name="name_deputy"),
]
