"""How gunicorn serves the site: two processes of four threads, the code loaded once.

Paths hold identifiers of people, so there is no access log.
"""

import gc
from typing import Any

from django.db import connections

worker_class = "gthread"
workers = 2
threads = 4
preload_app = True
timeout = 60
graceful_timeout = 5
keepalive = 5
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True  # nothing of ours talks to it


def when_ready(_server: Any) -> None:
    """Set what is loaded apart: searching it again for garbage costs every page its time."""
    gc.collect()
    gc.freeze()


def post_fork(_server: Any, _worker: Any) -> None:
    """Leave the parent's database connections to the parent: sockets must not be shared."""
    for connection in connections.all(initialized_only=True):
        connection.connection = None
        getattr(connection, "_connection_pools", {}).clear()
