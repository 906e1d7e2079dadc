"""Addresses of one's own data."""

from django.urls import path

from samenspel.own_data import views

app_name = "own_data"
urlpatterns = [
    path("mijn-gegevens/", views.page, name="page"),
    path("mijn-gegevens/meenemen/", views.take_along, name="take_along"),
    path("mijn-gegevens/niet-meer-laten-zien/", views.stop_showing, name="stop_showing"),
    path("mijn-gegevens/antwoord-terug/", views.take_back, name="take_back"),
    path("mijn-gegevens/niet-meer-namens-mij/", views.end_asking, name="end_asking"),
    path("mijn-gegevens/uitsluiten/", views.shut_out, name="shut_out"),
    path("mijn-gegevens/weer-toelaten/", views.let_back, name="let_back"),
    path("mijn-gegevens/vergeten/", views.forget, name="forget"),
]
