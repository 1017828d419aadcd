"""Addresses of this package. The room's address is its appointment's; the call itself is a page of home."""

from django.urls import path

from waylight.video.views import door, dropped, ending, guest_door, guests, letting_in, ready, waiting

app_name = "video"
urlpatterns = [
    path("room/<uuid:pk>/", door.page, name="door"),
    path("room/<uuid:pk>/ready/<slug:step>/", ready.page, name="ready"),
    path("room/<uuid:pk>/waiting/", waiting.page, name="waiting"),
    path("room/<uuid:pk>/waiting/sign/", waiting.sign, name="sign"),
    path("room/<uuid:pk>/waiting/leave/", waiting.leave, name="leave_waiting"),
    path("room/<uuid:pk>/who/", letting_in.line, name="who_waits"),
    path("room/<uuid:pk>/who/all/", letting_in.panel, name="letting_in"),
    path("room/<uuid:pk>/who/admission/", letting_in.admit, name="admit"),
    path("room/<uuid:pk>/who/later/", letting_in.later, name="later"),
    path("room/<uuid:pk>/who/asked/", letting_in.asked, name="asked"),
    path("room/<uuid:pk>/guests/", guests.page, name="guests"),
    path("room/<uuid:pk>/guests/beside/", guests.beside, name="guests_beside"),
    path("room/<uuid:pk>/guests/<uuid:guest>/agreement/", guests.agree, name="agree"),
    path("room/<uuid:pk>/guests/<uuid:guest>/removal/", guests.remove, name="remove_guest"),
    path("room/<uuid:pk>/dropped/", dropped.page, name="dropped"),
    path("room/<uuid:pk>/dropped/step/", dropped.line_step, name="line_step"),
    path("room/<uuid:pk>/dropped/decision/", dropped.decide, name="decide"),
    path("room/<uuid:pk>/dropped/reply/", dropped.reply, name="reply"),
    path("room/<uuid:pk>/landing/", ending.land, name="landing"),
    path("room/<uuid:pk>/end/", ending.end, name="end"),
    path("room/<uuid:pk>/after/", ending.after, name="after"),
    path("room/left/", guest_door.after, name="guest_after"),
    path("room/with/<str:secret>/", guest_door.door, name="guest_door"),
    path("room/with/<str:secret>/call/", guest_door.call, name="guest_call"),
]
