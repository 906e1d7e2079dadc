"""Addresses of circles."""

from django.urls import path

from samenspel.circles import views, views_agreements

app_name = "circles"
urlpatterns = [
    path("kringen/veranderen/", views.change_own, name="change_own"),
    path("kringen/<uuid:circle_id>/veranderen/", views.change, name="change"),
    path("kringen/<uuid:circle_id>/wie-regelt/", views.holders, name="holders"),
    path("kringen/<uuid:circle_id>/uitnodigen/", views.invite, name="invite"),
    path("kringen/<uuid:circle_id>/uit-de-kring/", views.leave, name="leave"),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/", views.consent, name="consent"
    ),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/niets-meer/",
        views.withdraw,
        name="withdraw",
    ),
    path(
        "kringen/<uuid:circle_id>/veranderen/<uuid:person_id>/weg/",
        views.remove,
        name="remove",
    ),
    path(
        "kringen/<uuid:circle_id>/afspraken/<uuid:person_id>/",
        views_agreements.agreement,
        name="agreement",
    ),
    path(
        "kringen/<uuid:circle_id>/aantekening/<slug:category>/",
        views_agreements.note,
        name="note",
    ),
    path("kringen/afspraken/<uuid:agreement_id>/akkoord/", views_agreements.sign, name="sign"),
    path(
        "uitnodiging/<uuid:membership_id>/",
        views_agreements.seat_invitation,
        name="seat_invitation",
    ),
]
