"""The doors: front page and a home per role."""

from django.apps import AppConfig
from django.utils.module_loading import import_string

from samenspel.core.page_rendering import before_render


class PortalConfig(AppConfig):
    name = "samenspel.portal"

    def ready(self) -> None:
        """Let every page be rendered with its shell."""
        before_render(import_string("samenspel.portal.shell.prepare"))
