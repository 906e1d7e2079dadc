"""How long to wait before a server is started once more: longer each time, up to a ceiling."""

import math

FIRST_PAUSE = 0.5  # seconds
LONGEST_PAUSE = 30.0


class Pauses:
    """The moment of the next try. Times are those of a monotonic clock, in seconds.

    A server that has answered is started again at once. One that ends before it answers waits
    half a second, then one, two, ... never more than half a minute, for as long as it takes.
    """

    def __init__(self) -> None:
        self.pause = 0.0
        self._has_answered = True
        self._next = -math.inf

    def answered(self) -> None:
        """Take down that the server answers."""
        self._has_answered = True

    def failed(self, moment: float) -> None:
        """Take down that the server ended, or could not be started."""
        if self._has_answered:
            self.pause = 0.0
        else:
            self.pause = min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._has_answered, self._next = False, moment + self.pause

    def over(self, moment: float) -> bool:
        """Return whether it is time to try again."""
        return moment >= self._next
