"""Addresses of volunteering."""

from django.urls import path

from samenspel.volunteering.views import helper_list, joining, own_offer

app_name = "volunteering"
urlpatterns = [
    path("meedoen/", joining.join, name="join"),
    path("meedoen/klaar/", joining.join_done, name="join_done"),
    path("mijn-aanbod/", own_offer.own_offer, name="own_offer"),
    path("mijn-aanbod/pauze/", own_offer.pause, name="pause"),
    path("mensen/", helper_list.helpers, name="helpers"),
    path("mensen/<uuid:offer_id>/", helper_list.helper, name="helper"),
]
