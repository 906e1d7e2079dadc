"""Worker processes on this machine, one pipe each."""

from __future__ import annotations

from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from samenspel_engine.transports import (
    RETRIES,
    Crew,
    LostProcessError,
    Part,
    Witness,
    serve,
)

PATIENCE_SECONDS = 5.0


def _put(pipe: Connection, packet: Any) -> None:
    if isinstance(packet, bytes):
        pipe.send_bytes(b"\x01" + packet)
    else:
        pipe.send_bytes(b"\x00")
        pipe.send(packet)


def _get(pipe: Connection) -> Any:
    first = pipe.recv_bytes()
    return first[1:] if first[:1] == b"\x01" else pipe.recv()


def _work(pipe: Connection) -> None:
    """The life of a worker process: until the other end of the pipe is closed."""
    kept: dict[int, Part] = {}
    try:
        while True:
            _put(pipe, serve(kept, _get(pipe)))
    except (EOFError, ConnectionError):
        pipe.close()


class Processes(Crew):
    """Worker processes on this machine, one pipe each.

    Parameters
    ----------
    workers : int
        Number of processes, 1..64.
    retries : int
        Lost processes that are replaced; one more ends the round with ``EngineError``.
    witness : callable, optional
        Hears ``(direction, process, bytes)`` of everything that is exchanged.
    """

    def __init__(
        self, workers: int, *, retries: int = RETRIES, witness: Witness | None = None
    ) -> None:
        super().__init__(workers, retries, witness)
        self._crew: dict[int, tuple[BaseProcess, Connection]] = {}
        for host in range(workers):
            self._start(host)

    @property
    def pids(self) -> list[int]:
        """Process numbers."""
        return [int(self._crew[host][0].pid or 0) for host in range(self.workers)]

    def close(self) -> None:
        """End the processes."""
        for host in list(self._crew):
            self._end(host)

    def _start(self, host: int) -> None:
        self._end(host)
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=partial(_work, theirs), daemon=True)
        process.start()
        theirs.close()
        self._crew[host] = process, ours

    def _end(self, host: int) -> None:
        if host in self._crew:
            process, pipe = self._crew.pop(host)
            pipe.close()
            process.join(PATIENCE_SECONDS)
            if process.exitcode is None:
                process.kill()
                process.join()
            process.close()

    def _send(self, host: int, packet: Any) -> None:
        try:
            _put(self._crew[host][1], packet)
        except OSError as error:
            raise LostProcessError from error

    def _receive(self, host: int) -> Any:
        try:
            return _get(self._crew[host][1])
        except (EOFError, OSError) as error:
            raise LostProcessError from error
