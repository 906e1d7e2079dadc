"""Addresses of placements."""

from django.urls import path

from samenspel.placements import views

app_name = "placements"
urlpatterns = [
    path("koppelen/afspraak/<uuid:placement_id>/", views.follow_up, name="follow_up"),
    path("koppelen/afspraak/<uuid:placement_id>/contact/", views.contacted, name="contacted"),
    path("koppelen/afspraak/<uuid:placement_id>/loopt-goed/", views.lasting, name="lasting"),
    path("koppelen/afspraak/<uuid:placement_id>/einde/", views.end, name="end"),
]
