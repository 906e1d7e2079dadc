"""What a person allowed: purposes, versions of the text, withdrawal."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "samenspel.consent"
