"""Parts in this process, and two halves of a region."""

import numpy as np

from samenspel_engine.municipality import Municipality
from samenspel_engine.transports import Crew, serve


def halves(problem):
    middle = np.median(problem.requests.x_m)
    return (problem.requests.x_m > middle) + 10, (problem.offers.x_m > middle) + 10


class Here(Crew):
    """Parts of a given class, kept in this process."""

    def __init__(self, make=Municipality, workers=2, witness=None):
        super().__init__(workers, 0, witness)
        self._make, self._kept, self._packets = make, {}, {}

    def settle(self, _make, items, tick):
        super().settle(self._make, items, tick)

    def close(self):
        self._kept.clear()

    def _start(self, host):
        self._kept.clear()

    def _send(self, host, packet):
        self._packets[host] = packet

    def _receive(self, host):
        return serve(self._kept, self._packets[host])
