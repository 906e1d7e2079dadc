"""Addresses of circles."""

from django.urls import path

from samenspel.circles.views import agreements, edit_circle

app_name = "circles"
urlpatterns = [
    path("kringen/veranderen/", edit_circle.change_own, name="change_own"),
    path("kringen/<uuid:circle_id>/veranderen/", edit_circle.change, name="change"),
    path("kringen/<uuid:circle_id>/wie-regelt/", edit_circle.holders, name="holders"),
    path("kringen/<uuid:circle_id>/uitnodigen/", edit_circle.invite, name="invite"),
    path("kringen/<uuid:circle_id>/uit-de-kring/", edit_circle.leave, name="leave"),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/",
        edit_circle.consent,
        name="consent",
    ),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/niets-meer/",
        edit_circle.withdraw,
        name="withdraw",
    ),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/weg/",
        edit_circle.remove,
        name="remove",
    ),
    path(
        "kringen/<uuid:circle_id>/afspraken/<uuid:person_id>/",
        agreements.agreement,
        name="agreement",
    ),
    path(
        "kringen/<uuid:circle_id>/aantekening/<slug:category>/",
        agreements.note,
        name="note",
    ),
    path("kringen/afspraken/<uuid:agreement_id>/akkoord/", agreements.sign, name="sign"),
    path(
        "uitnodiging/<uuid:membership_id>/",
        agreements.seat_invitation,
        name="seat_invitation",
    ),
]
