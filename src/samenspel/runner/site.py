"""``samenspel run``: database, tables, demo, web server and worker, until told to stop."""

import argparse
import errno
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping

from samenspel.database.errors import DatabaseUnavailableError
from samenspel.database.roles import Role
from samenspel.database.state_folder import state_folder
from samenspel.runner.children import Child
from samenspel.runner.management import SETTINGS, write
from samenspel.runner.watched_database import StopRequestedError, WatchedDatabase

LOOK_EVERY = 0.2  # seconds between looks at the children
BACK_SOON_AFTER = 2.0  # seconds without a database after which a page says so
STOP_PATIENCE = 15.0


def run(parsed: argparse.Namespace) -> int:
    """Run the site until SIGINT or SIGTERM; return the exit status."""
    obstacle = _port_obstacle(parsed.host, parsed.port)
    if obstacle:
        sys.stderr.write(f"{obstacle}\n")
        return 1
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: asked.set())
    site = Site(parsed.host, parsed.port, demo=parsed.demo, asked=asked)
    database = WatchedDatabase(asked)
    try:
        database.begin()
        site.wait_for(database)
        site.prepare(database)
        site.serve(database)
    except StopRequestedError:
        pass
    except (PreparationError, DatabaseUnavailableError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        database.stop()
    write("Stopped.")
    return 0


class PreparationError(Exception):
    """A step before serving failed; its own output, above the message, says why."""


class Site:
    """The processes of one installation and the order in which they start and stop."""

    def __init__(self, host: str, port: int, *, demo: bool, asked: threading.Event) -> None:
        self._host, self._port, self._asked = host, port, asked
        self._environment = dict(os.environ)
        self._environment.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        self._real = self._environment["DJANGO_SETTINGS_MODULE"].endswith(".production")
        self._demo = demo and not self._real  # never synthetic people among real ones
        self._environment["SAMENSPEL_STATE"] = str(state_folder())
        self._environment["SAMENSPEL_DEMO"] = "1" if self._demo else "0"
        self._environment.setdefault("SAMENSPEL_URL", f"http://localhost:{port}")
        bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        gunicorn = ["-m", "gunicorn", "--config", "python:samenspel.runner.gunicorn_settings"]
        gunicorn += ["--bind", bind]
        web = self._as_role(Role.WEB)
        self._back_soon = Child(
            "back soon", [*gunicorn, "samenspel.runner.back_soon:application()"], web
        )
        self._children = [
            Child("web", [*gunicorn, "samenspel.wsgi"], web),
            # Without us the database goes too, and an orderly worker would wait for it. A job
            # that was under way runs again: jobs allow for being run twice.
            Child(
                "worker",
                ["-m", "samenspel", "worker"],
                self._as_role(Role.WORKER),
                at_parent_death=signal.SIGKILL,
            ),
        ]

    def wait_for(self, database: WatchedDatabase) -> None:
        """Wait until the database answers; visitors read "back soon" when it takes a while.

        Raises StopRequestedError when asked to stop.
        """
        began, serving = time.monotonic(), False
        try:
            while not database.is_there:
                database.tend(look=True)
                if serving:
                    self._back_soon.tend()
                elif time.monotonic() - began > BACK_SOON_AFTER:
                    self._back_soon.start()
                    serving = True
                if self._asked.wait(LOOK_EVERY):
                    raise StopRequestedError
        finally:
            self._back_soon.stop(STOP_PATIENCE)

    def prepare(self, database: WatchedDatabase) -> None:
        """Bring tables, static files and demo people up to date.

        Raises PreparationError when a step fails, StopRequestedError when asked to stop.
        """
        write("Bringing the database up to date ...")
        engine = Child("engine", ["-m", "samenspel_engine.warm"], self._environment)
        if self._demo:
            engine.start()  # compiles on another core what the first round needs
        self._step(database, Role.OWNER, "migrate", "--verbosity=0")
        if self._real:
            self._step(
                database, Role.WEB, "manage", "collectstatic", "--noinput", "--verbosity=0"
            )
        if self._demo:
            self._wait(database, engine)
            self._step(database, Role.WORKER, "demo", "--if-empty")

    def serve(self, database: WatchedDatabase) -> None:
        """Serve until asked to stop, starting again whatever falls over."""
        for child in self._children:
            child.start()
        announced = False
        try:
            while not self._asked.wait(LOOK_EVERY):
                self._tend(database)
                if not announced and self._page_answers():
                    announced = True
                    write(
                        f"samenspel is ready: http://{self._host}:{self._port}  (stop: Ctrl-C)"
                    )
        finally:
            for child in self._children:
                child.ask_to_stop()
            for child in self._children:
                child.stop(STOP_PATIENCE)

    def _tend(self, database: WatchedDatabase) -> None:
        database.tend()
        for child in self._children:
            status = child.tend()
            if status is not None:
                write(f"The {child.name} process stopped ({status}); starting it again.")

    def _step(self, database: WatchedDatabase, role: Role, *words: str) -> None:
        step = Child(words[0], ["-m", "samenspel", *words], self._as_role(role))
        failures = 0
        while True:
            absences = database.absences
            step.start()
            status = self._wait(database, step)
            if status == 0:
                return
            database.tend(look=True)
            # One more try: a server that lost one of its processes is back before anyone looks.
            failures += database.absences == absences
            if failures > 1:
                raise PreparationError(f"`samenspel {' '.join(words)}` failed ({status}).")
            self.wait_for(database)

    def _wait(self, database: WatchedDatabase, child: Child) -> int:
        """Wait until a child has ended, or stop it when we are asked to stop."""
        while (status := child.tend()) is None:
            database.tend()
            if self._asked.wait(0.05):
                child.stop(STOP_PATIENCE)
                raise StopRequestedError
        return status

    def _as_role(self, role: Role) -> Mapping[str, str]:
        return self._environment | {"SAMENSPEL_DB_ROLE": role.value}

    def _page_answers(self) -> bool:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self._port}"})
            return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _port_obstacle(host: str, port: int) -> str | None:
    """Why we cannot listen there, in plain words, or None."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is in use. Choose another: --port {port + 1}."
            return f"Cannot listen on {host}:{port}: {error.strerror}."
    return None
