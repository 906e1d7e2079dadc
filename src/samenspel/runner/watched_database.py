"""The database as ``samenspel run`` looks after it: waited for, and the operator told why."""

import threading
import time

from samenspel.database.connection import answers, external
from samenspel.database.server import LocalServer
from samenspel.runner.management import write

LOOK_EVERY = 0.2  # seconds between two looks while waiting
SAY_EVERY = 15.0  # seconds after which the operator reads once more what we wait for
AN_ORDINARY_START = 2.0  # seconds of a first start about which there is nothing to tell


class StopRequestedError(Exception):
    """We were asked to stop while starting up."""


class WatchedDatabase:
    """Our own server, kept running, or the one behind DATABASE_URL, asked whether it is there.

    It never gives up. ``absences`` counts how often the database was found gone.
    """

    def __init__(self, asked: threading.Event) -> None:
        self.absences = 0
        self._asked = asked
        self._server = None if external() else LocalServer()
        self._away_since: float | None = time.monotonic()
        self._said, self._said_at = "", 0.0

    @property
    def is_there(self) -> bool:
        """Whether the database answered when last looked at."""
        return self._away_since is None

    def begin(self) -> None:
        """Make ready; raises DatabaseUnavailableError when there is no use in waiting."""
        if self._server is not None:
            self._server.begin()

    def tend(self, *, look: bool = False) -> None:
        """Bring it a step nearer, and tell the operator what changed.

        ``look`` also asks a server that is not ours, or was there a moment ago.
        """
        trouble = self._trouble(look=look)
        if trouble:
            if self._away_since is None:
                self._away_since = time.monotonic()
                self.absences += 1
            self._say(trouble)
        elif self._away_since is not None:
            away = time.monotonic() - self._away_since
            self._away_since = None
            if self._said:
                write(f"The database answers again, after {away:.0f} s.")
            self._said = ""

    def stop(self) -> None:
        """Stop the server when it is ours."""
        if self._server is not None:
            self._server.stop()

    def _trouble(self, *, look: bool) -> str:
        if self._server is not None:
            self._server.tend()
            return self._server.waits_for
        if self.is_there and not look:
            return ""
        return "" if answers() else "The database behind DATABASE_URL does not answer."

    def _say(self, trouble: str) -> None:
        moment = time.monotonic()
        away = moment - (self._away_since or moment)
        if self.absences == 0 and away < AN_ORDINARY_START:
            return
        if trouble != self._said or moment - self._said_at > SAY_EVERY:
            self._said, self._said_at = trouble, moment
            write(f"Waiting for the database, {away:.0f} s so far. {trouble}")
