"""Addresses of the demo; 404 outside it."""

from django.urls import path

from samenspel.demo import views

app_name = "demo"
urlpatterns = [
    path("proef/", views.roles, name="roles"),
    path("proef/<slug:key>/", views.enter, name="enter"),
]
