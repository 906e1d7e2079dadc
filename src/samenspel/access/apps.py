"""Who may: the one matrix, decide(), scopes, the read log."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "samenspel.access"
