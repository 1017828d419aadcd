"""Addresses of this package."""

from django.urls import path

from waylight.exercises.views import desk, entry, practice, writing

app_name = "exercises"
urlpatterns = [
    path("me/practice/", practice.mine, name="mine"),
    path("me/practice/begin/<slug:exercise_id>/", practice.begin, name="begin"),
    path("me/practice/suggested/<uuid:pk>/ending/", practice.drop, name="drop"),
    path("me/practice/<uuid:pk>/", entry.page, name="entry"),
    path("me/practice/<uuid:pk>/finished/", entry.finish, name="finish"),
    path("me/practice/<uuid:pk>/sharing/", entry.share, name="share"),
    path("me/practice/<uuid:pk>/sharing/end/", entry.unshare, name="unshare"),
    path("me/practice/<uuid:pk>/afterwards/", entry.helped, name="helped"),
    path("me/practice/<uuid:pk>/removal/", entry.remove, name="remove"),
    path("me/practice/<uuid:pk>/page/<slug:step_id>/", writing.step, name="step"),
    path("me/practice/<uuid:pk>/page/<slug:step_id>/draft/", writing.draft, name="draft"),
    path("desk/clients/<uuid:pk>/assignments/", desk.assign, name="assign"),
    path("desk/shared/<uuid:pk>/", desk.shared, name="shared"),
    path("desk/shared/<uuid:pk>/read/", desk.mark_read, name="mark_read"),
]
