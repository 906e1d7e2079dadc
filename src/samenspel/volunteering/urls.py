"""Addresses of volunteering."""

from django.urls import path

from samenspel.volunteering.views import helpers, joining, own

app_name = "volunteering"
urlpatterns = [
    path("meedoen/", joining.join, name="join"),
    path("meedoen/klaar/", joining.join_done, name="join_done"),
    path("mijn-aanbod/", own.own_offer, name="own_offer"),
    path("mijn-aanbod/pauze/", own.pause, name="pause"),
    path("mensen/", helpers.helpers, name="helpers"),
    path("mensen/<uuid:offer_id>/", helpers.helper, name="helper"),
]
