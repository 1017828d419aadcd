"""Addresses of groups. The room itself stands beside the rooms of appointments, under the session's id."""

from django.urls import path

from waylight.video.groups.views import desk, me, office, room

app_name = "groups"
urlpatterns = [
    path("office/groups/", office.everything, name="office"),
    path("office/groups/new/", office.new, name="new"),
    path("office/groups/<uuid:pk>/", office.page, name="office_one"),
    path("office/groups/<uuid:pk>/ending/", office.end, name="end"),
    path("desk/groups/", desk.mine, name="desk"),
    path("desk/groups/<uuid:pk>/", desk.page, name="desk_one"),
    path("desk/groups/<uuid:pk>/members/", desk.invite, name="invite"),
    path("desk/groups/members/<uuid:pk>/ending/", desk.take_back, name="take_back"),
    path("me/groups/", me.mine, name="mine"),
    path("me/groups/<uuid:pk>/", me.page, name="mine_one"),
    path("me/groups/<uuid:pk>/agreement/", me.agree, name="agree"),
    path("me/groups/<uuid:pk>/leaving/", me.leave, name="leave"),
    path("groups/<uuid:pk>/room/", room.page, name="room"),
    path("groups/<uuid:pk>/pass/", room.give_pass, name="pass"),
    path("groups/<uuid:pk>/names/", room.names, name="names"),
    path("groups/<uuid:pk>/seats/<uuid:seat>/voice/", room.mute, name="mute"),
    path("groups/<uuid:pk>/seats/<uuid:seat>/removal/", room.remove, name="remove"),
    path("groups/<uuid:pk>/ending/", room.end, name="end_session"),
]
