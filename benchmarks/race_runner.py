"""Running races (see races.py): the steps of one at once, each on its own connection."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from queue import Queue
from threading import Barrier, Event
from time import monotonic, sleep
from typing import Any
from unittest.mock import patch

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, connections, transaction

from race_world import Outcome, Race, Step
from samenspel.core import locked_rows
from samenspel.core.errors import DomainError, NotFoundError
from samenspel.core.row_security import Reason, acting_for_system

MOST_AT_ONCE = 4
HEAD_START = 0.002
"""Seconds that a step may come later than another, so that they meet at different places."""

PATIENCE = 20
"""Seconds after which a step that holds others up goes on anyway."""

Maker = Callable[[], Race]


@dataclass
class Tally:
    """How many races there were, and what went wrong in them."""

    races: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    faulty: int = 0
    by_name: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)

    def note(self, name: str, faults: Sequence[str]) -> None:
        """Count one race with what was wrong in it, such as "lost: the pause"."""
        self.races += 1
        if not faults:
            return
        self.faulty += 1
        self.by_name[name] += 1
        self.faults.update(fault.partition(":")[0] for fault in faults)
        if len(self.words) < 40:
            self.words.append(f"{name}: {'; '.join(faults)}")


class Course:
    """Threads that each keep a connection to the database."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.threads = ThreadPoolExecutor(MOST_AT_ONCE)

    def __enter__(self) -> Course:
        return self

    def __exit__(self, *_ended: object) -> None:
        # Each thread closes its own connection; the barrier keeps one from doing it for two.
        meeting = Barrier(MOST_AT_ONCE)
        list(self.threads.map(lambda _n: (meeting.wait(), connections.close_all()), range(4)))
        self.threads.shutdown()

    def run_in_turn(self, race: Race, first: int) -> list[str]:
        """Let one step do all its work before the others begin, and keep it only after that.

        The others wait for it or act on what was there before: always the same of the two.
        Returns what is wrong afterwards.
        """
        worked, keep = Event(), Event()
        began: Queue[int] = Queue()

        def hold() -> Any:
            try:
                with transaction.atomic():
                    value = _step(race.steps[first])
                    worked.set()
                    keep.wait(PATIENCE)
                return value
            finally:
                worked.set()

        def follow(step: Step) -> Any:
            connection.ensure_connection()
            began.put(connection.connection.info.backend_pid)
            return _step(step)

        holding = self.threads.submit(hold)
        worked.wait(PATIENCE)
        others = [step for at, step in enumerate(race.steps) if at != first]
        following = [self.threads.submit(follow, step) for step in others]
        backends = [began.get(timeout=PATIENCE) for _step in others]
        _until_they_wait(following, backends)
        keep.set()
        taken = [*following[:first], holding, *following[first:]]
        return self._faults(race, taken)

    def run(self, race: Race) -> list[str]:
        """Take all steps at once; return what is wrong afterwards."""
        meeting = Barrier(len(race.steps))
        later = [self.dice.uniform(0, HEAD_START) for _step in race.steps]
        taken = [
            self.threads.submit(_take, step, meeting, wait)
            for step, wait in zip(race.steps, later, strict=True)
        ]
        return self._faults(race, taken)

    def _faults(self, race: Race, taken: Sequence[Future[Any]]) -> list[str]:
        outcomes = [
            Outcome(None if one.exception() else one.result(), one.exception()) for one in taken
        ]
        broken = [
            f"unexpected: {type(one.error).__name__} {str(one.error).splitlines()[:1]}"
            for one in outcomes
            if one.error and not isinstance(one.error, DomainError | NotFoundError)
        ]
        try:
            return broken + [fault for fault in race.check(outcomes) if fault]
        except ObjectDoesNotExist as gone:
            return [*broken, f"lost: {gone}"]


def _until_they_wait(steps: Sequence[Future[Any]], backends: Sequence[int]) -> None:
    """Return once each step is done or waits for a lock of another."""
    ends = monotonic() + PATIENCE
    while monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = ANY(%s)",
                [list(backends)],
            )
            waiting = cursor.fetchone()[0]
        if waiting >= sum(not step.done() for step in steps):
            return
        sleep(0.002)


def _take(step: Step, meeting: Barrier, wait: float) -> Any:
    meeting.wait()
    sleep(wait)
    return _step(step)


def _step(step: Step) -> Any:
    """Take a step past the second wall, which is not what is raced here: a step is several
    people's in one scene."""
    with acting_for_system(Reason.COMMAND):
        return step()


@contextmanager
def without_locks() -> Iterator[None]:
    """Nobody holds anything, in this process: for showing that the races notice."""

    def unheld(rows: Any, **_how: object) -> Any:
        return rows

    with (
        patch.object(locked_rows, "_held", unheld),
        patch.object(locked_rows, "_hold_word", lambda _word: None),
    ):
        yield


def run(
    scenes: Mapping[str, tuple[int, Maker]],
    count: int,
    seed: int,
    tell: Callable[[str], None] = lambda _words: None,
) -> Tally:
    """Run ``count`` races, each scene as often as its weight says; at least once each.

    ``tell`` hears how far it is after each scene.
    """
    tally = Tally()
    total = sum(weight for weight, _maker in scenes.values())
    with Course(seed) as course:
        for name, (weight, maker) in scenes.items():
            for _number in range(ceil(count * weight / total)):
                tally.note(name, course.run(maker()))
            tell(f"{name}: {tally.races} races, {tally.faulty} at fault")
    return tally


def added(tallies: Sequence[Tally]) -> Tally:
    """Several tallies as one."""
    total = Tally()
    for tally in tallies:
        total.races += tally.races
        total.faulty += tally.faulty
        total.faults.update(tally.faults)
        total.by_name.update(tally.by_name)
        total.words += tally.words
    return total
