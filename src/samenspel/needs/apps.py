"""Asking: help questions and drafts."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "samenspel.needs"
