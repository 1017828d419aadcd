"""One address, for the gateway of texts."""

from django.urls import path

from waylight.notifications import views

app_name = "notifications"
urlpatterns = [path("hooks/sms/", views.sms_report, name="sms_report")]
