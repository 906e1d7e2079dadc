"""The same calls across the machines of a Dask cluster.

A part is pinned to one worker of the cluster. Should that worker be gone, the scheduler runs
the call elsewhere, where nothing is kept for it: that shows the loss, and the part is made
again there. Needs the extra ``dask``, and the engine on the workers.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from time import monotonic
from typing import Any
from uuid import uuid4

from samenspel_engine.errors import EngineError
from samenspel_engine.transports import (
    RETRIES,
    Crew,
    LostProcessError,
    Part,
    Witness,
    serve,
)

CONNECT_SECONDS = 5.0
REPLACE_SECONDS = 60.0
LARGE_GRAPH = "distributed.admin.large-graph-warning-threshold"

_kept: dict[str, dict[int, Part]] = {}
"""In a worker of the cluster: what it keeps, by desk."""


def open_desk(desk: str) -> bool:
    """In a worker: begin to keep parts under this name."""
    _kept[desk] = {}
    return True


def close_desk(desk: str) -> None:
    """In a worker: let go of them."""
    _kept.pop(desk, None)


def serve_at(desk: str, packet: Any) -> tuple[bool, Any]:
    """In a worker: do what a packet asks, unless the desk is not in this process."""
    if desk not in _kept:
        return False, None
    return True, serve(_kept[desk], packet)


class DaskWorkers(Crew):
    """Workers of a running Dask cluster.

    Parameters
    ----------
    address : str
        Address of the scheduler, such as ``tcp://10.0.0.5:8786``.
    workers : int, optional
        Desks to open; by default one for each worker of the cluster.
    retries : int
        Lost workers that are made up for; one more ends the round with ``EngineError``.
    patience : float
        Seconds to wait for the scheduler.
    witness : callable, optional
        Hears ``(direction, desk, bytes)`` of everything that is exchanged.
    """

    def __init__(
        self,
        address: str,
        workers: int | None = None,
        *,
        retries: int = RETRIES,
        patience: float = CONNECT_SECONDS,
        witness: Witness | None = None,
    ) -> None:
        self._dask = _distributed()
        import_module("dask").config.set({LARGE_GRAPH: "1GB"})
        self._client = self._connect(address, patience)
        self._desks: dict[int, tuple[str, str]] = {}
        self._futures: dict[int, Any] = {}
        try:
            super().__init__(workers or max(1, len(self._alive())), retries, witness)
            for host in range(self.workers):
                self._begin(host)
        except EngineError:
            self._client.close()
            raise

    def close(self) -> None:
        """Let go of what the workers keep, and of the cluster."""
        alive = self._alive()
        for address, desk in self._desks.values():
            if address in alive:
                self._client.run(close_desk, desk, workers=[address], on_error="ignore")
        self._desks.clear()
        self._futures.clear()
        self._client.close()

    def _connect(self, address: str, patience: float) -> Any:
        try:
            return self._dask.Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            reason = f"no Dask scheduler answers at {address}: {error}"
            raise EngineError(reason) from error

    def _alive(self) -> list[str]:
        found: Mapping[str, object] = self._client.scheduler_info(n_workers=-1)["workers"]
        return sorted(found)

    def _begin(self, host: int) -> None:
        try:
            self._start(host)
        except LostProcessError as error:
            raise EngineError("the Dask cluster lost a worker at the start") from error

    def _start(self, host: int) -> None:
        until = monotonic() + REPLACE_SECONDS
        while not (alive := self._alive()):
            if monotonic() > until:
                raise EngineError("the Dask cluster has no workers")
            self._client.wait_for_workers(1, timeout=REPLACE_SECONDS)
        address, desk = alive[host % len(alive)], uuid4().hex
        self._desks[host] = address, desk
        self._submit(host, open_desk, desk)
        self._result(host)

    def _submit(self, host: int, work: Any, *arguments: Any) -> None:
        address = self._desks[host][0]
        self._futures[host] = self._client.submit(
            work, *arguments, workers=[address], allow_other_workers=True, pure=False
        )

    def _result(self, host: int) -> Any:
        try:
            return self._futures.pop(host).result()
        except self._dask.KilledWorker as error:
            raise LostProcessError from error
        except (OSError, self._dask.client.FutureCancelledError) as error:
            raise EngineError(f"the Dask cluster is gone: {error}") from error

    def _send(self, host: int, packet: Any) -> None:
        self._submit(host, serve_at, self._desks[host][1], packet)

    def _receive(self, host: int) -> Any:
        kept, answer = self._result(host)
        if not kept:
            raise LostProcessError
        return answer


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        reason = "rounds over a Dask cluster need the extra: pip install 'samenspel[dask]'"
        raise EngineError(reason) from error
