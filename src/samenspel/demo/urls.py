"""Addresses of demo."""

from django.urls import path

app_name = "demo"
urlpatterns: list[object] = []
