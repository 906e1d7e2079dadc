"""Addresses of the doors."""

from django.urls import path

from samenspel.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.front, name="front"),
    path("mijn/", views.home, name="home"),
    path("werklijst/", views.coordinators_work, name="work_list"),
    path("mijn/eenvoudig/", views.simple, name="simple"),
    path("mijn/eenvoudig/niet-goed/", views.unwell, name="unwell"),
    path("kringen/", views.circles, name="circles"),
    path("kringen/<uuid:circle_id>/", views.circle, name="circle"),
    path("zo-werkt-het/", views.how, name="how"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
]
