"""Who fits whom: rounds, proposals, both yeses."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "samenspel.matching"
