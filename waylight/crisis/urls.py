from django.urls import path

from waylight.crisis import views

app_name = "crisis"

urlpatterns = [
    path("help-now/", views.help_now, name="help_now"),
    path("help-now/countries/", views.countries, name="countries"),
    path("help-now/<str:code>/", views.country, name="country"),
    path("leave/", views.leave, name="leave"),
]
