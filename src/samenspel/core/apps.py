"""The shared kernel: no room of the product is known here."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "samenspel.core"

    def ready(self) -> None:
        """Let every room register its privacy entries, role resolvers and handlers.

        All models exist by now; importing the module is what registers.
        """
        autodiscover_modules("privacy", "actor_roles", "handlers")
