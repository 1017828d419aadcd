"""Addresses of this package. Those under times/ are open to whoever holds the secret."""

from django.urls import path

from waylight.booking.views import by_link, hours, missed, sessions

app_name = "booking"
urlpatterns = [
    path("times/<str:secret>/", by_link.times, name="times"),
    path("times/<str:secret>/other/", by_link.other_times, name="other_times"),
    path("times/<str:secret>/check/", by_link.check, name="check"),
    path("times/<str:secret>/appointment/", by_link.choose, name="choose"),
    path("times/<str:secret>/cancellation/", by_link.cancellation, name="cancel_by_link"),
    path("times/<str:secret>/appointment.ics", by_link.calendar_file, name="calendar_by_link"),
    path("desk/hours/", hours.page, name="hours"),
    path("desk/hours/<slug:key>/", hours.part, name="hours_part"),
    path("desk/hours/<slug:key>/<int:pk>/", hours.row, name="hours_row"),
    path("desk/hours/<slug:key>/<int:pk>/removal/", hours.removal, name="hours_removal"),
    path("me/sessions/", sessions.mine, name="mine"),
    path("me/sessions/new/", sessions.new, name="new"),
    path("me/sessions/new/check/", sessions.new_check, name="new_check"),
    path("me/sessions/new/appointment/", sessions.new_choose, name="new_choose"),
    path("me/sessions/<uuid:pk>/", sessions.appointment, name="appointment"),
    path("me/sessions/<uuid:pk>/topic/", sessions.topic, name="topic"),
    path("me/sessions/<uuid:pk>/move/", sessions.move, name="move"),
    path("me/sessions/<uuid:pk>/move/check/", sessions.move_check, name="move_check"),
    path("me/sessions/<uuid:pk>/move/appointment/", sessions.move_choose, name="move_choose"),
    path("me/sessions/<uuid:pk>/cancellation/", sessions.cancellation, name="cancel"),
    path("me/sessions/<uuid:pk>/appointment.ics", sessions.calendar_file, name="calendar"),
    path("desk/appointments/<uuid:pk>/route/", missed.page, name="missed"),
    path("desk/appointments/<uuid:pk>/route/steps/", missed.step, name="missed_step"),
    path("desk/appointments/<uuid:pk>/route/message/", missed.message, name="missed_message"),
]
