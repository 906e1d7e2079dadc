"""Addresses of notifications."""

from django.urls import path

from samenspel.notifications import views

app_name = "notifications"
urlpatterns = [path("brieven/", views.letters, name="letters")]
