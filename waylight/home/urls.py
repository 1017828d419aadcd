"""Addresses of the pages made of several parts: /me, /desk, /office."""

from django.urls import path

from waylight.home.views import (
    clients,
    desk,
    enquiries,
    me,
    meetings,
    messages,
    office,
    people,
    practice,
    registrations,
    safety,
    therapists,
)

app_name = "home"
urlpatterns = [
    path("me/", me.today, name="me"),
    path("desk/", desk.today, name="desk"),
    path("desk/clients/", clients.everyone, name="clients"),
    path("desk/clients/<uuid:pk>/", clients.page, name="client"),
    path("desk/clients/<uuid:pk>/papers/", clients.papers, name="client_papers"),
    path("desk/clients/<uuid:pk>/times/", clients.send_times, name="client_times"),
    path("desk/appointments/<uuid:pk>/", meetings.page, name="appointment"),
    path("desk/appointments/<uuid:pk>/check/", meetings.check_in, name="check_in"),
    path("desk/appointments/<uuid:pk>/calls/", meetings.call, name="call"),
    path("desk/safety/", safety.steps, name="safety"),
    path("office/", office.today, name="office"),
    path("office/enquiries/", enquiries.everyone, name="enquiries"),
    path("office/enquiries/new/", enquiries.enter, name="enter_enquiry"),
    path("office/enquiries/<uuid:pk>/", enquiries.page, name="enquiry"),
    path("office/enquiries/<uuid:pk>/offer/", enquiries.offer, name="offer"),
    path("office/enquiries/<uuid:pk>/decline/", enquiries.decline, name="decline"),
    path("office/people/<uuid:pk>/", people.page, name="person"),
    path("office/people/<uuid:pk>/invitation/", people.invite, name="invite"),
    path("office/people/<uuid:pk>/times/", people.hand_over, name="hand_over"),
    path("office/links/<uuid:pk>/revocation/", people.revoke, name="revoke_link"),
    path("office/registrations/", registrations.everyone, name="registrations"),
    path("office/registrations/<int:pk>/", registrations.page, name="registration"),
    path("office/registrations/<int:pk>/checks/", registrations.record, name="record_check"),
    path("office/checks/<int:pk>/confirmation/", registrations.confirm, name="confirm_check"),
    path("office/team/new/", therapists.add, name="add_therapist"),
    path("office/team/<int:number>/", therapists.page, name="therapist"),
    path(
        "office/team/<int:number>/registrations/", therapists.add_registration, name="add_registration"
    ),
    path("office/team/<int:number>/hours/", therapists.add_hours, name="add_hours"),
    path("office/team/<int:number>/hours/<int:pk>/removal/", therapists.close_hours, name="close_hours"),
    path("office/team/<int:number>/profile/", therapists.publish, name="publish_therapist"),
    path("office/settings/", practice.settings, name="practice"),
    path("office/messages/", messages.by_hand, name="messages"),
    path("office/messages/<uuid:pk>/done/", messages.done, name="message_done"),
]
