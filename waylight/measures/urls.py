"""Addresses of this package. They say "questions": an address gives nothing away."""

from django.urls import path

from waylight.measures.views import asking, desk, mine, office

app_name = "measures"
urlpatterns = [
    path("me/questions/", mine.mine, name="mine"),
    path("me/questions/after/<uuid:appointment>/", mine.begin_feedback, name="feedback"),
    path("me/questions/<uuid:pk>/", mine.page, name="page"),
    path("me/questions/<uuid:pk>/sending/", mine.send, name="send"),
    path("me/questions/<uuid:pk>/ending/", mine.put_away, name="put_away"),
    path("me/questions/<uuid:pk>/pause/", asking.support, name="support"),
    path("me/questions/<uuid:pk>/pause/contact/", asking.ask_for_contact, name="contact"),
    path("me/questions/<uuid:pk>/ask/<slug:question_id>/", asking.question, name="question"),
    path("desk/clients/<uuid:pk>/questions/", desk.of_client, name="of_client"),
    path("desk/clients/<uuid:pk>/questions/<slug:instrument_id>/", desk.enter, name="enter"),
    path("desk/questions/<uuid:pk>/", desk.given, name="given"),
    path("desk/questions/<uuid:pk>/read/", desk.mark_read, name="mark_read"),
    path("desk/questions/<uuid:pk>/ending/", desk.withdraw, name="withdraw"),
    path("desk/questions/planned/<uuid:pk>/ending/", desk.end_schedule, name="end_schedule"),
    path("office/feedback/", office.feedback, name="office_feedback"),
    path("office/feedback/<uuid:pk>/", office.one_feedback, name="one_feedback"),
    path("office/feedback/<uuid:pk>/read/", office.mark_read, name="mark_feedback_read"),
    path("office/questions/", office.instruments, name="instruments"),
]
