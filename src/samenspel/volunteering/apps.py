"""Offering: what a helper can and wants."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "samenspel.volunteering"
