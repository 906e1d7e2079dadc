"""Organisations, teams, municipalities, employment."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "samenspel.organisations"
