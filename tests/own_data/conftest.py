"""The world of the access tests, with a row of every table."""

from tests.access.world import world

__all__ = ["world"]
