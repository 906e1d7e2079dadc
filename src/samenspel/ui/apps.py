"""The app of the look."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, tags and static files."""

    name = "samenspel.ui"
    label = "ui"
    verbose_name = "look"
