"""How often one visitor may do something, counted for all processes together."""

from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "samenspel.limits"
