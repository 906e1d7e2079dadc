"""How a process reaches the database: DATABASE_URL when set, else our own server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from samenspel.database.cluster import local_parameters
from samenspel.database.roles import DATABASE, Role
from samenspel.database.server import LocalServer
from samenspel.database.state_folder import state_folder


def external() -> bool:
    """Return whether DATABASE_URL points at a server we do not run."""
    return bool(os.environ.get("DATABASE_URL"))


def connection_parameters(role: Role) -> dict[str, str]:
    """Return libpq parameters for ``role``.

    With DATABASE_URL: ``DATABASE_URL_OWNER``, ``DATABASE_URL_WEB`` or ``DATABASE_URL_WORKER``
    when given (each with its own login; needed behind a transaction pooler), else DATABASE_URL,
    taking on the role at the start of each session. Without it: our own server, whether or not
    it is running yet.
    """
    if not external():
        return local_parameters(state_folder(), dbname=DATABASE, user=role.user)
    own = os.environ.get(f"DATABASE_URL_{role.name}")
    if own:
        return _parameters(own)
    parameters = _parameters(os.environ["DATABASE_URL"])
    options = parameters.get("options", "")
    return parameters | {"options": f"{options} -c role={role.user}".strip()}


def administrator_conninfo() -> str:
    """Return the connection string to prepare with: DATABASE_URL itself, or our superuser."""
    if external():
        return make_conninfo(os.environ["DATABASE_URL"])
    return LocalServer().conninfo()


def answers() -> bool:
    """Return whether the database accepts connections now, wherever it is."""
    return pq.PGconn.ping(administrator_conninfo().encode()) == pq.Ping.OK


@contextmanager
def running_database() -> Iterator[LocalServer | None]:
    """Keep the database up for the duration: start our own server or join it.

    Yields None with DATABASE_URL, where there is nothing to start. Raises
    DatabaseUnavailableError when the server cannot start.
    """
    if external():
        yield None
        return
    with LocalServer() as server:
        yield server


def _parameters(url: str) -> dict[str, str]:
    return {
        name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None
    }
