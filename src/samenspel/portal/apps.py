"""The doors: front page and a home per role."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "samenspel.portal"
