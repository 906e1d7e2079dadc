"""Addresses of circles."""


app_name = "circles"
urlpatterns: list[object] = []
