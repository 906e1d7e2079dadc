"""The world of the access tests, for all of them."""

from tests.access.world import world

__all__ = ["world"]
