"""Offering: what a helper can and wants to do."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    name = "samenspel.volunteering"
