"""One page with all that is kept about oneself: see it, take it along, be forgotten."""

from django.apps import AppConfig


class OwnDataConfig(AppConfig):
    name = "samenspel.own_data"
