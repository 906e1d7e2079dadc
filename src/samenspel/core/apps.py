"""The shared kernel: no room of the product is known here."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from samenspel.core import row_policies, row_security


class CoreConfig(AppConfig):
    name = "samenspel.core"

    def ready(self) -> None:
        """Let every room register its privacy entries, policies, role resolvers and handlers.

        All models exist by now; importing the module is what registers.
        """
        autodiscover_modules("privacy", "row_policies", "actor_roles", "handlers")
        connection_created.connect(row_security.listen)
        post_migrate.connect(row_policies.install_after_migrate, sender=self)
