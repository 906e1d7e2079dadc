"""Who is around whom: circles, seats, agreements."""

from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "samenspel.circles"
