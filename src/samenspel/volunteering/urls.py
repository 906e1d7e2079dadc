"""Addresses of volunteering."""


app_name = "volunteering"
urlpatterns: list[object] = []
