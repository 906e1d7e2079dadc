"""Addresses of matching."""


app_name = "matching"
urlpatterns: list[object] = []
