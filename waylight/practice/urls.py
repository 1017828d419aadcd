from django.urls import path

from waylight.practice import views

app_name = "practice"

urlpatterns = [
    path("help-now/<str:code>/not-working/", views.not_working, name="not_working"),
]
