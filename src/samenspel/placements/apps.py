"""What happens after both said yes: the first meeting, how it goes, a good end."""

from django.apps import AppConfig


class PlacementsConfig(AppConfig):
    name = "samenspel.placements"
