"""How the parts of a problem reach the processes that work on them, and survive their loss.

Three kinds of call are enough for rounds over several processes: ``map`` gives every part work
of its own, ``all_reduce`` asks every part for its loads and brings the answers back to be added
up, ``broadcast`` tells prices. A part stays in one process; several parts may share one. When a
process is lost, a new one does its work and receives its messages once more, in the same order:
the outcome is the same.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, Self

from samenspel_engine.errors import EngineError, EngineInputError

MOST_WORKERS = 64
RETRIES = 2
ENVELOPE_BYTES = 5
"""What a pipe adds to each packet: its length, and a byte that tells bytes from calls."""

Tick = Callable[[float], object]
Witness = Callable[[str, int, bytes], object]


class Part(Protocol):
    """What a process keeps for one part."""

    def answer(self, message: bytes) -> bytes:
        """Answer one message of the exchange; nothing when no answer is asked for."""

    def result(self) -> Any:
        """What the owner of the part gets at the end."""


class Transport(Protocol):
    """Parts, numbered from 0, each in one of ``workers`` processes.

    ``traffic`` counts the bytes that ``all_reduce`` and ``broadcast`` sent to and received from
    each process since the parts were settled.
    """

    workers: int
    traffic: list[int]

    def map(self, work: Callable[[Any], Any], items: Sequence[Any], tick: Tick) -> list[Any]:
        """``work(item)`` for each part, results in order; ``tick`` is told the share done."""

    def settle(self, make: Callable[[Any], Part], items: Sequence[Any], tick: Tick) -> None:
        """Let every part make what it keeps from its item."""

    def all_reduce(self, messages: Sequence[bytes]) -> list[bytes]:
        """One message to every part, and the answers, to be added up."""

    def broadcast(self, messages: Sequence[bytes]) -> None:
        """One message to every part; only an acknowledgement comes back."""

    def collect(self) -> list[Any]:
        """The result of every part."""

    def close(self) -> None:
        """End the processes, or let go of what they keep."""


class Call(NamedTuple):
    """Work for one part: ``map``, ``settle`` or ``collect``."""

    kind: str
    part: int
    work: Callable[[Any], Any] | None = None
    item: Any = None


class Refusal(NamedTuple):
    """Why a process could not do its work."""

    reason: str


class LostProcessError(Exception):
    """A process is gone, with everything it kept."""


def pack(messages: Sequence[tuple[int, bytes]]) -> bytes:
    """Messages of several parts in one packet."""
    return b"".join(struct.pack("<II", part, len(one)) + one for part, one in messages)


def unpack(packet: bytes) -> Iterator[tuple[int, bytes]]:
    """The parts and messages of a packet."""
    at = 0
    while at < len(packet):
        part, size = struct.unpack_from("<II", packet, at)
        yield part, packet[at + 8 : at + 8 + size]
        at += 8 + size


def serve(kept: dict[int, Part], packet: Any) -> Any:
    """Do what a packet asks, in the process that keeps the parts."""
    try:
        if isinstance(packet, bytes):
            return pack([(part, kept[part].answer(one)) for part, one in unpack(packet)])
        return [_carry_out(kept, call) for call in packet]
    except EngineError as error:
        return Refusal(str(error))


def _carry_out(kept: dict[int, Part], call: Call) -> Any:
    if call.kind == "collect":
        return kept[call.part].result()
    assert call.work is not None
    done = call.work(call.item)
    if call.kind == "settle":
        kept[call.part] = done
        return None
    return done


class Crew(ABC):
    """What all transports have in common: sharing out, counting, and redoing what was lost.

    Parameters
    ----------
    workers : int
        Number of processes.
    retries : int
        Lost processes that are replaced; one more ends the round with ``EngineError``.
    witness : callable, optional
        Hears ``(direction, process, bytes)`` of everything that is exchanged.
    """

    def __init__(self, workers: int, retries: int, witness: Witness | None) -> None:
        if not 1 <= workers <= MOST_WORKERS:
            raise EngineInputError("params", "workers", f"must be 1..{MOST_WORKERS}")
        self.workers = workers
        self.traffic = [0] * workers
        self._retries = retries
        self._witness = witness
        self._journal: list[list[Any]] = [[] for _ in range(workers)]
        self._parts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @abstractmethod
    def close(self) -> None:
        """End the processes, or let go of what they keep."""

    @abstractmethod
    def _start(self, host: int) -> None:
        """Find or start a process without anything in memory. Raises ``LostProcessError``."""

    @abstractmethod
    def _send(self, host: int, packet: Any) -> None:
        """Give a packet to a process. Raises ``LostProcessError``."""

    @abstractmethod
    def _receive(self, host: int) -> Any:
        """Wait for the answer. Raises ``LostProcessError``."""

    def map(self, work: Callable[[Any], Any], items: Sequence[Any], tick: Tick) -> list[Any]:
        """``work(item)`` for each part, results in order; ``tick`` is told the share done."""
        return self._calls([Call("map", at, work, item) for at, item in enumerate(items)], tick)

    def settle(self, make: Callable[[Any], Part], items: Sequence[Any], tick: Tick) -> None:
        """Let every part make what it keeps from its item."""
        self._parts = len(items)
        self._journal = [[] for _ in range(self.workers)]
        self.traffic = [0] * self.workers
        calls = [Call("settle", at, make, item) for at, item in enumerate(items)]
        self._calls(calls, tick)
        for call in calls:
            self._journal[call.part % self.workers].append([call])

    def collect(self) -> list[Any]:
        """The result of every part."""
        return self._calls([Call("collect", at) for at in range(self._parts)], lambda _: None)

    def all_reduce(self, messages: Sequence[bytes]) -> list[bytes]:
        """One message to every part, and the answers, to be added up."""
        whole = list(enumerate(messages))
        packets = {
            host: pack(whole[host :: self.workers])
            for host in range(min(self.workers, len(whole)))
        }
        answers: dict[int, bytes] = {}
        for host, answer in self._round(packets):
            self._note("to", host, packets[host])
            self._note("from", host, answer)
            self._journal[host].append(packets[host])
            answers |= dict(unpack(answer))
        return [answers[at] for at in range(len(whole))]

    def broadcast(self, messages: Sequence[bytes]) -> None:
        """One message to every part; only an acknowledgement comes back."""
        self.all_reduce(messages)

    def _note(self, direction: str, host: int, packet: bytes) -> None:
        self.traffic[host] += len(packet) + ENVELOPE_BYTES
        if self._witness is not None:
            self._witness(direction, host, packet)

    def _calls(self, calls: list[Call], tick: Tick) -> list[Any]:
        hosts = range(min(self.workers, len(calls)))
        packets = {host: calls[host :: self.workers] for host in hosts}
        found: dict[int, Any] = {}
        for host, answer in self._round(packets):
            found |= {call.part: one for call, one in zip(packets[host], answer, strict=True)}
            tick(len(found) / len(calls))
        return [found[at] for at in range(len(calls))]

    def _round(self, packets: dict[int, Any]) -> Iterator[tuple[int, Any]]:
        """Every process gets its packet; answers as they are read; lost work is done again."""
        waiting = list(packets)
        while waiting:
            lost = [host for host in waiting if not self._try(self._send, host, packets[host])]
            for host in [host for host in waiting if host not in lost]:
                answer = self._try(self._receive, host)
                if answer is None:
                    lost.append(host)
                elif isinstance(answer[0], Refusal):
                    raise EngineError(answer[0].reason)
                else:
                    yield host, answer[0]
            for host in lost:
                self._restore(host)
            waiting = lost

    def _try(self, act: Callable[..., Any], *arguments: Any) -> tuple[Any] | None:
        try:
            return (act(*arguments),)
        except LostProcessError:
            return None

    def _restore(self, host: int) -> None:
        """Bring a new process to where the lost one was."""
        self._retries -= 1
        if self._retries < 0:
            raise EngineError("worker processes were lost too often to go on")
        if self._try(self._start, host) is None:
            return self._restore(host)
        for packet in self._journal[host]:
            sent = self._try(self._send, host, packet)
            if sent is None or self._try(self._receive, host) is None:
                return self._restore(host)
        return None
