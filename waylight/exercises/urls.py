"""Addresses of this package."""

from django.urls import path, register_converter

from waylight.exercises.addresses import Quiet
from waylight.exercises.views import (
    carrying,
    desk,
    diary,
    entry,
    library,
    office,
    practice,
    suggesting,
    tools,
    versions,
    writing,
)

register_converter(Quiet, "quiet")

app_name = "exercises"
urlpatterns = [
    path("me/practice/", practice.mine, name="mine"),
    path("me/practice/more/", practice.more, name="more"),
    path("me/practice/phone/", carrying.phone, name="carried_phone"),
    path("me/practice/phone/copy/", carrying.copy, name="carried_copy"),
    path("me/practice/phone/<uuid:pk>/", carrying.arrive, name="arrive"),
    path("me/practice/begin/<quiet:exercise_id>/", practice.begin, name="begin"),
    path("me/practice/suggested/<uuid:pk>/answer/", practice.answer, name="answer"),
    path("me/practice/versions/<uuid:pk>/choice/", versions.choose, name="choose_version"),
    path("me/practice/versions/<uuid:pk>/removal/", versions.let_go, name="let_go_version"),
    path("me/practice/<uuid:pk>/", entry.page, name="entry"),
    path("me/practice/<uuid:pk>/finished/", entry.finish, name="finish"),
    path("me/practice/<uuid:pk>/sharing/", entry.share, name="share"),
    path("me/practice/<uuid:pk>/sharing/end/", entry.unshare, name="unshare"),
    path("me/practice/<uuid:pk>/afterwards/", entry.helped, name="helped"),
    path("me/practice/<uuid:pk>/removal/", entry.remove, name="remove"),
    path("me/practice/<uuid:pk>/page/<slug:step_id>/", writing.step, name="step"),
    path("me/practice/<uuid:pk>/page/<slug:step_id>/draft/", writing.draft, name="draft"),
    path("me/diary/", diary.mine, name="diary"),
    path("me/diary/new/", diary.new, name="diary_new"),
    path("me/diary/<uuid:pk>/saved/", diary.saved, name="diary_saved"),
    path("me/diary/<uuid:pk>/<slug:step_id>/", diary.step, name="diary_step"),
    path("me/tools/", tools.tools, name="tools"),
    path("me/tools/list/", tools.own_list, name="own_list"),
    path("me/tools/list/<uuid:pk>/hiding/", tools.change_skill, {"act": "hide"}, name="hide_skill"),
    path("me/tools/list/<uuid:pk>/showing/", tools.change_skill, {"act": "show"}, name="show_skill"),
    path("me/tools/list/<uuid:pk>/removal/", tools.change_skill, {"act": "remove"}, name="remove_skill"),
    path("me/tools/phone/", tools.phone, name="cards_phone"),
    path("me/tools/phone/copy/", tools.phone_copy, name="cards_copy"),
    path("desk/library/", library.everything, name="library"),
    path("desk/library/<slug:exercise_id>/", library.one, name="in_library"),
    path("desk/library/<slug:exercise_id>/<slug:step_id>/", library.preview, name="preview"),
    path("desk/clients/<uuid:pk>/assignments/", suggesting.assign, name="assign"),
    path("desk/clients/<uuid:pk>/assignments/<slug:exercise_id>/", suggesting.suggest, name="suggest"),
    path("desk/assignments/<uuid:pk>/ending/", suggesting.take_back, name="take_back"),
    path("desk/enabled/<uuid:pk>/ending/", suggesting.disable, name="disable"),
    path("desk/shared/<uuid:pk>/", desk.shared, name="shared"),
    path("desk/shared/<uuid:pk>/read/", desk.mark_read, name="mark_read"),
    path("office/exercises/", office.everything, name="office"),
    path("office/exercises/new/", office.bring, name="bring"),
    path("office/exercises/<slug:exercise_id>/", office.one, name="office_one"),
    path("office/exercises/<slug:exercise_id>/withdrawal/", office.withdraw, name="withdraw"),
    path("office/exercises/<slug:exercise_id>/<int:version>/", office.file, name="file"),
]
