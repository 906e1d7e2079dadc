"""Addresses of access."""

from django.urls import path

from samenspel.access import views

app_name = "access"
urlpatterns = [path("wie-keek/", views.who_looked, name="who_looked")]
