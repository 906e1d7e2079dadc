"""The synthetic region and one-click roles."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "samenspel.demo"
