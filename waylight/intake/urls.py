"""Addresses of this package."""

from django.urls import path

from waylight.intake.views import agreements, ask, contacts, following, papers, questions

app_name = "intake"
urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("ask/", ask.ask, name="ask"),
    path("ask/sent/<str:secret>/", following.sent, name="sent"),
    path("ask/withdraw/<str:secret>/", following.withdraw, name="withdraw"),
    path("ask/answer/<str:secret>/", following.answer, name="answer"),
    path("me/papers/", papers.tasks, name="papers"),
    path("me/papers/about/", papers.about, name="about"),
    path("me/papers/place/", papers.place, name="place"),
    path("me/papers/copy/", papers.copy, name="copy"),
    path("me/papers/people/", contacts.everyone, name="contacts"),
    path("me/papers/people/new/", contacts.new, name="new_contact"),
    path("me/papers/people/<uuid:pk>/", contacts.change, name="contact"),
    path("me/papers/people/<uuid:pk>/removal/", contacts.remove, name="remove_contact"),
    path("me/papers/agreements/", agreements.everything, name="agreements"),
    path("me/papers/agreements/<slug:purpose>/", agreements.agreement, name="agreement"),
    path("me/papers/agreements/<slug:purpose>/<int:version>/", agreements.earlier, name="earlier_agreement"),
]
