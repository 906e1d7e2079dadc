"""A child process that is started again when it stops by itself."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

from samenspel.database.child_processes import spawn, stop

SHORT_LIFE = 10.0  # seconds; a child that ends sooner is started again more slowly each time
LONGEST_PAUSE = 30.0


class Child:
    """One part of the installation, kept running by calling tend() every now and then.

    ``at_parent_death`` is what the kernel sends it when this process is gone.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        at_parent_death: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self._command = [sys.executable, *command]
        self._environment = environment
        self._at_parent_death = at_parent_death
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._pause = 0.0

    def start(self) -> None:
        """Start it now; it ends with this process whatever happens."""
        self._process = spawn(
            self._command,
            environment=self._environment,
            at_parent_death=self._at_parent_death,
        )
        self._started = time.monotonic()

    def tend(self) -> int | None:
        """Start it again when it has stopped and its pause is over.

        Returns the exit status when it just stopped, else None.
        """
        if self._process is None:
            if time.monotonic() - self._started >= self._pause:
                self.start()
            return None
        status = self._process.poll()
        if status is None:
            return None
        lived = time.monotonic() - self._started
        self._pause = 0.0 if lived > SHORT_LIFE else min(self._pause * 2 + 0.5, LONGEST_PAUSE)
        self._process, self._started = None, time.monotonic()
        return status

    def ask_to_stop(self) -> None:
        """Send the ordinary stop signal and do not wait."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self, patience: float) -> None:
        """Stop it, by force after ``patience`` seconds."""
        if self._process is not None:
            stop(self._process, signal.SIGTERM, patience=patience)
            self._process = None
